import { Link } from '@inertiajs/react'
import { day, dayNumber, duration, euro, longDate, month, time, weekday } from '../format'
import { routes, type EventCard } from '../types'
import { Poster } from './Poster'

/** The programme, day by day, as a printed one would have it: a large numeral, then what is on. */
export function EventList({ events }: { events: EventCard[] }) {
  return (
    <div className="days">
      {byDay(events).map(([date, list]) => (
        <section key={date} className="day" aria-label={longDate(`${date}T00:00`)}>
          <p className="day-date" aria-hidden="true">
            <span className="day-number">{dayNumber(`${date}T00:00`)}</span>
            <span className="day-name">
              {weekday(`${date}T00:00`)} <i>{month(`${date}T00:00`)}</i>
            </span>
          </p>
          <ul>
            {list.map((event) => (
              <li key={event.id} data-event={event.id}>
                <EventRow event={event} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

/** One event: the whole row leads to its page. */
export function EventRow({ event, withDate = false }: { event: EventCard; withDate?: boolean }) {
  return (
    <Link href={routes.events.show({ id: event.id })} className="row">
      <Poster id={event.id} category={event.category} file={event.poster} />
      <span className="row-text">
        <span className="row-title">{event.title}</span>
        <span className="row-line">{event.line}</span>
        <span className="row-place">
          {withDate && `${weekday(event.startsAt)} ${dayNumber(event.startsAt)} ${month(event.startsAt)}, `}
          {event.venue}, {event.city}
        </span>
      </span>
      <span className="row-facts">
        <span className="row-time">{time(event.startsAt)}</span>
        <span className="row-price">{euro(event.priceCents)}</span>
        <Seats left={event.seatsLeft} minutes={event.minutes} />
      </span>
    </Link>
  )
}

function Seats({ left, minutes }: { left: number; minutes: number }) {
  if (left <= 0) return <span className="row-seats row-seats-none">Sold out</span>
  if (left <= 20) return <span className="row-seats row-seats-few">{left} left</span>
  return <span className="row-seats">{duration(minutes)}</span>
}

function byDay(events: EventCard[]): [string, EventCard[]][] {
  const days = new Map<string, EventCard[]>()
  for (const event of events) {
    const key = day(event.startsAt)
    days.set(key, [...(days.get(key) ?? []), event])
  }
  return [...days]
}
