import { Deferred, router } from '@inertiajs/react'
import { compactEuro } from '../format'
import type { Ledger, Revenue } from '../types'
import { Panel, Waiting } from './Panel'
import { Travel } from './Travel'

const LEDGERS: [Ledger, string][] = [
  ['ok', 'Open'],
  ['fail', 'Broken'],
  ['slow', 'Too slow'],
]

/** Asks for the revenue alone, with the ledger in the state that a visitor chose. */
function ask(ledger: Ledger) {
  router.reload({ only: ['revenue', 'ledger'], data: { revenue: ledger } })
}

export function RevenuePanel({ revenue, ledger }: { revenue: Revenue | undefined; ledger: Ledger }) {
  return (
    <Panel
      title="What the doors took"
      size="bars"
      travel={
        <Travel kind="defer" prop="revenue, rescue">
          Deferred in a group of its own, with two seconds to answer. When it fails, only this panel shows it.
        </Travel>
      }
    >
      <Deferred
        data="revenue"
        fallback={<Waiting label="Asking the ledger" rows={10} />}
        rescue={({ reloading }) => <Failed ledger={ledger} reloading={reloading} />}
      >
        {revenue && <Bars revenue={revenue} />}
      </Deferred>
      <fieldset className="ledger">
        <legend>The ledger is</legend>
        {LEDGERS.map(([state, name]) => (
          <label key={state}>
            <input type="radio" name="ledger" value={state} checked={ledger === state} onChange={() => ask(state)} />
            <span>{name}</span>
          </label>
        ))}
      </fieldset>
    </Panel>
  )
}

function Bars({ revenue: { totalCents, rows } }: { revenue: Revenue }) {
  const most = Math.max(...rows.map((row) => row.cents), 1)
  return (
    <div className="bars">
      <p className="figure">{compactEuro(totalCents)}</p>
      <dl>
        {rows.map((row) => (
          <div key={row.category}>
            <dt>{row.name}</dt>
            <dd>
              <i style={{ inlineSize: `${(100 * row.cents) / most}%` }} />
              <span>{compactEuro(row.cents)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

function Failed({ ledger, reloading }: { ledger: Ledger; reloading: boolean }) {
  return (
    <div className="failed" role="alert">
      <svg viewBox="0 0 24 30" aria-hidden="true" focusable="false">
        <path d="M2 29V12a10 10 0 0 1 20 0v17z" />
        <path d="M8 14l8 8M16 14l-8 8" />
      </svg>
      <p>
        <b>The ledger did not open.</b>
        {ledger === 'slow' ? 'It took longer than two seconds, so we stopped waiting.' : 'It answered with an error.'} Everything
        else on this page is unharmed.
      </p>
      <button type="button" className="button" disabled={reloading} onClick={() => ask(ledger)}>
        {reloading ? 'Trying…' : 'Try again'}
      </button>
    </div>
  )
}
