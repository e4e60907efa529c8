import { useId, useRef, type FocusEvent } from 'react'
import { Field, Note } from './Field'
import type { Forms } from '../types'
import { Travel } from './Travel'

type TicketRow = Forms['TicketForm']
type Part = keyof TicketRow

/** What notices that a control was left with another value than it had. */
export interface Leave {
  onFocus: (event: FocusEvent<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>) => void
  onBlur: (event: FocusEvent<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>) => void
}

const MOST = 6

interface TicketRowsProps {
  rows: TicketRow[]
  /** What is wrong with the list as a whole. */
  error: string | undefined
  message: (row: number, part: Part) => string | undefined
  valid: (row: number, part: Part) => boolean
  onChange: (row: number, part: Part, value: string) => void
  leave: (name: string) => Leave
  onAdd: () => void
  onRemove: (row: number) => void
}

/** The kinds of tickets, as many rows as there are. A message finds its field by its path: `tickets.1.price`. */
export function TicketRows({ rows, error, message, valid, onChange, leave, onAdd, onRemove }: TicketRowsProps) {
  const note = useId()
  const list = useRef<HTMLFieldSetElement>(null)
  const add = () => {
    onAdd()
    requestAnimationFrame(() => [...(list.current?.querySelectorAll('.ticket') ?? [])].at(-1)?.querySelector('input')?.focus())
  }
  const remove = (row: number) => {
    onRemove(row)
    // The button that had the focus is gone; the one below the rows is always there.
    list.current?.querySelector<HTMLElement>('.tickets-add')?.focus()
  }
  const control = (row: number, part: Part) => ({
    value: rows[row]?.[part] ?? '',
    onChange: (event: { target: { value: string } }) => onChange(row, part, event.target.value),
    ...leave(`tickets.${row}.${part}`),
    autoComplete: 'off',
  })
  const state = (row: number, part: Part) => ({
    name: `tickets.${row}.${part}`,
    error: message(row, part),
    valid: valid(row, part),
  })
  return (
    <fieldset className="tickets" ref={list} aria-describedby={note}>
      <legend>
        Tickets <Travel kind="live" prop="tickets.*.price" />
      </legend>
      {rows.map((_, row) => (
        <div key={row} className="ticket" role="group" aria-label={`Ticket ${row + 1}`}>
          <Field {...state(row, 'name')} label="Kind">
            {(attributes) => <input {...attributes} {...control(row, 'name')} />}
          </Field>
          <Field {...state(row, 'price')} label="Price in €">
            {(attributes) => <input {...attributes} {...control(row, 'price')} inputMode="decimal" />}
          </Field>
          <Field {...state(row, 'seats')} label="Seats">
            {(attributes) => <input {...attributes} {...control(row, 'seats')} inputMode="numeric" />}
          </Field>
          <button type="button" className="ticket-remove" aria-label={`Remove ticket ${row + 1}`} onClick={() => remove(row)}>
            <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
              <path d="M3.5 3.5l9 9M12.5 3.5l-9 9" />
            </svg>
          </button>
        </div>
      ))}
      <div className="tickets-foot">
        <button type="button" className="button-text tickets-add" disabled={rows.length >= MOST} onClick={add}>
          Add a kind of ticket
        </button>
        <Note id={note} error={error}>
          {rows.length >= MOST && 'Six kinds are enough.'}
        </Note>
      </div>
    </fieldset>
  )
}
