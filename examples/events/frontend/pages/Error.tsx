import { Head, Link } from '@inertiajs/react'
import { Travel } from '../parts/Travel'
import { routes, type PageProps } from '../types'

const WORDS: Record<number, { title: string; text: string }> = {
  401: { title: 'This door wants to know you', text: 'Log in, and try again.' },
  403: { title: 'This door is not yours', text: 'What is behind it belongs to somebody else, who alone has the key.' },
  404: { title: 'There is no such door', text: 'It was never planned, or the address has a typing error in it.' },
  405: { title: 'This door opens the other way', text: 'There is something at this address, but not to be had like that.' },
  413: { title: 'That does not fit through the door', text: 'What you sent is far too large. Try something smaller.' },
  419: { title: 'This page has been open for too long', text: 'Go back, load it again, and send it once more.' },
  429: { title: 'One at a time, please', text: 'There were too many knocks in too short a time. Wait a minute.' },
  503: { title: 'We are closed for the moment', text: 'Somebody is at work behind the door. Try again in a minute.' },
}
const REFUSED = { title: 'This door stays shut', text: 'What you asked for cannot be done like that. Go back and try it differently.' }
const FAILED = { title: 'The door is stuck', text: 'Something went wrong on our side. It has been written down; try again in a minute.' }

/** In place of whatever went wrong, in the frame of every page. */
export default function ErrorPage({ status, reasons }: PageProps<'Error'>) {
  const { title, text } = WORDS[status] ?? (status < 500 ? REFUSED : FAILED)
  return (
    <>
      <Head title={title} />
      <div className="error">
        <Door />
        <div className="intro">
          <p className="error-status">{status}</p>
          <h1>{title}</h1>
          <p>{text}</p>
          <Travel kind="error" prop="status" />
          <div className="error-ways">
            <Link href={routes.events.index()} className="button">
              To the programme
            </Link>
            {status === 401 && <Link href={routes.logIn.form()}>Log in</Link>}
          </div>
        </div>
      </div>
      {reasons.length > 0 && (
        <details className="error-reasons">
          <summary>What the server says while it is developed</summary>
          <ol>
            {reasons.map((reason, step) => (
              <li key={step}>{reason}</li>
            ))}
          </ol>
        </details>
      )}
    </>
  )
}

function Door() {
  return (
    <svg viewBox="0 0 24 30" aria-hidden="true" focusable="false">
      <path d="M2 29V12a10 10 0 0 1 20 0v17z" />
      <circle cx="17" cy="19" r="1.3" />
    </svg>
  )
}
