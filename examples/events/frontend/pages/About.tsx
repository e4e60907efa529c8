import { Head, Link } from '@inertiajs/react'
import type { ReactNode } from 'react'
import { Travel, type Kind } from '../parts/Travel'
import { routes } from '../types'

const KINDS: { kind: Kind; rust: string; where: ReactNode; text: string }[] = [
  {
    kind: 'plain',
    rust: 'event: EventDetail',
    where: <Link href={routes.events.show({ id: 1000 })}>an event</Link>,
    text: 'A value the handler already has.',
  },
  {
    kind: 'lazy',
    rust: 'total: Lazy<i64>',
    where: <Link href={routes.events.index()}>the number above the list</Link>,
    text: 'A future. It is polled only when the answer contains it.',
  },
  {
    kind: 'always',
    rust: '#[always] server_time: String',
    where: <Link href={routes.events.show({ id: 1000 })}>the foot of an event</Link>,
    text: 'In every answer of its page, whatever was asked for.',
  },
  {
    kind: 'optional',
    rust: '#[optional] export: Lazy<Export>',
    where: <Link href={routes.events.index()}>the file preview</Link>,
    text: 'Only when somebody asks for it by name.',
  },
  {
    kind: 'defer',
    rust: '#[defer(group = "stats")] attendance: Lazy<Attendance>',
    where: <Link href={routes.events.index()}>both panels in the margin</Link>,
    text: 'Right after the page, one request for each group. With rescue, it may fail alone.',
  },
  {
    kind: 'merge',
    rust: '#[merge(match_on = "id")] events: Lazy<Vec<EventCard>>',
    where: <Link href={routes.events.index()}>the list</Link>,
    text: 'Appended to what is there; a row that comes twice replaces itself.',
  },
  {
    kind: 'prepend',
    rust: '#[prepend(match_on = "id")] notices: Lazy<Vec<Notice>>',
    where: <Link href={routes.board()}>the box office’s ticker</Link>,
    text: 'The same, at the other end.',
  },
  {
    kind: 'deep merge',
    rust: '#[deep_merge(match_on("rows.id"))] board: Lazy<Board>',
    where: <Link href={routes.board()}>the board</Link>,
    text: 'Only the changed rows and cities are sent.',
  },
  {
    kind: 'once',
    rust: '#[once(expires_in = "1h")] categories: Lazy<Vec<Category>>',
    where: <Link href={routes.events.index()}>the category filters</Link>,
    text: 'Kept by the client from page to page for an hour.',
  },
  {
    kind: 'scroll',
    rust: '#[scroll] activity: Lazy<Scroll<Activity>>',
    where: <Link href={routes.feed({ page: 15 })}>the feed</Link>,
    text: 'Items and the cursors to either side of them.',
  },
  {
    kind: 'nested',
    rust: '#[nested] venue: Venue',
    where: <Link href={routes.events.show({ id: 1000 })}>an event’s venue</Link>,
    text: 'A group of props, each with its own delivery.',
  },
  {
    kind: 'shared',
    rust: '.share(shared)',
    where: <Link href={routes.events.index()}>the numbers in the navigation</Link>,
    text: 'One function gives every page the props of its frame.',
  },
  {
    kind: 'request',
    rust: 'inertia.share("requestId", number)',
    where: <Link href={routes.events.index()}>the wire</Link>,
    text: 'A middleware adds a prop to the request at hand.',
  },
  {
    kind: 'live',
    rust: '#[inertia::precognition(SignUpForm, check = email_is_free)]',
    where: <Link href={routes.signUp.form()}>the form to sign up</Link>,
    text: 'Fields are checked as they are left, by the rules that the form itself has.',
  },
  {
    kind: 'errors',
    rust: 'form: Valid<PasswordForm>',
    where: <Link href={routes.account.show()}>the two forms of an account</Link>,
    text: 'What cannot be read and what is not allowed, all of it at once and in the right form.',
  },
  {
    kind: 'flash',
    rust: 'Redirect::to("/events").flash("toast", toast)',
    where: <Link href={routes.account.show()}>what an account says when it was changed</Link>,
    text: 'Said once, on the page after the redirect.',
  },
  {
    kind: 'json',
    rust: 'async fn like(form: Valid<LikeForm>) -> Result<Response, AppError>',
    where: <Link href={routes.events.show({ id: 1000 })}>the like of an event</Link>,
    text: 'A form without a visit: JSON there, JSON back.',
  },
  {
    kind: 'encrypted',
    rust: 'Redirect::to("/events").clear_history()',
    where: <Link href={routes.account.show()}>an account, after logging out</Link>,
    text: 'The pages of who was logged in cannot be read by going back.',
  },
]

/** How this site works. It has no props of its own. */
export default function About() {
  return (
    <>
      <Head title="About" />
      <div className="intro">
        <h1>A programme, and the wires behind it</h1>
        <Travel kind="static" prop="About" />
        <p>
          Doors is an example: two thousand made-up events in twelve real cities, in a SQLite file, behind a Rust server that
          speaks the Inertia protocol to a React front end. Nothing here fetches JSON from an API, and no state is kept in two
          places.
        </p>
        <p>
          Wherever a value arrives in a way of its own, a label such as <Travel kind="defer" prop="stats" /> says so. The wire at
          the foot of the window lists what travelled, with the names that were asked for and the bytes that came.
        </p>
      </div>
      <section id="how" className="kinds">
        <h2>How a value travels</h2>
        <dl>
          {KINDS.map(({ kind, rust, where, text }) => (
            <div key={kind}>
              <dt>
                {kind}
                <code>{rust}</code>
              </dt>
              <dd>
                {text} See {where}.
              </dd>
            </div>
          ))}
        </dl>
      </section>
    </>
  )
}
