import { useEffect, useId, useState, type ReactNode } from 'react'

/** What ties a control to its label and to its message. */
export interface ControlProps {
  id: string
  name: string
  'aria-describedby': string
  'aria-invalid': boolean
}

interface FieldProps {
  label: string
  name: string
  error: string | undefined
  /** Shown while there is no message. */
  hint?: string
  /** Whether the server has looked at it and found nothing wrong. */
  valid?: boolean
  /** How wide it is among others: all of the line, unless it says so. */
  size?: 'half' | 'third'
  children: (control: ControlProps) => ReactNode
}

/** A label, a control and the line below it. The line has its place whether or not there is a message. */
export function Field({ label, name, error, hint, valid = false, size, children }: FieldProps) {
  const id = useId()
  const note = `${id}note`
  const fine = valid && !error
  return (
    <div className="control" data-size={size} data-field={name}>
      <label htmlFor={id}>{label}</label>
      {children({ id, name, 'aria-describedby': note, 'aria-invalid': error !== undefined })}
      <Note id={note} error={error} fine={fine}>
        {fine ? 'Fine' : hint}
      </Note>
    </div>
  )
}

/** The line below a control: its message, or what there is to say while there is none. */
export function Note({ id, error, fine = false, children }: { id: string; error: ReactNode; fine?: boolean; children?: ReactNode }) {
  return (
    <p id={id} className="note" data-state={error ? 'wrong' : fine ? 'fine' : undefined} aria-live="polite">
      {error || children}
    </p>
  )
}

/** What a form does when its messages have come: the first field that has one gets the focus, once it shows it. */
export function useFocusFirstInvalid(form: string) {
  const [failures, setFailures] = useState(0)
  useEffect(() => {
    if (failures > 0) document.querySelector<HTMLElement>(`#${form} [aria-invalid="true"]`)?.focus()
  }, [failures, form])
  return () => setFailures((failures) => failures + 1)
}
