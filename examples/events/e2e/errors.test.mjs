/** What a visitor sees when something went wrong: a page in the frame of the others, never a white box above one. */

import assert from 'node:assert/strict'
import { asksFor, ending, mark, marked, startBrowser, twoFrames, visitor } from './browser.mjs'
import { largeFile, signUp, somebody } from './people.mjs'
import { startServer } from './server.mjs'
import test, { after } from './test.mjs'

const TROUBLE = { EVENTS_TROUBLE: '1' }
const server = await startServer({ after }, TROUBLE)
const browser = await startBrowser({ after })
/** The client reports every answer of 400 and more in the console. */
const FAILS = { forgive: [/40\d|413|419|429|50\d/] }

const heading = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor()

/** Sends the next visit to an address of an event somewhere else, as if the event had been taken off meanwhile. */
async function redirected(guest, pattern, path, action) {
  await guest.page.route(pattern, (route) => route.continue({ url: server.url + path }), { times: 1 })
  await action()
}

/** That the page is in its frame, with no box above it and nothing of it in a box. */
async function inItsFrame(page) {
  assert.equal(await page.locator('dialog, iframe').count(), 0)
  await page.getByRole('navigation', { name: 'Main' }).waitFor()
}

test('an unknown address is a page, with the frame and its status', async (t) => {
  const guest = await visitor(t, browser, server, FAILS)
  const response = await guest.open('/nowhere')
  assert.equal(response.status(), 404)
  await heading(guest.page, 'There is no such door')
  await inItsFrame(guest.page)
  assert.match(await guest.page.getByRole('navigation', { name: 'Main' }).textContent(), /2,000/)
  assert.equal(await guest.page.title(), 'There is no such door · Doors')
  await mark(guest.page)
  await guest.page.getByRole('link', { name: 'To the programme' }).click()
  await guest.page.locator('.row').first().waitFor()
  assert.equal(await marked(guest.page), true, 'the way out is a visit')
})

test('an event that is gone is a page of the visit, and the way back leads back', async (t) => {
  const guest = await visitor(t, browser, server, FAILS)
  const { page, wire, open } = guest
  await open('/events')
  await mark(page)
  const gone = await wire.during(
    () => redirected(guest, /\/events\/\d+$/, '/events/99999', () => page.locator('.row').first().click()),
    ({ status }) => status === 404,
  )
  assert.equal(gone.page.component, 'Error')
  await heading(page, 'There is no such door')
  await inItsFrame(page)
  assert.equal(await marked(page), true)
  await page.goBack()
  await page.locator('.row').first().waitFor()
  assert.equal(new URL(page.url()).pathname, '/events')
})

for (const [status, words] of [
  [403, 'This door is not yours'],
  [413, 'That does not fit through the door'],
  [418, 'This door stays shut'],
  [419, 'This page has been open for too long'],
  [429, 'One at a time, please'],
  [500, 'The door is stuck'],
  [503, 'We are closed for the moment'],
]) {
  test(`a ${status} has its own words`, async (t) => {
    const { page, open } = await visitor(t, browser, server, { forgive: [/4\d\d|5\d\d/] })
    assert.equal((await open(`/trouble/${status}`)).status(), status)
    await heading(page, words)
    await inItsFrame(page)
  })
}

test('a panic is a page, of a first visit and of the client’s, and says why while it is developed', async (t) => {
  const guest = await visitor(t, browser, server, FAILS)
  const { page, wire, open } = guest
  assert.equal((await open('/trouble/panic')).status(), 500)
  await heading(page, 'The door is stuck')
  await page.getByText('What the server says').click()
  await page.getByText('somebody has slammed the door').waitFor()

  await open('/events')
  const panicked = await wire.during(
    () => redirected(guest, /\/events\/\d+$/, '/trouble/panic', () => page.locator('.row').first().click()),
    ({ status }) => status === 500,
  )
  assert.equal(panicked.page.component, 'Error')
  await heading(page, 'The door is stuck')
  await inItsFrame(page)
})

test('a prop that fails takes its page along, and the frame stays', async (t) => {
  const fresh = await startServer(t, TROUBLE)
  const guest = await visitor(t, browser, fresh, FAILS)
  const { page, wire, open } = guest
  await open('/events')
  await fetch(`${fresh.url}/trouble/likes`)
  const failed = await wire.during(() => page.locator('.row').first().click(), ({ status }) => status === 500)
  assert.equal(failed.page.component, 'Error')
  await heading(page, 'The door is stuck')
  await inItsFrame(page)
  await page.getByText('What the server says').click()
  await page.getByText('page `Event/Show`: prop `likes` failed').waitFor()
  await page.getByText('no such table: likes').waitFor()
  await page.reload()
  await heading(page, 'The door is stuck')
})

test('a fetch in the background that fails shows the page that it failed with', async (t) => {
  const guest = await visitor(t, browser, server, FAILS)
  const { page, wire, open } = guest
  await page.route('**/*', async (route) => {
    if (asksFor('attendance')(route.request())) return route.continue({ url: `${server.url}/trouble/502` })
    return route.continue()
  })
  const failed = await wire.during(() => open('/events'), ({ only }) => only.includes('attendance'))
  assert.equal(failed.status, 502)
  assert.equal(failed.page.component, 'Error')
  await heading(page, 'The door is stuck')
  await inItsFrame(page)
  // It stands at the address that was asked for, where a reload tries again.
  assert.equal(new URL(page.url()).pathname, '/events')
  await page.unroute('**/*')
  await page.reload()
  await page.locator('.row').first().waitFor()
})

test('a fetch in the background that fails does not follow a visitor who has gone on', async (t) => {
  const guest = await visitor(t, browser, server, { forgive: [/50\d/, /ERR_ABORTED|aborted/] })
  const { page, wire, open } = guest
  let release
  const released = new Promise((resolve) => (release = resolve))
  const isHeld = asksFor('attendance')
  await page.route('**/*', async (route) => {
    if (!isHeld(route.request())) return route.continue()
    await released
    return route.continue({ url: `${server.url}/trouble/502` }).catch(() => {})
  })
  const ended = ending(page, isHeld)
  await open('/events')
  await wire.during(() => page.getByRole('link', { name: 'About', exact: true }).click(), ({ path }) => path === '/about')
  await heading(page, /A programme/)
  release()
  await ended()
  await twoFrames(page)
  await heading(page, /A programme/)
  assert.equal(new URL(page.url()).pathname, '/about')
})

test('shared props that fail leave the page and an empty frame', async (t) => {
  const fresh = await startServer(t, TROUBLE)
  const { page, open } = await visitor(t, browser, fresh, FAILS)
  await fetch(`${fresh.url}/trouble/activity`)
  assert.equal((await open('/about')).status(), 500)
  await heading(page, 'The door is stuck')
  await inItsFrame(page)
  assert.equal((await open('/nowhere')).status(), 404)
  await heading(page, 'There is no such door')
})

test('a visitor who is logged in is known on the error page', async (t) => {
  const guest = await visitor(t, browser, server, FAILS)
  await signUp(guest, somebody('Ida'))
  await guest.open('/nowhere')
  await heading(guest.page, 'There is no such door')
  await guest.page.getByRole('navigation', { name: 'Your account' }).getByText('Ida').waitFor()
})

test('a body that is far too large is a page', async (t) => {
  const guest = await visitor(t, browser, server, FAILS)
  const { page, wire } = guest
  await signUp(guest, somebody('Greta'))
  await guest.open('/events/new')
  await page.getByLabel('Poster', { exact: true }).setInputFiles(largeFile(t, Buffer.alloc(34 * 1024 * 1024)))
  const refused = await wire.during(
    () => page.getByRole('button', { name: 'Put it into the programme' }).click(),
    ({ method, path }) => method === 'POST' && path === '/events',
  )
  assert.equal(refused.status, 413)
  await heading(page, 'That does not fit through the door')
  await inItsFrame(page)
})

test('a missing script, a picture and JSON get no page', async (t) => {
  for (const [path, accept] of [
    ['/assets/x.js', '*/*'],
    ['/posters/x.png', 'image/avif,image/webp,*/*;q=0.8'],
    ['/events/99999/like', 'application/json'],
  ]) {
    const answer = await fetch(server.url + path, { headers: { accept } })
    assert.ok(answer.status >= 400, path)
    assert.doesNotMatch(answer.headers.get('content-type') ?? '', /html/, path)
  }
})
