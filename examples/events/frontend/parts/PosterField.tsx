import { useEffect, useId, useRef, useState } from 'react'
import { bytes } from '../format'
import { Note } from './Field'

interface PosterFieldProps {
  /** What was chosen just now. */
  file: File | null
  /** What the event has already. */
  current: string | null
  error: string | undefined
  valid: boolean
  onChange: (file: File | null) => void
  onRemove: () => void
}

/** The poster: a picture of one's own, shown before it is sent, or none. */
export function PosterField({ file, current, error, valid, onChange, onRemove }: PosterFieldProps) {
  const id = useId()
  const note = `${id}note`
  const input = useRef<HTMLInputElement>(null)
  const preview = usePreview(file)
  const [broken, setBroken] = useState('')
  const shown = preview ?? (current && `/posters/${current}`)
  const visible = shown !== null && shown !== '' && broken !== shown
  return (
    <div className="poster-field" data-field="poster">
      <label htmlFor={id}>Poster</label>
      <div className="poster-frame">
        {visible ? (
          <img className="poster" src={shown} alt="Your poster, as others will see it" width="400" height="500" onError={() => setBroken(shown)} />
        ) : (
          <svg viewBox="0 0 24 30" aria-hidden="true" focusable="false">
            <path d="M2 29V12a10 10 0 0 1 20 0v17z" />
            <circle cx="17" cy="19" r="1.3" />
          </svg>
        )}
      </div>
      <input
        ref={input}
        id={id}
        name="poster"
        type="file"
        accept="image/png,image/jpeg,image/webp"
        aria-describedby={note}
        aria-invalid={error !== undefined}
        onChange={(event) => onChange(event.target.files?.[0] ?? null)}
      />
      <Note id={note} error={error} fine={valid && file !== null}>
        {file ? `${file.name}, ${bytes(file.size)}` : 'PNG, JPEG or WebP, up to 4 MB. Without one, we draw it.'}
      </Note>
      {(file || current) && (
        <button
          type="button"
          className="button-text"
          onClick={() => {
            if (input.current) input.current.value = ''
            if (file) onChange(null)
            else onRemove()
          }}
        >
          {file ? 'Not this one' : 'Do without'}
        </button>
      )}
    </div>
  )
}

/** An address at which the page itself can show a file that has not been sent yet. */
function usePreview(file: File | null): string | null {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    if (!file) return
    const made = URL.createObjectURL(file)
    setUrl(made)
    return () => {
      URL.revokeObjectURL(made)
      setUrl(null)
    }
  }, [file])
  return file && url
}
