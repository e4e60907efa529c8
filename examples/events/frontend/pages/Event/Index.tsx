import { Head, Link, router } from '@inertiajs/react'
import { useState } from 'react'
import { number, plural } from '../../format'
import { AttendancePanel } from '../../parts/AttendancePanel'
import { EventList } from '../../parts/EventList'
import { ExportPanel } from '../../parts/ExportPanel'
import { Filters } from '../../parts/Filters'
import { RevenuePanel } from '../../parts/RevenuePanel'
import { Travel } from '../../parts/Travel'
import { routes, type PageProps } from '../../types'

/** The programme: filters, the list, and figures in the margin. */
export default function EventIndex(props: PageProps<'Event/Index'>) {
  const { filters, ledger, total, pageSize, events, categories } = props
  return (
    <>
      <Head title="Programme" />
      <div className="intro">
        <h1>
          <span className="intro-total">{number(total)}</span> {total === 1 ? 'reason' : 'reasons'} to leave the house
        </h1>
        <Travel kind="lazy" prop="total" />
      </div>
      <Filters values={filters} categories={categories} />
      <div className="columns">
        <div id="list" className="column-list">
          {events.length === 0 ? <Empty past={filters.when === 'past'} /> : <EventList events={events} />}
          {events.length > 0 && <More shown={events.length} total={total} page={Math.max(filters.page, 1)} pageSize={pageSize} />}
        </div>
        <div className="column-margin">
          <AttendancePanel attendance={props.attendance} />
          <RevenuePanel revenue={props.revenue} ledger={ledger} />
          <ExportPanel preview={props.export} />
        </div>
      </div>
    </>
  )
}

/** The next page is appended; the address stays as it is. */
function More({ shown, total, page, pageSize }: { shown: number; total: number; page: number; pageSize: number }) {
  const [busy, setBusy] = useState(false)
  // Not `router.reload`: that goes on beside a filter that is chosen meanwhile, and would append to its list.
  const ask = (page: number) =>
    router.get(
      location.href,
      { page },
      {
        only: ['events', 'filters'],
        preserveUrl: true,
        preserveState: true,
        preserveScroll: true,
        onStart: () => setBusy(true),
        onFinish: () => setBusy(false),
      },
    )
  const left = total - shown
  return (
    <div className="more">
      {left > 0 ? (
        <button type="button" className="button button-wide" disabled={busy} onClick={() => ask(page + 1)}>
          {busy ? 'Opening more doors…' : `Show ${Math.min(pageSize, left)} more`}
        </button>
      ) : (
        <p className="more-end">That was the last of them.</p>
      )}
      <p className="more-count">
        <span role="status">
          {number(shown)} of {plural(total, 'event')}
        </span>
        <button type="button" className="button-text" disabled={busy} onClick={() => ask(page)}>
          Fetch the last page again
        </button>
        <Travel kind="merge" prop="events, by id" />
      </p>
    </div>
  )
}

function Empty({ past }: { past: boolean }) {
  return (
    <div className="empty">
      <svg viewBox="0 0 24 30" aria-hidden="true" focusable="false">
        <path d="M2 29V12a10 10 0 0 1 20 0v17z" />
        <circle cx="17" cy="19" r="1.3" />
      </svg>
      <h2>Nobody behind this door</h2>
      <p>{past ? 'Nothing like that has been on.' : 'Nothing like that is planned.'} A wider search may find it.</p>
      <Link href={routes.events.index()} className="button">
        Clear the filters
      </Link>
    </div>
  )
}
