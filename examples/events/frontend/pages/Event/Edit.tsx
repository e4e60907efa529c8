import { Head } from '@inertiajs/react'
import { plainEuro } from '../../format'
import { EventForm } from '../../parts/EventForm'
import { Travel } from '../../parts/Travel'
import { routes, type PageProps } from '../../types'

export default function EventEdit({ id, listing, poster, categories, venues }: PageProps<'Event/Edit'>) {
  return (
    <>
      <Head title={`Change ${listing.title}`} />
      <div className="intro">
        <h1>Change what is on</h1>
        <Travel kind="live" prop="EventForm" />
      </div>
      <EventForm
        to={routes.events.update({ id })}
        initial={{
          ...listing,
          draft: '',
          tickets: listing.tickets.map(({ name, priceCents, seats }) => ({ name, price: plainEuro(priceCents), seats })),
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
