import { Head } from '@inertiajs/react'
import { EventForm } from '../../parts/EventForm'
import { Travel } from '../../parts/Travel'
import { routes, type PageProps } from '../../types'

export default function EventCreate({ draft, categories, venues }: PageProps<'Event/Create'>) {
  return (
    <>
      <Head title="A new event" />
      <div className="intro">
        <h1>Open a door</h1>
        <Travel kind="live" prop="EventForm" />
      </div>
      <EventForm
        to={routes.events.create()}
        initial={{
          draft,
          title: '',
          line: '',
          summary: '',
          category: '',
          venue: '',
          startsAt: '',
          minutes: '90',
          tickets: [{ name: 'Standard', price: '', seats: '' }],
          poster: null,
          removePoster: false,
        }}
        poster={null}
        categories={categories}
        venues={venues}
        send="Put it into the programme"
      />
    </>
  )
}
