import { useForm } from '@inertiajs/react'
import { useEffect, useMemo, useRef } from 'react'
import type { Category, Forms, Route, VenueChoice } from '../types'
import { Field, useFocusFirstInvalid } from './Field'
import { PosterField } from './PosterField'
import { TicketRows, type Leave } from './TicketRows'

type TextField = 'title' | 'line' | 'summary' | 'category' | 'venue' | 'startsAt' | 'minutes'

interface EventFormProps {
  to: Route<'post' | 'put'>
  initial: Forms['EventForm']
  /** The file that the event has already. */
  poster: string | null
  categories: Category[]
  venues: VenueChoice[]
  send: string
}

/** The form of an event, new or not. A field is checked when it is left changed; a file, when it is chosen. */
export function EventForm({ to, initial, poster, categories, venues, send }: EventFormProps) {
  const form = useForm<Forms['EventForm']>(to, initial)
  const { data, errors, processing, progress } = form
  const cities = useMemo(() => byCity(venues), [venues])
  const before = useRef('')
  // Fields are checked when they are left, not at every key: there is nothing to wait for, and what waits would be
  // forgotten when the next one comes.
  const validator = form.validator()
  useEffect(() => void validator.setTimeout(0), [validator])
  const focusFirstInvalid = useFocusFirstInvalid('event-form')

  // A check asks for everything that was touched so far, because it takes the place of one that is under way. The
  // picture is left out: it would be sent along each time.
  const check = (...names: string[]) => {
    const touched = validator.touched().filter((name) => name !== 'poster')
    validator.validate({ only: [...touched, ...names] })
  }
  const checkPoster = () => {
    form.validateFiles()
    validator.validate({
      only: ['poster'],
      fingerprint: 'poster',
      timeout: PATIENCE,
      onFinish: () => void form.withoutFileValidation(),
    })
  }
  const leave = (name: string): Leave => ({
    onFocus: (event) => (before.current = event.target.value),
    onBlur: (event) => event.target.value !== before.current && check(name),
  })
  const text = (name: TextField) => ({
    value: data[name],
    onChange: (event: { target: { value: string } }) => form.setData(name, event.target.value),
    ...leave(name),
  })
  const state = (name: TextField) => ({ name, error: errors[name], valid: form.valid(name) })

  return (
    <form
      id="event-form"
      className="event-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!processing) form.submit({ preserveScroll: 'errors', onError: focusFirstInvalid })
      }}
    >
      <PosterField
        file={data.poster ?? null}
        current={data.removePoster ? null : poster}
        error={errors.poster}
        valid={form.valid('poster')}
        onChange={(file) => {
          form.setData({ ...data, poster: file, removePoster: false })
          if (file) checkPoster()
          else form.clearErrors('poster')
        }}
        onRemove={() => form.setData({ ...data, poster: null, removePoster: true })}
      />
      <div className="form">
        <Field {...state('title')} label="What is it called?">
          {(control) => <input {...control} {...text('title')} autoComplete="off" />}
        </Field>
        <Field {...state('line')} label="In one line" hint="Below the title, in the list and on the page">
          {(control) => <input {...control} {...text('line')} autoComplete="off" />}
        </Field>
        <Field {...state('summary')} label="In a few sentences" hint="If you like">
          {(control) => <textarea {...control} {...text('summary')} rows={4} />}
        </Field>
        <Field {...state('category')} label="What kind of thing" size="half">
          {(control) => (
            <select {...control} {...text('category')}>
              <option value="">Choose one</option>
              {categories.map(({ slug, name }) => (
                <option key={slug} value={slug}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field {...state('venue')} label="Where" size="half">
          {(control) => (
            <select {...control} {...text('venue')}>
              <option value="">Choose one of {venues.length} doors</option>
              {cities.map(([city, list]) => (
                <optgroup key={city} label={city}>
                  {list.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
                </optgroup>
              ))}
            </select>
          )}
        </Field>
        <Field {...state('startsAt')} label="When" size="half">
          {(control) => <input {...control} {...text('startsAt')} type="datetime-local" />}
        </Field>
        <Field {...state('minutes')} label="How long, in minutes" size="half">
          {(control) => <input {...control} {...text('minutes')} inputMode="numeric" autoComplete="off" />}
        </Field>
        <TicketRows
          rows={data.tickets}
          error={errors.tickets}
          message={(row, part) => errors[`tickets.${row}.${part}`]}
          valid={(row, part) => form.valid(`tickets.${row}.${part}`)}
          onChange={(row, part, value) => form.setData(`tickets.${row}.${part}`, value)}
          leave={leave}
          onAdd={() => {
            form.setData('tickets', [...data.tickets, { name: '', price: '', seats: '' }])
            form.clearErrors('tickets')
          }}
          onRemove={(removed) => {
            // The rows after it move up: the server says anew what is wrong with which.
            const messages = data.tickets.flatMap((_, row) => PARTS.map((part) => `tickets.${row}.${part}` as const))
            const wrong = messages.some((name) => errors[name] !== undefined)
            form.clearErrors(...messages, 'tickets')
            form.setData('tickets', data.tickets.filter((_, row) => row !== removed))
            if (wrong) check('tickets.*.name', 'tickets.*.price', 'tickets.*.seats')
          }}
        />
        <footer className="event-form-send">
          <button className="button button-strong" disabled={processing}>
            {processing ? 'Sending…' : send}
          </button>
          <Progress percentage={processing && data.poster ? (progress?.percentage ?? 0) : null} />
        </footer>
      </div>
    </form>
  )
}

const PARTS = ['name', 'price', 'seats'] as const
/** How long the check of a picture may take, in milliseconds: on some lines four megabytes take their time. */
const PATIENCE = 120_000

/** How much of the picture has been sent. The place is kept for it, so that nothing moves. */
function Progress({ percentage }: { percentage: number | null }) {
  return (
    <p className="event-form-progress" hidden={percentage === null}>
      <progress max={100} value={percentage ?? 0} aria-label="Sending the picture" />
      <span>{Math.round(percentage ?? 0)} %</span>
    </p>
  )
}

function byCity(venues: VenueChoice[]): [string, VenueChoice[]][] {
  const cities = new Map<string, VenueChoice[]>()
  for (const venue of venues) cities.set(venue.city, [...(cities.get(venue.city) ?? []), venue])
  return [...cities]
}
