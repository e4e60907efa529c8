import { Head, InfiniteScroll, Link } from '@inertiajs/react'
import { ago, plural } from '../../format'
import { Swatch } from '../../parts/Poster'
import { Travel } from '../../parts/Travel'
import { routes, type Activity, type PageProps } from '../../types'

/** What people did lately. Opened in the middle, it grows at both ends. */
export default function FeedIndex({ activity }: PageProps<'Feed/Index'>) {
  return (
    <div className="feed-page">
      <Head title="Feed" />
      <div className="intro">
        <h1>Who is going where</h1>
        <Travel kind="scroll" prop="activity" />
        <p>
          The feed has thirty pages. It starts at the top, or <Link href={routes.feed({ page: 15 })}>in the middle</Link>, and grows towards
          you at either end.
        </p>
      </div>
      {/* The component is three elements in a row, so the column is one of ours. */}
      <div className="feed-column">
        <InfiniteScroll
          data="activity"
          className="feed"
          buffer={200}
          previous={({ hasMore, loading }) => <End shown={hasMore} loading={loading} text="Nothing newer" />}
          next={({ hasMore, loading }) => <End shown={hasMore} loading={loading} text="That was the first booking of them all" />}
        >
          {activity.data.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </InfiniteScroll>
      </div>
    </div>
  )
}

function Entry({ entry }: { entry: Activity }) {
  return (
    <article className="entry" data-entry={entry.id}>
      <span className="entry-mark" aria-hidden="true">
        {entry.actor.slice(0, 1)}
      </span>
      <p>
        <b>{entry.actor}</b> {did(entry)} <Link href={routes.events.show({ id: entry.eventId })}>{entry.title}</Link>
        <small>
          <Swatch category={entry.category} />
          {entry.venue}, {entry.city} · {ago(entry.minutesAgo)}
        </small>
      </p>
    </article>
  )
}

function did({ kind, amount }: Activity): string {
  switch (kind) {
    case 'booked':
      return `booked ${plural(amount, 'seat')} for`
    case 'saved':
      return 'put aside'
    case 'returned':
      return `gave back ${plural(amount, 'seat')} for`
    case 'released':
      return `found ${plural(amount, 'more seat', 'more seats')} for`
  }
}

function End({ shown, loading, text }: { shown: boolean; loading: boolean; text: string }) {
  return (
    <p className="feed-end" role="status">
      {loading ? 'Fetching…' : shown ? '' : text}
    </p>
  )
}
