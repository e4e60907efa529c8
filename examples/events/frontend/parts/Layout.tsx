import { Link, usePage } from '@inertiajs/react'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { number } from '../format'
import type { SharedProps } from '../types'
import { Wire } from '../wire/Wire'
import { Travel } from './Travel'

const LINKS = [
  { href: '/events', name: 'Programme', count: 'events' },
  { href: '/board', name: 'Next doors', count: null },
  { href: '/feed', name: 'Feed', count: 'activity' },
  { href: '/about', name: 'About', count: null },
] as const

/** The frame around every page. It stays mounted while pages change. */
export function Layout({ children }: { children: ReactNode }) {
  const { props, url } = usePage<SharedProps>()
  const [labels, setLabels] = useLabels()
  const here = url.split(/[?#]/)[0] ?? ''
  const main = useFocusOnArrival(here)
  return (
    <>
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <header className="top">
        <Link href="/events" className="wordmark">
          <svg viewBox="0 0 24 30" aria-hidden="true" focusable="false">
            <path d="M2 29V12a10 10 0 0 1 20 0v17z" />
            <path className="wordmark-leaf" d="M12 29V6l8 4v19z" />
          </svg>
          {props.app.name}
        </Link>
        <nav aria-label="Main">
          {LINKS.map(({ href, name, count }) => (
            <Link key={href} href={href} aria-current={here.startsWith(href) ? 'page' : undefined}>
              {name}
              {count && <sup>{number(props.counts[count])}</sup>}
            </Link>
          ))}
        </nav>
        <div className="top-travel">
          <Travel kind="shared" prop="counts" />
          <Travel kind="request" prop="requestId">{`This answer was request ${props.requestId}: a middleware adds it to each one.`}</Travel>
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        {children}
      </main>
      <footer className="foot">
        <p>{props.app.tagline}</p>
        <p>
          <Link href="/go/programme">Straight to the list</Link>
          <Link href="/go/source">Source code</Link>
        </p>
      </footer>
      <Wire labels={labels} onLabels={setLabels} />
    </>
  )
}

/** Moves the focus to the page when another one has arrived, as a browser does when it loads a document. */
function useFocusOnArrival(path: string) {
  const main = useRef<HTMLElement>(null)
  const shown = useRef(path)
  useEffect(() => {
    if (shown.current !== path) main.current?.focus({ preventScroll: true })
    shown.current = path
  }, [path])
  return main
}

/** Whether the labels that say how a value travels are shown; remembered for the next time. */
function useLabels() {
  const [labels, setLabels] = useState(() => localStorage.getItem('labels') !== 'off')
  useEffect(() => {
    document.documentElement.dataset['labels'] = labels ? 'on' : 'off'
    localStorage.setItem('labels', labels ? 'on' : 'off')
  }, [labels])
  return [labels, setLabels] as const
}
