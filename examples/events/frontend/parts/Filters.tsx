import { Form, Link, router, usePage } from '@inertiajs/react'
import { useEffect, useRef } from 'react'
import { number } from '../format'
import type { Category, Filters as Values, SharedProps, When } from '../types'
import { Swatch } from './Poster'
import { Travel } from './Travel'

const WHENS: [When, string][] = [
  ['upcoming', 'Everything ahead'],
  ['today', 'Today'],
  ['week', 'Seven days'],
  ['month', 'Thirty days'],
  ['past', 'Missed it'],
]

/** A change of filter asks for the list alone, and `reset` has it replaced rather than appended to. */
const LIST_ONLY = {
  only: ['events', 'filters', 'total'],
  reset: ['events'],
  preserveState: true,
  preserveScroll: true,
}

/** The filters' query string, without what is not set. */
export function query(values: Values, change: Partial<Values>): Record<string, string> {
  const { q, category, city, when } = { ...values, ...change }
  const entries = Object.entries({ q, category, city, when: when === 'upcoming' ? '' : when })
  return Object.fromEntries(entries.filter(([, value]) => value !== ''))
}

export function Filters({ values, categories }: { values: Values; categories: Category[] }) {
  const { cities } = usePage<SharedProps>().props
  const href = (change: Partial<Values>) => {
    const search = new URLSearchParams(query(values, change)).toString()
    return search === '' ? '/events' : `/events?${search}`
  }
  return (
    <search className="filters" aria-label="Filter the programme">
      <div className="filters-line">
        <Search values={values} />
        <label className="field">
          <span>City</span>
          <select
            name="city"
            value={values.city}
            onChange={(event) => router.get(href({ city: event.target.value }), {}, LIST_ONLY)}
          >
            <option value="">All cities</option>
            {cities.map((city) => (
              <option key={city.slug} value={city.slug}>
                {city.name}, {city.country}
              </option>
            ))}
          </select>
        </label>
        <div className="filters-when" role="group" aria-label="When">
          {WHENS.map(([when, name]) => (
            <Link key={when} href={href({ when })} {...LIST_ONLY} aria-current={values.when === when || undefined}>
              {name}
            </Link>
          ))}
        </div>
      </div>
      <div className="filters-categories" role="group" aria-label="Category">
        <Link href={href({ category: '' })} {...LIST_ONLY} aria-current={values.category === '' || undefined}>
          All
        </Link>
        {categories.map((category) => (
          <Link
            key={category.slug}
            href={href({ category: category.slug === values.category ? '' : category.slug })}
            {...LIST_ONLY}
            aria-current={values.category === category.slug || undefined}
          >
            <Swatch category={category.slug} />
            {category.name}
            <small>{number(category.count)}</small>
          </Link>
        ))}
        <Travel kind="once" prop="categories" />
      </div>
    </search>
  )
}

/** The search box sends itself a moment after the last key. */
function Search({ values }: { values: Values }) {
  const input = useRef<HTMLInputElement>(null)
  const timer = useRef(0)
  // Back, forward and "clear" change the query from outside; a visitor who types is left alone.
  useEffect(() => {
    if (input.current && input.current !== document.activeElement) input.current.value = values.q
  }, [values.q])
  useEffect(() => () => clearTimeout(timer.current), [])
  return (
    <Form
      action="/events"
      className="field field-search"
      options={{ ...LIST_ONLY, replace: true }}
      transform={({ q }) => query(values, { q: typeof q === 'string' ? q : '' })}
      onBefore={() => clearTimeout(timer.current)}
    >
      {({ submit }) => (
        <label>
          <span>Search</span>
          <input
            ref={input}
            type="search"
            name="q"
            defaultValue={values.q}
            placeholder="A title, a place, a mood"
            autoComplete="off"
            onInput={() => {
              clearTimeout(timer.current)
              timer.current = window.setTimeout(submit, 250)
            }}
          />
        </label>
      )}
    </Form>
  )
}
