import { Head } from '@inertiajs/react'
import { plainEuro } from '../../format'
import { EventForm } from '../../parts/EventForm'
import { Travel } from '../../parts/Travel'
import type { EventEditProps } from '../../types'

export default function EventEdit({ id, listing, poster, categories, venues }: EventEditProps) {
  return (
    <>
      <Head title={`Change ${listing.title}`} />
      <div className="intro">
        <h1>Change what is on</h1>
        <Travel kind="live" prop="EventForm" />
      </div>
      <EventForm
        method="put"
        url={`/events/${id}`}
        initial={{
          ...listing,
          draft: '',
          venue: String(listing.venue),
          minutes: String(listing.minutes),
          tickets: listing.tickets.map(({ name, priceCents, seats }) => ({ name, price: plainEuro(priceCents), seats: String(seats) })),
          poster: null,
          removePoster: false,
        }}
        poster={poster}
        categories={categories}
        venues={venues}
        send="Change it"
      />
    </>
  )
}
