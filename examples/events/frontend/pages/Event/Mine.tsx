import { Head, Link } from '@inertiajs/react'
import type { ReactNode } from 'react'
import { dayNumber, month, plural, time, weekday } from '../../format'
import { Poster } from '../../parts/Poster'
import { Travel } from '../../parts/Travel'
import { routes, type OwnEvent, type PageProps } from '../../types'

/** What a visitor has put into the programme, and what was taken off again. */
export default function EventMine({ events }: PageProps<'Event/Mine'>) {
  const on = events.filter((event) => !event.removed)
  const off = events.filter((event) => event.removed)
  return (
    <>
      <Head title="Your events" />
      <div className="intro">
        <h1>Your doors</h1>
        <Travel kind="encrypted" prop="events" />
      </div>
      {on.length === 0 ? <Nothing /> : <OwnList events={on} actions={(event) => <Actions event={event} />} />}
      {on.length > 0 && (
        <p className="own-new">
          <Link href={routes.events.new()} className="button">
            Open another door
          </Link>
        </p>
      )}
      {off.length > 0 && (
        <section className="own-off">
          <h2>Taken off</h2>
          <p className="quiet">Nobody but you sees these.</p>
          <OwnList
            events={off}
            actions={(event) => (
              <Link href={routes.events.restore({ id: event.id })} as="button" className="button" aria-label={`Put it back: ${event.title}`} preserveScroll>
                Put it back
              </Link>
            )}
          />
        </section>
      )}
    </>
  )
}

function OwnList({ events, actions }: { events: OwnEvent[]; actions: (event: OwnEvent) => ReactNode }) {
  return (
    <ul className="own">
      {events.map((event) => (
        <li key={event.id} data-event={event.id}>
          <Poster id={event.id} category={event.category} file={event.poster} />
          <div className="own-text">
            {event.removed ? (
              <span className="row-title">{event.title}</span>
            ) : (
              <Link href={routes.events.show({ id: event.id })} className="row-title">
                {event.title}
              </Link>
            )}
            <span className="row-place">
              {weekday(event.startsAt)} {dayNumber(event.startsAt)} {month(event.startsAt)}, {time(event.startsAt)} · {event.venue}, {event.city}
            </span>
            <span className="row-place">{plural(event.likes, 'like')}</span>
          </div>
          <div className="own-actions">{actions(event)}</div>
        </li>
      ))}
    </ul>
  )
}

function Actions({ event: { id, title } }: { event: OwnEvent }) {
  return (
    <>
      <Link href={routes.events.edit({ id })} className="button" aria-label={`Change: ${title}`}>
        Change
      </Link>
      <Link href={routes.events.remove({ id })} as="button" className="button" aria-label={`Take off: ${title}`} preserveScroll>
        Take off
      </Link>
    </>
  )
}

function Nothing() {
  return (
    <div className="empty">
      <svg viewBox="0 0 24 30" aria-hidden="true" focusable="false">
        <path d="M2 29V12a10 10 0 0 1 20 0v17z" />
        <circle cx="17" cy="19" r="1.3" />
      </svg>
      <h2>Nothing is on yet</h2>
      <p>A reading in the kitchen counts. So does an orchestra.</p>
      <Link href={routes.events.new()} className="button">
        Open your first door
      </Link>
    </div>
  )
}
