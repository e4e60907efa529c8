import { Head, Link, usePoll } from '@inertiajs/react'
import { useState } from 'react'
import { number, time, weekday, dayNumber, month } from '../../format'
import { Swatch } from '../../parts/Poster'
import { Travel } from '../../parts/Travel'
import { routes, type BoardRow, type PageProps } from '../../types'

const SECONDS = 3
const LINES = 10
/** A server that is away for a moment is asked again: for a visitor that is no failure, and otherwise it would be an uncaught one. */
const NEWS = { only: ['board', 'notices'], onNetworkError: () => false }

/** The next twelve doors. The page asks for news every few seconds; only news is sent. */
export default function BoardIndex({ board, notices }: PageProps<'Board/Index'>) {
  const { start, stop, polling } = usePoll(SECONDS * 1000, NEWS, { mode: 'rest' })
  const cities = Object.entries(board.cities).sort(([a], [b]) => a.localeCompare(b, 'en'))
  return (
    <>
      <Head title="Next doors" />
      <div className="intro">
        <h1>The next twelve doors</h1>
        <Travel kind="deep merge" prop="board" />
      </div>
      <p className="board-state">
        <button type="button" className="button" onClick={polling ? stop : start}>
          {polling ? 'Pause' : 'Go on'}
        </button>
        <span>
          Read at <time>{board.asOf}</time> UTC, {board.changed} {board.changed === 1 ? 'row' : 'rows'} sent
          {polling ? `, again in ${SECONDS} seconds` : ', paused'}.
        </span>
      </p>
      <div className="columns">
        <div className="column-list">
          <ol className="board">
            {board.rows.map((row) => (
              <li key={row.id} data-event={row.id}>
                <Row row={row} />
              </li>
            ))}
          </ol>
        </div>
        <div className="column-margin">
          <section className="panel">
            <header>
              <h2>From the box office</h2>
              <Travel kind="prepend" prop="notices" />
            </header>
            <ol className="notices" aria-live="off">
              {notices.slice(0, LINES).map((notice) => (
                <li key={notice.id} data-notice={notice.id}>
                  <Link href={routes.events.show({ id: notice.eventId })}>{notice.title}</Link>
                  <span>{notice.text}</span>
                </li>
              ))}
            </ol>
          </section>
          <section className="panel">
            <header>
              <h2>Free seats by city</h2>
              <Travel kind="deep merge" prop="board.cities" />
            </header>
            <dl className="cities">
              {cities.map(([city, seats]) => (
                <div key={city}>
                  <dt>{city}</dt>
                  <dd>
                    <Live value={seats} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        </div>
      </div>
    </>
  )
}

function Row({ row }: { row: BoardRow }) {
  return (
    <Link href={routes.events.show({ id: row.id })} className="board-row">
      <span className="board-time">
        {time(row.startsAt)}
        <small>
          {weekday(row.startsAt)} {dayNumber(row.startsAt)} {month(row.startsAt)}
        </small>
      </span>
      <span className="board-title">
        <Swatch category={row.category} />
        {row.title}
        <small>
          {row.venue}, {row.city}
        </small>
      </span>
      <span className="board-seats" data-few={row.seatsLeft <= 5 || undefined}>
        <Live value={row.seatsLeft} />
        <small>{row.seatsLeft === 1 ? 'seat' : 'seats'}</small>
      </span>
    </Link>
  )
}

/** A number that glows for a moment when it has changed: as a new element, it plays its animation anew. */
function Live({ value }: { value: number }) {
  const [first] = useState(value)
  return (
    <span key={value} className={value === first ? 'live' : 'live live-changed'}>
      {number(value)}
    </span>
  )
}
