import { Deferred, Head, Link, router, WhenVisible } from '@inertiajs/react'
import { useState } from 'react'
import { duration, euro, longDate, number, plural, time } from '../../format'
import { EventRow } from '../../parts/EventList'
import { LikeButton } from '../../parts/LikeButton'
import { Waiting } from '../../parts/Panel'
import { Poster, Swatch } from '../../parts/Poster'
import { Travel } from '../../parts/Travel'
import { routes, type Booking, type PageProps } from '../../types'

/** One event, its box office and its venue. */
export default function EventShow({ event, mine, likes, booking, serverTime, venue, related }: PageProps<'Event/Show'>) {
  return (
    <>
      <Head title={event.title} />
      <article className="event">
        <div className="event-poster">
          <Poster id={event.id} category={event.category} file={event.poster} />
        </div>
        <div className="event-text">
          <p className="event-category">
            <Link href={routes.events.index({ category: event.category })}>
              <Swatch category={event.category} />
              {event.categoryName}
            </Link>
            <Travel kind="plain" prop="event" />
          </p>
          <h1>{event.title}</h1>
          <p className="event-line">{event.line}</p>
          <p className="event-when">
            <b>{longDate(event.startsAt)}</b>
            <span>
              {time(event.startsAt)}, {duration(event.minutes)}
            </span>
          </p>
          {event.summary !== '' && <p className="event-summary">{event.summary}</p>}
          {event.owner !== null && <p className="quiet">Put into the programme by {mine ? 'you' : event.owner}.</p>}
          {mine ? <OwnerActions id={event.id} /> : <LikeButton event={event.id} likes={likes} />}
          {event.past ? <Over booking={booking} /> : <BoxOffice booking={booking} />}
        </div>
      </article>
      <Venue venue={venue} />
      <section className="after">
        <header>
          <h2>If you liked the sound of that</h2>
          <Travel kind="optional" prop="related">
            Optional, and asked for when this part of the page comes into view.
          </Travel>
        </header>
        <WhenVisible data="related" buffer={120} fallback={<Waiting label="Looking for more" rows={3} />}>
          {() =>
            related && related.length > 0 ? (
              <ul className="after-list">
                {related.map((card) => (
                  <li key={card.id}>
                    <EventRow event={card} withDate />
                  </li>
                ))}
              </ul>
            ) : (
              <p className="quiet">This one stands alone.</p>
            )
          }
        </WhenVisible>
      </section>
      <p className="served">
        <Travel kind="always" prop="serverTime" /> Served at <time>{serverTime}</time> UTC.{' '}
        <Reload label="Refresh all but the venue" options={{ except: ['venue', 'related'] }} />
      </p>
    </>
  )
}

function OwnerActions({ id }: { id: number }) {
  return (
    <p className="event-own">
      <Link href={routes.events.edit({ id })} className="button">
        Change it
      </Link>
      <Link href={routes.events.remove({ id })} as="button" className="button">
        Take it off
      </Link>
    </p>
  )
}

function BoxOffice({ booking }: { booking: Booking }) {
  const free = Math.max(booking.seatsLeft, 0)
  return (
    <section className="office" aria-label="Box office">
      <div>
        <p className="figure">
          {free === 0 ? 'Sold out' : number(free)}
          <small>
            {free === 0 ? ', all ' : ' of '}
            {number(booking.capacity)} {free === 0 ? 'seats' : 'seats left'}
          </small>
        </p>
        <meter min={0} max={booking.capacity} value={booking.capacity - free} aria-label="Seats sold" />
        <p className="quiet">
          <span className="office-looking">{booking.looking} people are looking</span> · read at{' '}
          <time className="office-read">{booking.checkedAt}</time>
        </p>
      </div>
      {booking.tickets.length > 0 ? (
        <dl>
          {booking.tickets.map(({ name, priceCents, seats }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                {euro(priceCents)} <small>{plural(seats, 'seat')}</small>
              </dd>
            </div>
          ))}
        </dl>
      ) : booking.prices.standard === 0 ? (
        <p className="office-free">Admission is free</p>
      ) : (
        <dl>
          <div>
            <dt>Standard</dt>
            <dd>{euro(booking.prices.standard)}</dd>
          </div>
          <div>
            <dt>Concession</dt>
            <dd>{euro(booking.prices.concession)}</dd>
          </div>
          <div>
            <dt>Patron</dt>
            <dd>{euro(booking.prices.patron)}</dd>
          </div>
        </dl>
      )}
      <footer>
        <Reload
          label="Check the seats"
          options={{ only: ['booking.seatsLeft', 'booking.looking', 'booking.checkedAt'] }}
        />
        <Travel kind="lazy" prop="booking.seatsLeft">
          A plain struct, asked for in part: three dotted paths bring three numbers and leave the prices alone.
        </Travel>
      </footer>
    </section>
  )
}

/** What is left to say about an event that is over. */
function Over({ booking }: { booking: Booking }) {
  return (
    <section className="office" aria-label="Box office">
      <p className="figure">
        {number(booking.capacity - booking.seatsLeft)}
        <small> of {number(booking.capacity)} seats were taken. This one is over.</small>
      </p>
    </section>
  )
}

function Venue({ venue }: { venue: PageProps<'Event/Show'>['venue'] }) {
  const { summary, weather, nearby, access } = venue
  return (
    <section className="venue">
      <header>
        <h2>{summary.name}</h2>
        <p>
          {summary.street}, {summary.quarter}, {summary.city}
        </p>
        <Travel kind="nested" prop="venue" />
      </header>
      <div className="venue-parts">
        <section className="venue-part">
          <h3>At the door</h3>
          <Travel kind="lazy" prop="venue.weather" />
          <p className="figure">
            {weather.celsius}
            <small> °C, {weather.sky.toLowerCase()}</small>
          </p>
          <p className="quiet">
            Read at <time className="weather-read">{weather.readAt}</time>
          </p>
          <Reload label="Look outside again" options={{ only: ['venue.weather'] }} />
        </section>
        <section className="venue-part">
          <h3>Getting in</h3>
          <Travel kind="optional" prop="venue.access" />
          {access ? (
            <dl className="facts">
              <div>
                <dt>Steps</dt>
                <dd>{access.stepFree ? 'None to any seat' : 'Some, ask at the door'}</dd>
              </div>
              <div>
                <dt>Stop</dt>
                <dd>{access.tram}</dd>
              </div>
              <div>
                <dt>Since</dt>
                <dd>{access.founded}</dd>
              </div>
              <div>
                <dt>Seats</dt>
                <dd>{number(access.capacity)}</dd>
              </div>
            </dl>
          ) : (
            <>
              <p className="quiet">Steps, stops and how old the house is.</p>
              <Reload label="Show the details" options={{ only: ['venue.access'] }} />
            </>
          )}
        </section>
        <section className="venue-part venue-near">
          <h3>Round the corner</h3>
          <Travel kind="defer" prop="venue.nearby" />
          <Deferred data="venue.nearby" fallback={<Waiting label="Asking the neighbours" rows={4} />}>
            <ul>
              {nearby?.map((other) => (
                <li key={other.id}>
                  <span>{other.name}</span>
                  <small>{number(other.metres)} m</small>
                  {other.eventId !== null ? (
                    <Link href={routes.events.show({ id: other.eventId })}>{other.title}</Link>
                  ) : (
                    <em>Nothing planned</em>
                  )}
                </li>
              ))}
            </ul>
          </Deferred>
        </section>
      </div>
    </section>
  )
}

function Reload({ label, options }: { label: string; options: { only?: string[]; except?: string[] } }) {
  const [busy, setBusy] = useState(false)
  return (
    <button
      type="button"
      className="button"
      disabled={busy}
      onClick={() => router.reload({ ...options, onStart: () => setBusy(true), onFinish: () => setBusy(false) })}
    >
      {label}
    </button>
  )
}
