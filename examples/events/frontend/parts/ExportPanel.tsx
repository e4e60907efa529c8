import { router } from '@inertiajs/react'
import { useState } from 'react'
import { number } from '../format'
import type { Export } from '../types'
import { Travel } from './Travel'

/** A look at the file before it is downloaded: queried when somebody asks, and only then. */
export function ExportPanel({ preview }: { preview: Export | undefined }) {
  const [busy, setBusy] = useState(false)
  const ask = () =>
    router.reload({ only: ['export'], onStart: () => setBusy(true), onFinish: () => setBusy(false) })
  return (
    <section className="panel">
      <header>
        <h2>Take it with you</h2>
        <Travel kind="optional" prop="export" />
      </header>
      {preview ? (
        <>
          <pre className="csv" tabIndex={0} aria-label="The first lines of the file">
            {preview.preview.join('\n')}
          </pre>
          <p className="quiet">
            {number(preview.rows)} rows with these filters. <a href="/programme.csv">Download the programme</a>
          </p>
        </>
      ) : (
        <>
          <p className="quiet">The list as a file, for a spreadsheet or a fridge door.</p>
          <button type="button" className="button" disabled={busy} onClick={ask}>
            {busy ? 'Looking…' : 'Preview the file'}
          </button>
        </>
      )}
    </section>
  )
}
