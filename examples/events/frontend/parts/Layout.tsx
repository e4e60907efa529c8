import { Link, usePage } from '@inertiajs/react'
import { useEffect, useRef, useSyncExternalStore, type ReactNode } from 'react'
import { number } from '../format'
import { routes, type SharedProps } from '../types'
import { Wire } from '../wire/Wire'
import { Toasts } from './Toasts'
import { Travel } from './Travel'

const LINKS = [
  { href: '/events', name: 'Programme', count: 'events' },
  { href: '/board', name: 'Next doors', count: null },
  { href: '/feed', name: 'Feed', count: 'activity' },
  { href: '/about', name: 'About', count: null },
] as const

/** Addresses that a link of the visitor's own leads to. */
const OWN = ['/events/mine']

/** The frame around every page. It stays mounted while pages change. */
export function Layout({ children }: { children: ReactNode }) {
  const { props: shared, url } = usePage()
  // The error page comes without shared props when it is they that have failed.
  const props: Partial<SharedProps> = shared
  const [labels, setLabels] = useLabels()
  // After a link within the page the client's address is an absolute one.
  const here = new URL(url, 'http://localhost').pathname
  const main = useFocusOnArrival(here)
  return (
    <>
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <header className="top">
        <Link href={routes.events.index()} className="wordmark">
          <svg viewBox="0 0 24 30" aria-hidden="true" focusable="false">
            <path d="M2 29V12a10 10 0 0 1 20 0v17z" />
            <path className="wordmark-leaf" d="M12 29V6l8 4v19z" />
          </svg>
          {props.app?.name ?? 'Doors'}
        </Link>
        <nav aria-label="Main">
          {LINKS.map(({ href, name, count }) => (
            <Link key={href} href={href} aria-current={here.startsWith(href) && !OWN.includes(here) ? 'page' : undefined}>
              {name}
              {count && props.counts && <sup>{number(props.counts[count])}</sup>}
            </Link>
          ))}
        </nav>
        <Visitor visitor={props.visitor ?? null} here={here} />
        <div className="top-travel">
          <Travel kind="shared" prop="visitor, counts" />
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        {children}
      </main>
      <footer className="foot">
        <p>
          {props.app?.tagline}{' '}
          {props.requestId && (
            <Travel kind="request" prop="requestId">{`This answer was request ${props.requestId}: a middleware adds it to each one.`}</Travel>
          )}
        </p>
        <p>
          <Link href={routes.go.programme()}>Straight to the list</Link>
          <Link href={routes.go.source()}>Source code</Link>
        </p>
      </footer>
      <Toasts />
      <Wire labels={labels} onLabels={setLabels} />
    </>
  )
}

/** The way in, or what is behind the door. */
function Visitor({ visitor, here }: { visitor: SharedProps['visitor']; here: string }) {
  const to = (href: string) => ({ href, 'aria-current': here === href ? ('page' as const) : undefined })
  return (
    <nav className="visitor" data-known={visitor !== null || undefined} aria-label="Your account">
      {visitor ? (
        <>
          <Link {...to('/events/mine')}>Your events</Link>
          <Link {...to('/account')} className="visitor-name">
            {visitor.name}
          </Link>
          <Link href={routes.logOut()} as="button" className="button-text">
            Log out
          </Link>
        </>
      ) : (
        <>
          <Link {...to('/log-in')} prefetch>
            Log in
          </Link>
          <Link {...to('/sign-up')} prefetch>
            Sign up
          </Link>
        </>
      )}
    </nav>
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

/** What this browser remembers. A server knows nothing of it, and shows what most visitors see. */
const listeners = new Set<() => void>()
const remembered = {
  subscribe(listener: () => void) {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  },
  labels: () => localStorage.getItem('labels') !== 'off',
  remember(labels: boolean) {
    localStorage.setItem('labels', labels ? 'on' : 'off')
    for (const listener of listeners) listener()
  },
}

/** Whether the labels that say how a value travels are shown; remembered for the next time. */
function useLabels() {
  const labels = useSyncExternalStore(remembered.subscribe, remembered.labels, () => true)
  useEffect(() => {
    document.documentElement.dataset['labels'] = labels ? 'on' : 'off'
  }, [labels])
  return [labels, remembered.remember] as const
}
