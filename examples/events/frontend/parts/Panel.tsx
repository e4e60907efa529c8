import type { ReactNode } from 'react'

/** A titled box in the margin. Its body has a fixed height, so that nothing moves when the content arrives. */
export function Panel({ title, travel, size, children }: { title: string; travel: ReactNode; size: 'chart' | 'bars'; children: ReactNode }) {
  return (
    <section className="panel">
      <header>
        <h2>{title}</h2>
        {travel}
      </header>
      <div className={`panel-body panel-${size}`}>{children}</div>
    </section>
  )
}

/** What is shown until a deferred prop arrives: its shape, without its content. */
export function Waiting({ label, rows }: { label: string; rows: number }) {
  return (
    <div className="waiting" role="status">
      <span className="hidden">{label}</span>
      {Array.from({ length: rows }, (_, row) => (
        <i key={row} />
      ))}
    </div>
  )
}
