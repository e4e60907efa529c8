import { shouldIntercept } from '@inertiajs/core'
import { router, usePage } from '@inertiajs/react'
import { useEffect, useRef, useState, type ReactNode } from 'react'
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

/** Where the list is with these filters, without those that are not set. */
function address(values: Values, change: Partial<Values>): string {
  const { q, category, city, when } = { ...values, ...change }
  const entries = Object.entries({ q, category, city, when: when === 'upcoming' ? '' : when })
  return routes.events.index(Object.fromEntries(entries.filter(([, value]) => value !== ''))).url
}

export function Filters({ values, categories }: { values: Values; categories: Category[] }) {
  const { cities } = usePage().props
  const { asked, change, ask } = useChanges(values)
  const link = (wanted: Partial<Values>) => ({ href: address(asked, wanted), onChoose: () => ask(wanted) })
  return (
    <search className="filters" aria-label="Filter the programme">
      <div className="filters-line">
        <Search value={values.q} onType={(q) => change({ q })} onSend={(q) => ask({ q }, { replace: true })} />
        <label className="field">
          <span>City</span>
          <select name="city" value={asked.city} onChange={(event) => ask({ city: event.target.value })}>
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
            <FilterLink key={when} {...link({ when })} current={values.when === when}>
              {name}
            </FilterLink>
          ))}
        </div>
      </div>
      <div className="filters-categories" role="group" aria-label="Category">
        <FilterLink {...link({ category: '' })} current={values.category === ''}>
          All
        </FilterLink>
        {categories.map((category) => (
          <FilterLink
            key={category.slug}
            {...link({ category: category.slug === asked.category ? '' : category.slug })}
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

/** What was chosen or typed, and is not in the list yet: the next choice adds to it, or a slow answer would cost the one before. */
function useChanges(values: Values) {
  const [changes, setChanges] = useState<Partial<Values>>({})
  const change = (change: Partial<Values>) => {
    const all = { ...changes, ...change }
    setChanges(all)
    return all
  }
  const ask = (wanted: Partial<Values>, options: { replace?: boolean } = {}) => {
    const all = change(wanted)
    const settle = () => setChanges((changes) => (changes === all ? {} : changes))
    router.get(address(values, all), {}, { ...LIST_ONLY, ...options, onFinish: settle })
  }
  return { asked: { ...values, ...changes }, change, ask }
}

interface FilterLinkProps {
  href: string
  onChoose: () => void
  current: boolean
  children: ReactNode
}

/** A link like any other, to open in a new tab or to copy; a plain click asks for the list alone. `<Link>` has no `reset`. */
function FilterLink({ href, onChoose, current, children }: FilterLinkProps) {
  return (
    <a
      href={href}
      aria-current={current || undefined}
      onClick={(event) => {
        if (!shouldIntercept(event)) return
        event.preventDefault()
        onChoose()
      }}
    >
      {children}
    </a>
  )
}

interface SearchProps {
  value: string
  onType: (q: string) => void
  onSend: (q: string) => void
}

/** The search box sends itself a moment after the last key, unless the visitor has gone on by then. */
function Search({ value, onType, onSend }: SearchProps) {
  const input = useRef<HTMLInputElement>(null)
  const timer = useRef(0)
  // Back, forward and "clear" change the query from outside; a visitor who types is left alone.
  useEffect(() => {
    if (input.current && input.current !== document.activeElement) input.current.value = value
  }, [value])
  useEffect(() => {
    const stop = router.on('start', ({ detail: { visit } }) => {
      if (!visit.async) clearTimeout(timer.current)
    })
    return () => {
      stop()
      clearTimeout(timer.current)
    }
  }, [])
  return (
    <form
      action={routes.events.index().url}
      className="field field-search"
      onSubmit={(event) => {
        event.preventDefault()
        onSend(input.current?.value ?? '')
      }}
    >
      <label>
        <span>Search</span>
        <input
          ref={input}
          type="search"
          name="q"
          defaultValue={value}
          placeholder="A title, a place, a mood"
          autoComplete="off"
          onInput={(event) => {
            onType(event.currentTarget.value)
            clearTimeout(timer.current)
            timer.current = window.setTimeout(() => input.current?.form?.requestSubmit(), 250)
          }}
        />
      </label>
    </form>
  )
}
