import type { ReactNode } from 'react'

/** A page with a form on it: what it is about beside a door that stands ajar, and the form. */
export function Threshold({ title, labels, children, text }: { title: string; labels?: ReactNode; text: ReactNode; children: ReactNode }) {
  return (
    <div className="threshold">
      <div className="intro">
        <h1>{title}</h1>
        {labels}
        <p>{text}</p>
        <svg className="threshold-door" viewBox="2 2 20 27" aria-hidden="true" focusable="false">
          <path d="M2 29V12a10 10 0 0 1 20 0v17z" />
          <path className="threshold-leaf" d="M12 29V6l8 4v19z" />
        </svg>
      </div>
      <div className="threshold-forms">{children}</div>
    </div>
  )
}
