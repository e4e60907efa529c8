/** Signing up, logging in and out, and the two forms of an account. */

import assert from 'node:assert/strict'
import { mark, marked, startBrowser, until, visitor } from './browser.mjs'
import { expectMessage, fill, fillSignUp, listEvent, logIn, logOut, message, PASSWORD, signUp, somebody, toast } from './people.mjs'
import { startServer } from './server.mjs'
import test, { after } from './test.mjs'

const server = await startServer({ after })
const browser = await startBrowser({ after })
const UNPROCESSABLE = { forgive: [/422 \(Unprocessable/] }

test('who signs up is logged in, and greeted once', async (t) => {
  const guest = await visitor(t, browser, server)
  const person = await signUp(guest)
  assert.equal(new URL(guest.page.url()).pathname, '/events')
  await toast(guest.page).getByText(`Welcome, ${person.name}.`).waitFor()
  await guest.page.reload()
  await guest.page.getByRole('link', { name: person.name, exact: true }).waitFor()
  assert.equal(await toast(guest.page).textContent(), '')
})

test('all that is wrong with a form is said at once, what was typed stays, and the first field has the focus', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server, UNPROCESSABLE)
  await open('/sign-up')
  await mark(page)
  await fill(page, { 'E-mail': 'not an address', Password: 'short', 'The same password again': 'different' })
  const back = await wire.during(() => page.getByRole('button', { name: 'Sign up' }).click(), ({ method, path }) => method === 'GET' && path === '/sign-up')
  assert.deepEqual(Object.keys(back.page.props.errors).sort(), ['email', 'name', 'password', 'passwordAgain'])
  await expectMessage(page, 'name', /needed/)
  await expectMessage(page, 'email', /ada@example/)
  await expectMessage(page, 'password', /At least 10/)
  await expectMessage(page, 'passwordAgain', /not the same/)
  await page.waitForFunction(() => document.activeElement?.name === 'name')
  assert.equal(await page.getByLabel('E-mail').inputValue(), 'not an address')
  assert.equal(await page.getByLabel('Password', { exact: true }).inputValue(), 'short')
  assert.equal(await marked(page), true)
})

test('a field is checked when it is left, alone, and without moving anything', async (t) => {
  const { page, open } = await visitor(t, browser, server, UNPROCESSABLE)
  await open('/sign-up')
  const checks = liveChecks(page)
  const top = () => page.getByRole('button', { name: 'Sign up' }).evaluate((button) => button.getBoundingClientRect().top)
  const before = await top()
  const answered = (field, status) => {
    const fits = () => checks.some((check) => check.only.includes(field) && check.status === status)
    return until(fits, Boolean, `a check of ${field} with ${status}; there were ${JSON.stringify(checks)}`)
  }
  await page.getByLabel('Name').fill('Ada')
  await page.getByLabel('E-mail').focus()
  // One at a time: after two that overlap, the client takes every field for one that was changed.
  await answered('name', 204)
  await page.locator('[data-field=name] .note[data-state=fine]').waitFor()
  await page.getByLabel('E-mail').fill('ada@')
  await page.getByLabel('Password', { exact: true }).focus()
  await answered('email', 422)
  await expectMessage(page, 'email', /ada@example/)
  assert.equal(await message(page, 'password'), null)
  assert.equal(await top(), before)
  const asked = checks.map(({ only }) => only).join(',')
  assert.ok(!asked.includes('password'), asked)
  for (const check of checks) {
    assert.equal(check.precognition, 'true')
    assert.match(check.vary, /Precognition/i)
  }
  await page.getByLabel('E-mail').fill('ada@example.com')
  await page.getByLabel('Password', { exact: true }).focus()
  await expectMessage(page, 'email', null)
  await page.locator('[data-field=email] .note[data-state=fine]').waitFor()
  await answered('email', 204)
  await page.getByRole('button', { name: 'Wire' }).click()
  const log = page.getByRole('list', { name: 'Last visits' }).locator('[data-kind=live]')
  await log.getByText('wrong email').first().waitFor()
})

test('an address that has an account already is found out while the form is filled in', async (t) => {
  const first = await visitor(t, browser, server)
  const person = await signUp(first)
  const { page, open } = await visitor(t, browser, server, UNPROCESSABLE)
  await open('/sign-up')
  await page.getByLabel('E-mail').fill(person.email.toUpperCase())
  await page.getByLabel('Name').focus()
  await expectMessage(page, 'email', /has an account already/)
  await fill(page, { Name: 'Eva', Password: PASSWORD, 'The same password again': PASSWORD })
  await page.getByRole('button', { name: 'Sign up' }).click()
  await page.waitForFunction(() => document.activeElement?.name === 'email')
  await expectMessage(page, 'email', /has an account already/)
})

test('a form that is sent twice at once makes one account', async (t) => {
  const guest = await visitor(t, browser, server, { forgive: [/ERR_ABORTED/] })
  const person = somebody()
  await fillSignUp(guest, person)
  const posts = []
  guest.page.on('request', (request) => request.method() === 'POST' && request.headers()['x-inertia'] && posts.push(request))
  await guest.page.getByRole('button', { name: 'Sign up' }).dblclick()
  await guest.page.getByRole('link', { name: person.name, exact: true }).waitFor()
  assert.equal(posts.length, 1)
})

test('a wrong password and an unknown address get the same answer', async (t) => {
  const guest = await visitor(t, browser, server)
  const person = await signUp(guest)
  await logOut(guest.page)
  const said = []
  for (const email of [person.email, 'nobody@example.com']) {
    await logIn(guest, { email, password: 'not this one' })
    await expectMessage(guest.page, 'email', /No account has/)
    said.push(await message(guest.page, 'email'))
    assert.equal(await guest.page.getByLabel('E-mail').inputValue(), email)
    await until(() => guest.page.getByLabel('Password').inputValue(), (value) => value === '', 'an empty password')
  }
  assert.equal(said[0], said[1])
})

test('a page behind the door is shown after logging in, and only then there is a session', async (t) => {
  const first = await visitor(t, browser, server)
  const person = await signUp(first)
  const { page, wire, open } = await visitor(t, browser, server)
  const session = async () => (await page.context().cookies()).find(({ name }) => name === 'doors')
  await open('/events/new')
  assert.equal(new URL(page.url()).pathname, '/log-in')
  await toast(page).getByText('Log in, and we go on').waitFor()
  assert.equal(await session(), undefined)
  await fill(page, { 'E-mail': person.email, Password: person.password })
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByRole('heading', { name: 'Open a door' }).waitFor()
  const now = await session()
  assert.equal(now.httpOnly, true)
  assert.equal(now.sameSite, 'Lax')
  const visit = await wire.find(({ path, method }) => path === '/events/new' && method === 'GET')
  assert.equal(visit.page.encryptHistory, true)
})

test('after logging out, going back shows nothing that was private', async (t) => {
  const guest = await visitor(t, browser, server)
  const { page, wire } = guest
  const person = await signUp(guest)
  const title = 'A Secret Rehearsal'
  await listEvent(guest, title)
  await page.getByRole('link', { name: 'Your events' }).click()
  await page.getByRole('link', { name: title, exact: true }).waitFor()
  await page.getByRole('link', { name: person.name, exact: true }).click()
  await page.getByText(person.email).waitFor()
  assert.equal(await page.evaluate(() => history.state.page instanceof ArrayBuffer), true, 'it is encrypted')
  const out = await wire.during(() => logOut(page), ({ page, path, only }) => path === '/events' && only.length === 0 && page)
  assert.equal(out.page.clearHistory, true)
  await toast(page).getByText('You are out').waitFor()

  const seen = []
  await page.exposeFunction('see', (text) => seen.push(text))
  await page.evaluate(() => new MutationObserver(() => window.see(document.body.innerText)).observe(document.body, { childList: true, subtree: true, characterData: true }))
  for (let step = 0; step < 3; step++) {
    const path = await page.evaluate(() => location.pathname)
    await page.goBack()
    await page.waitForFunction((path) => location.pathname !== path || document.querySelector('.threshold'), path)
    await page.getByRole('link', { name: 'Log in', exact: true }).waitFor()
  }
  await until(() => page.getByRole('link', { name: person.name, exact: true }).count(), (links) => links === 0, 'the name to be gone')
  for (const text of seen) {
    assert.ok(!text.includes(person.email), 'the e-mail was shown')
    assert.ok(!text.includes('Log out'), 'the page of who was logged in was shown')
  }
})

test('each of two forms on a page has its own messages', async (t) => {
  const guest = await visitor(t, browser, server)
  const { page, wire } = guest
  await signUp(guest)
  await guest.open('/account')
  await page.getByLabel('Name').fill('')
  const renamed = await wire.during(
    () => page.getByRole('button', { name: 'Change the name' }).click(),
    ({ path, method }) => path === '/account' && method === 'GET',
  )
  assert.equal(renamed.headers['x-inertia-error-bag'], 'name')
  assert.deepEqual(Object.keys(renamed.page.props.errors), ['name'])
  assert.match(renamed.page.props.errors.name.name, /needed/)
  await expectMessage(page, 'name', /needed/)
  assert.equal(await message(page, 'password'), null)

  await fill(page, { 'The password you have': 'not this one', 'The password you want': 'a longer password', 'The same again': 'a longer password' })
  await page.getByRole('button', { name: 'Change the password' }).click()
  await expectMessage(page, 'current', /not your password/)
  await page.waitForFunction(() => document.activeElement?.name === 'current')
  await page.getByLabel('Name').fill('Ada Lovelace')
  await page.getByRole('button', { name: 'Change the name' }).click()
  await page.getByRole('link', { name: 'Ada Lovelace', exact: true }).waitFor()
  await toast(page).getByText('You are Ada Lovelace now.').waitFor()
  assert.equal(await page.getByLabel('The password you want').inputValue(), 'a longer password')
})

test('a new password ends the log-ins with the old one, all but this', async (t) => {
  const here = await visitor(t, browser, server)
  const person = await signUp(here)
  const there = await visitor(t, browser, server)
  await logIn(there, person)
  await there.page.getByRole('link', { name: person.name, exact: true }).waitFor()

  const next = 'another long password'
  await here.open('/account')
  await fill(here.page, { 'The password you have': person.password, 'The password you want': next, 'The same again': next })
  await here.page.getByRole('button', { name: 'Change the password' }).click()
  await toast(here.page).getByText('The lock has a new password.').waitFor()
  await until(() => here.page.getByLabel('The password you have').inputValue(), (value) => value === '', 'an empty form')
  await here.open('/account')
  await here.page.getByText(person.email).waitFor()

  await there.open('/account')
  assert.equal(new URL(there.page.url()).pathname, '/log-in')
  await logIn(there, { ...person, password: next })
  await there.page.getByText(person.email).waitFor()
})

/** The live checks that a page sends, as they are answered. */
function liveChecks(page) {
  const checks = []
  page.on('response', (response) => {
    const only = response.request().headers()['precognition-validate-only']
    if (only === undefined) return
    const { precognition, vary } = response.headers()
    checks.push({ only, status: response.status(), precognition, vary })
  })
  return checks
}
