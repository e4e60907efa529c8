/** What the server sends, field by field as `src/pages` and `src/db` declare it. */

export type When = 'upcoming' | 'today' | 'week' | 'month' | 'past'

export interface Filters {
  q: string
  category: string
  city: string
  when: When
  page: number
}

export interface EventCard {
  id: number
  title: string
  line: string
  category: string
  startsAt: string
  minutes: number
  venue: string
  city: string
  priceCents: number
  seatsLeft: number
  poster: string | null
}

export interface EventDetail {
  id: number
  title: string
  line: string
  summary: string
  category: string
  categoryName: string
  startsAt: string
  minutes: number
  venueId: number
  past: boolean
  poster: string | null
  owner: string | null
}

export interface Likes {
  count: number
  mine: boolean
}

export interface Ticket {
  name: string
  priceCents: number
  seats: number
}

/** An event as its form fills it in. */
export interface Listing {
  title: string
  line: string
  summary: string
  category: string
  venue: number
  startsAt: string
  minutes: number
  tickets: Ticket[]
}

export interface VenueChoice {
  id: number
  name: string
  city: string
}

export interface OwnEvent {
  id: number
  title: string
  category: string
  startsAt: string
  venue: string
  city: string
  poster: string | null
  likes: number
  removed: boolean
}

/** What a redirect had to say; the next page shows it once. */
export interface Toast {
  text: string
  /** Where a button posts to, to take back what was done. */
  undo?: string
}

export interface Booking {
  seatsLeft: number
  capacity: number
  looking: number
  checkedAt: string
  prices: { standard: number; concession: number; patron: number }
  tickets: Ticket[]
}

export interface Category {
  slug: string
  name: string
  count: number
}

export interface City {
  slug: string
  name: string
  country: string
  venues: number
}

export interface Attendance {
  sold: number
  capacity: number
  months: { label: string; sold: number; capacity: number }[]
}

export interface Revenue {
  totalCents: number
  rows: { category: string; name: string; cents: number }[]
}

export interface Export {
  rows: number
  preview: string[]
}

export interface VenueSummary {
  id: number
  name: string
  street: string
  quarter: string
  city: string
  country: string
}

export interface Weather {
  sky: string
  celsius: number
  readAt: string
}

export interface Access {
  stepFree: boolean
  tram: string
  founded: number
  capacity: number
}

export interface Nearby {
  id: number
  name: string
  quarter: string
  metres: number
  eventId: number | null
  title: string | null
}

export interface BoardRow {
  id: number
  title: string
  category: string
  startsAt: string
  venue: string
  city: string
  seatsLeft: number
  capacity: number
}

export interface Board {
  asOf: string
  changed: number
  cities: Record<string, number>
  rows: BoardRow[]
}

export interface Notice {
  id: number
  eventId: number
  title: string
  text: string
}

export interface Activity {
  id: number
  kind: 'booked' | 'saved' | 'returned' | 'released'
  actor: string
  amount: number
  minutesAgo: number
  eventId: number
  title: string
  category: string
  venue: string
  city: string
}

/** The ledger behind the revenue panel: a visitor can switch it off to see a deferred prop fail. */
export type Ledger = 'ok' | 'fail' | 'slow'

/** `Event/Index`. A prop that travels later than the page is optional here. */
export interface EventIndexProps {
  filters: Filters
  ledger: Ledger
  total: number
  pageSize: number
  events: EventCard[]
  categories: Category[]
  attendance?: Attendance
  revenue?: Revenue
  export?: Export
}

/** `Event/Show`. */
export interface EventShowProps {
  event: EventDetail
  mine: boolean
  likes: Likes
  booking: Booking
  serverTime: string
  venue: {
    summary: VenueSummary
    weather: Weather
    nearby?: Nearby[]
    access?: Access
  }
  related?: EventCard[]
}

/** `Board/Index`. */
export interface BoardIndexProps {
  board: Board
  notices: Notice[]
}

/** `Feed/Index`. */
export interface FeedIndexProps {
  activity: { data: Activity[] }
}

/** `Event/Create`. */
export interface EventCreateProps {
  draft: string
  categories: Category[]
  venues: VenueChoice[]
}

/** `Event/Edit`. */
export interface EventEditProps {
  id: number
  listing: Listing
  poster: string | null
  categories: Category[]
  venues: VenueChoice[]
}

/** `Event/Mine`. */
export interface EventMineProps {
  events: OwnEvent[]
}

/** `Account/Show`. */
export interface AccountShowProps {
  account: { name: string; email: string }
}

/** What every page has, from `src/shared.rs`. */
export interface SharedProps {
  app: { name: string; tagline: string }
  visitor: { name: string } | null
  counts: { events: number; venues: number; activity: number }
  cities: City[]
  requestId: string
  [key: string]: unknown
}
