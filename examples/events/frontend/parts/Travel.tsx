import { useId, type KeyboardEvent } from 'react'

/** The kinds of delivery, as the attribute in the Rust struct is called. */
const NOTES = {
  plain: 'A plain value. It comes with every full visit.',
  lazy: 'A lazy value. The query runs only when the answer contains it: a partial reload of something else skips it.',
  always: 'Always sent: every answer of this page has it, whatever was asked for.',
  optional: 'Left out until asked for by name. Nothing was queried when the page loaded.',
  defer: 'Deferred. The page came first; this followed in a request of its own, one for each group.',
  merge: 'Merged. More rows are appended, and a row that comes twice replaces the first one.',
  prepend: 'Prepended. New rows go to the top, matched by their id.',
  'deep merge': 'Merged deeply. Only what changed is sent; everything else stays as it is.',
  once: 'Sent once. The client keeps it from page to page and says so, until it expires.',
  scroll: 'Infinite scroll. Pages arrive at either end, as you come near it.',
  nested: 'A nested group. Each member travels in its own way and is asked for by a dotted path.',
  shared: 'Shared by every page. One function declares it for the whole app.',
  request: 'Added to this one request by a middleware.',
  static: 'A page without props: one line in the router.',
  flash: 'Flashed. A redirect said it, the page after it shows it, and then it is gone.',
  errors: 'The messages of this form. A bag of their own keeps them from the other form on the page.',
  live: 'Checked as you go, at the address that the form is sent to and by the same rules. The handler does not run.',
  json: 'A JSON endpoint, called without a visit. The page stays where it is.',
  error: 'A page in place of a plain answer, with the status of what went wrong.',
  encrypted: 'Encrypted in the browser’s history, and unreadable there once you log out.',
} as const

export type Kind = keyof typeof NOTES

/** A small label that says how the value beside it travels; hover, focus or tap it for a sentence. */
export function Travel({ kind, prop, children }: { kind: Kind; prop?: string; children?: string }) {
  const note = useId()
  const leave = (event: KeyboardEvent<HTMLButtonElement>) => {
    if (event.key === 'Escape') event.currentTarget.blur()
  }
  return (
    <span className="travel" data-kind={kind}>
      <button type="button" className="travel-label" aria-describedby={note} onKeyDown={leave}>
        {kind}
        {prop && <span className="travel-prop"> {prop}</span>}
      </button>
      <span id={note} role="tooltip" className="travel-note">
        {children ?? NOTES[kind]}
      </span>
    </span>
  )
}
