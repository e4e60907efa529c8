import { shouldIntercept } from '@inertiajs/core'
import { Form, router, usePage } from '@inertiajs/react'
import { useEffect, useRef, type ReactNode } from 'react'
import { number } from '../format'
import { routes, type Category, type Filters as Values, type When } from '../types'
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
  const { cities } = usePage().props
  const href = (change: Partial<Values>) => routes.events.index(query(values, change)).url
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
            <FilterLink key={when} href={href({ when })} current={values.when === when}>
              {name}
            </FilterLink>
          ))}
        </div>
      </div>
      <div className="filters-categories" role="group" aria-label="Category">
        <FilterLink href={href({ category: '' })} current={values.category === ''}>
          All
        </FilterLink>
        {categories.map((category) => (
          <FilterLink
            key={category.slug}
            href={href({ category: category.slug === values.category ? '' : category.slug })}
            current={values.category === category.slug}
          >
            <Swatch category={category.slug} />
            {category.name}
            <small>{number(category.count)}</small>
          </FilterLink>
        ))}
        <Travel kind="once" prop="categories" />
      </div>
    </search>
  )
}

/** A link like any other, to open in a new tab or to copy; a plain click asks for the list alone. `<Link>` has no `reset`. */
function FilterLink({ href, current, children }: { href: string; current: boolean; children: ReactNode }) {
  return (
    <a
      href={href}
      aria-current={current || undefined}
      onClick={(event) => {
        if (!shouldIntercept(event)) return
        event.preventDefault()
        router.get(href, {}, LIST_ONLY)
      }}
    >
      {children}
    </a>
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
      action={routes.events.index()}
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
