import { useState, useSyncExternalStore } from 'react'
import { bytes } from '../format'
import { wire, type Visit } from './record'

/** A slim bar at the foot of every page: what travelled last, and before that. */
export function Wire({ labels, onLabels }: { labels: boolean; onLabels: (labels: boolean) => void }) {
  const visits = useSyncExternalStore(wire.subscribe, wire.visits, wire.visitsOnServer)
  const [open, setOpen] = useState(false)
  const last = visits[0]
  return (
    <aside className="wire" data-open={open || undefined} aria-label="What travelled">
      <div className="wire-bar">
        <button
          type="button"
          className="wire-toggle"
          aria-expanded={open}
          aria-controls="wire-log"
          onClick={() => setOpen(!open)}
        >
          <span className="wire-name">Wire</span>
          <span className="wire-last">{last ? <Line visit={last} /> : 'nothing yet'}</span>
        </button>
        <label className="wire-labels">
          <input type="checkbox" checked={labels} onChange={(event) => onLabels(event.target.checked)} />
          <span>Labels</span>
        </label>
      </div>
      <ol id="wire-log" className="wire-log" hidden={!open} tabIndex={0} aria-label="Last visits, the newest first">
        {visits.map((visit) => (
          <li key={visit.id} data-kind={visit.kind}>
            <p className="wire-line">
              <Line visit={visit} />
            </p>
            <Tags label="only" values={visit.only} />
            <Tags label="except" values={visit.except} />
            <Tags label="reset" values={visit.reset} />
            <Tags label="held" values={visit.held} />
            <Tags label="got" values={visit.props} />
            <Tags label="told" values={visit.notes} />
          </li>
        ))}
      </ol>
    </aside>
  )
}

function Line({ visit }: { visit: Visit }) {
  return (
    <>
      <b>{visit.kind}</b> {visit.method} <span className="wire-url">{visit.url}</span>{' '}
      <span className="wire-size">
        {visit.status} · {bytes(visit.bytes)} · {visit.milliseconds} ms
      </span>
    </>
  )
}

function Tags({ label, values }: { label: string; values: string[] }) {
  if (values.length === 0) return null
  return (
    <p className="wire-tags">
      <span>{label}</span> {values.join(', ')}
    </p>
  )
}
