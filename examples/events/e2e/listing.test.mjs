/** Putting events into the programme, changing them, and taking them off. */

import assert from 'node:assert/strict'
import { startBrowser, until, visitor } from './browser.mjs'
import { expectMessage, fill, fillEvent, largeFile, listEvent, message, PNG, signUp, somebody, toast } from './people.mjs'
import { startServer } from './server.mjs'
import test, { after } from './test.mjs'

const server = await startServer({ after })
const browser = await startBrowser({ after })
const UNPROCESSABLE = { forgive: [/422 \(Unprocessable/] }
const send = (page) => page.getByRole('button', { name: 'Put it into the programme' })

/** A visitor with an account, at the empty form. */
async function owner(t, options = UNPROCESSABLE) {
  const guest = await visitor(t, browser, server, options)
  guest.person = await signUp(guest)
  await guest.open('/events/new')
  return guest
}

test('an event with two kinds of tickets is in the programme, as it was filled in', async (t) => {
  const { page, open, person } = await owner(t)
  await fillEvent(page, 'Cello "live" <in> the Kitchen')
  await page.getByRole('button', { name: 'Add a kind of ticket' }).click()
  await page.waitForFunction(() => document.activeElement.name === 'tickets.1.name')
  const second = page.getByRole('group', { name: 'Ticket 2' })
  await second.getByLabel('Kind').fill('Floor')
  await second.getByLabel('Price in €').fill('6,5')
  await second.getByLabel('Seats').fill('10')
  await send(page).click()
  await page.waitForURL(/\/events\/\d+$/)
  await page.getByRole('heading', { level: 1, name: 'Cello "live" <in> the Kitchen' }).waitFor()
  await toast(page).getByText('is in the programme').waitFor()
  const office = page.getByRole('region', { name: 'Box office' })
  assert.match(await office.textContent(), /30 of 30 seats left.*Chair€12\.50 20 seats.*Floor€6\.50 10 seats/)
  const path = new URL(page.url()).pathname
  await open(path)
  await page.getByRole('heading', { level: 1, name: 'Cello "live" <in> the Kitchen' }).waitFor()
  assert.match(await page.locator('meta[name=description]').getAttribute('content'), /^Cello "live" <in> the Kitchen\./)

  const stranger = await visitor(t, browser, server)
  await stranger.open('/events?q=cello+%22live%22')
  await stranger.page.locator('.row').click()
  await stranger.page.getByText(`Put into the programme by ${person.name}.`).waitFor()
  assert.equal(await stranger.page.getByRole('link', { name: 'Change it' }).count(), 0)
})

test('fields that are wrong in different ways have their messages at once', async (t) => {
  const { page, wire } = await owner(t)
  await fillEvent(page, 'No')
  await page.getByLabel('Price in €').fill('cheap')
  await page.getByLabel('How long, in minutes').fill('an hour')
  await page.getByLabel('When').fill('2020-01-01T20:00')
  const back = await wire.during(() => send(page).click(), ({ method, path }) => method === 'GET' && path === '/events/new')
  // By the validator, by the type, by a type of the app's own, and by the check against the database.
  assert.deepEqual(Object.keys(back.page.props.errors).sort(), ['minutes', 'startsAt', 'tickets.0.price', 'title'])
  await expectMessage(page, 'title', /At least 3/)
  await expectMessage(page, 'minutes', /Write a number/)
  await expectMessage(page, 'tickets.0.price', /such as 12\.50/)
  await expectMessage(page, 'startsAt', /over/)
  await page.waitForFunction(() => document.activeElement?.name === 'title')
  assert.equal(await page.getByLabel('Price in €').inputValue(), 'cheap')
  assert.equal(await page.getByLabel('How long, in minutes').inputValue(), 'an hour')
  await fill(page, { 'What is it called?': 'No more', 'Price in €': '3', 'How long, in minutes': '60', When: '2026-12-04T20:00' })
  await send(page).click()
  await page.getByRole('heading', { level: 1, name: 'No more' }).waitFor()
})

test('a price in a row is checked when it is left, and only what was touched is', async (t) => {
  const { page } = await owner(t)
  const checks = []
  page.on('request', (request) => {
    const only = request.headers()['precognition-validate-only']
    if (only !== undefined) checks.push(only)
  })
  await page.getByRole('button', { name: 'Add a kind of ticket' }).click()
  await page.waitForFunction(() => document.activeElement.name === 'tickets.1.name')
  const second = page.getByRole('group', { name: 'Ticket 2' })
  await second.getByLabel('Price in €').fill('much')
  await second.getByLabel('Seats').focus()
  await expectMessage(page, 'tickets.1.price', /such as/)
  assert.deepEqual(checks, ['tickets.1.price'])
  assert.equal(await message(page, 'tickets.0.price'), null)
  assert.equal(await message(page, 'title'), null)

  // The row above goes, and the message goes up with its row.
  await page.getByRole('button', { name: 'Remove ticket 1' }).click()
  await expectMessage(page, 'tickets.0.price', /such as/)
  assert.ok(checks.at(-1).includes('tickets.*.price'), checks.at(-1))
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Add a kind of ticket')
  await page.getByLabel('Price in €').fill('5')
  await page.getByLabel('Seats').focus()
  await expectMessage(page, 'tickets.0.price', null)
})

test('an event without tickets is told that it needs some', async (t) => {
  const { page } = await owner(t)
  await fillEvent(page)
  await page.getByRole('button', { name: 'Remove ticket 1' }).click()
  await send(page).click()
  await page.locator('.tickets .note[data-state=wrong]').getByText('At least 1 is needed.').waitFor()
})

test('a picture is looked at when it is chosen, and a file that is none is refused', async (t) => {
  const { page } = await owner(t)
  const posters = []
  page.on('request', (request) => {
    if (request.headers()['precognition'] === 'true' && /multipart/.test(request.headers()['content-type'])) posters.push(request)
  })
  const file = page.getByLabel('Poster', { exact: true })
  await file.setInputFiles({ name: 'poster.png', mimeType: 'image/png', buffer: Buffer.from('<svg onload=alert(1)>') })
  await expectMessage(page, 'poster', /no PNG, JPEG or WebP/)
  await file.setInputFiles({ name: 'poster.png', mimeType: 'image/png', buffer: PNG })
  await expectMessage(page, 'poster', null)
  await page.locator('[data-field=poster] .note[data-state=fine]').waitFor()
  await page.getByAltText('Your poster').waitFor()
  assert.equal(posters.length, 2)
  // Other fields are checked without sending the picture again, and without losing what was said of it.
  await page.getByLabel('What is it called?').fill('X')
  await page.getByLabel('In one line').focus()
  await expectMessage(page, 'title', /At least 3/)
  assert.equal(posters.length, 2)

  await file.setInputFiles(largeFile(t, Buffer.concat([PNG, Buffer.alloc(6 * 1024 * 1024)])))
  await expectMessage(page, 'poster', /larger than 4 MB/)
  await page.getByLabel('What is it called?').fill('A title')
  await page.getByLabel('In one line').focus()
  await expectMessage(page, 'title', null)
  await expectMessage(page, 'poster', /larger than 4 MB/)
})

test('an upload shows its progress, and the poster is served as a picture and nothing else', async (t) => {
  const { page, person } = await owner(t)
  await fillEvent(page)
  const picture = Buffer.concat([PNG, Buffer.alloc(1024 * 1024)])
  await page.getByLabel('Poster', { exact: true }).setInputFiles({ name: '../../evil.html', mimeType: 'image/png', buffer: picture })
  await page.locator('[data-field=poster] .note[data-state=fine]').waitFor()
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Network.enable')
  // As long as nobody has seen the progress, the line is so slow that it takes a while.
  const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 64 * 1024 }
  await devtools.send('Network.emulateNetworkConditions', slow)
  await send(page).click()
  const progress = page.getByRole('progressbar', { name: 'Sending the picture' })
  await until(() => progress.evaluate((bar) => bar.value).catch(() => 0), (value) => value > 0 && value < 100, 'progress under way')
  await devtools.send('Network.emulateNetworkConditions', { ...slow, uploadThroughput: -1 })
  await page.waitForURL(/\/events\/\d+$/)
  const src = await page.locator('.event-poster img').getAttribute('src')
  assert.match(src, /^\/posters\/[0-9a-f]{32}\.png$/)
  const answer = await fetch(server.url + src)
  assert.equal(answer.headers.get('content-type'), 'image/png')
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
  assert.match(answer.headers.get('content-security-policy'), /sandbox/)
  assert.equal((await answer.arrayBuffer()).byteLength, picture.length)
  assert.ok(person)

  // Without it, the event has a drawn poster again, and the file is gone.
  await page.getByRole('link', { name: 'Change it' }).click()
  await page.getByRole('button', { name: 'Do without' }).click()
  await page.getByRole('button', { name: 'Change it' }).click()
  await page.locator('.event-poster svg').waitFor()
  assert.equal((await fetch(server.url + src)).status, 404)
})

test('a form that is sent twice at once makes one event', async (t) => {
  const { page, wire, open } = await owner(t, { forgive: [/ERR_ABORTED/] })
  await fillEvent(page, 'Only Once')
  await page.locator('.event-form').evaluate((form) => {
    form.requestSubmit()
    form.requestSubmit()
  })
  await page.waitForURL(/\/events\/\d+$/)
  await wire.find(({ page }) => page?.component === 'Event/Show')
  await open('/events/mine')
  assert.equal(await page.getByRole('link', { name: 'Only Once', exact: true }).count(), 1)
})

test('an event is changed by its owner, and by nobody else', async (t) => {
  const guest = await owner(t)
  const path = await listEvent(guest, 'Mine')
  await guest.page.getByRole('link', { name: 'Change it' }).click()
  await guest.page.getByRole('heading', { name: 'Change what is on' }).waitFor()
  assert.equal(await guest.page.getByLabel('Price in €').inputValue(), '12.50')
  await guest.page.getByLabel('What is it called?').fill('Still mine')
  const put = await guest.wire.during(() => guest.page.getByRole('button', { name: 'Change it' }).click(), ({ method }) => method === 'PUT')
  assert.equal(put.status, 303)
  await guest.page.getByRole('heading', { level: 1, name: 'Still mine' }).waitFor()

  const other = await visitor(t, browser, server, { forgive: [/403/, /404/] })
  await signUp(other, somebody('Eva'))
  assert.equal((await other.open(`${path}/edit`)).status(), 403)
  await other.page.getByRole('heading', { name: 'This door is not yours' }).waitFor()
  for (const method of ['PUT', 'DELETE']) {
    const status = await other.page.evaluate(
      async ({ path, method }) => (await fetch(path, { method, headers: { 'Content-Type': 'application/json' }, body: '{}' })).status,
      { path, method },
    )
    assert.equal(status, 403, method)
  }
  // An event of the programme belongs to no visitor at all, and one that is not there is not anybody's.
  assert.equal((await other.open('/events/1000/edit')).status(), 403)
  assert.equal((await other.open('/events/99999/edit')).status(), 404)
  await other.open(path)
  await other.page.getByRole('heading', { level: 1, name: 'Still mine' }).waitFor()
})

test('what was taken off is put back by the button in the toast, or on one’s own page', async (t) => {
  const guest = await owner(t, { forgive: [/404/] })
  const { page, open } = guest
  const path = await listEvent(guest, 'Here Today')
  await page.getByRole('button', { name: 'Take it off' }).click()
  await toast(page).getByText('“Here Today” is off the programme.').waitFor()
  assert.equal(new URL(page.url()).pathname, '/events/mine')
  assert.equal((await fetch(server.url + path)).status, 404)
  await page.getByRole('button', { name: 'Undo' }).click()
  await toast(page).getByText('“Here Today” is on again.').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Undo' }).count(), 0)
  assert.equal((await fetch(server.url + path)).status, 200)

  await page.getByRole('button', { name: 'Take off: Here Today' }).click()
  await page.getByRole('button', { name: 'Put it back: Here Today' }).waitFor()
  await open('/events/mine')
  await page.getByRole('button', { name: 'Put it back: Here Today' }).click()
  await page.getByRole('link', { name: 'Here Today', exact: true }).waitFor()
  assert.equal((await fetch(server.url + path)).status, 200)
})

test('a like counts without a visit, and a refusal is shown', async (t) => {
  const guest = await owner(t)
  const { page, wire } = guest
  const own = await listEvent(guest, 'Likeable')
  await guest.open('/events/1000')
  const visits = wire.exchanges.length
  const like = page.getByRole('button', { name: /^Like/ })
  await like.click()
  await page.getByRole('button', { name: 'Liked 1', pressed: true }).waitFor()
  const full = wire.exchanges.slice(visits).filter(({ only }) => only.length === 0)
  assert.deepEqual(full.map(({ path }) => path), [])
  // The page remembers it when somebody goes on and comes back.
  await page.getByRole('link', { name: 'About', exact: true }).click()
  await page.getByRole('heading', { name: 'A programme' }).waitFor()
  await page.goBack()
  await page.getByRole('button', { name: 'Liked 1', pressed: true }).click()
  await page.getByRole('button', { name: 'Like 0', pressed: false }).waitFor()

  const stranger = await visitor(t, browser, server, UNPROCESSABLE)
  await stranger.open(own)
  await stranger.page.getByRole('button', { name: /^Like/ }).click()
  await stranger.page.locator('.like').getByText('Log in, and your like counts.').waitFor()
  await stranger.page.locator('.like').getByRole('link', { name: 'Log in' }).waitFor()
})

test('a like stays when a deferred prop arrives with its answer', async (t) => {
  const guest = await owner(t)
  const { page } = guest
  // Whichever comes first. A client that answers both at once may put the page back that the prop was asked for by.
  for (const [event, first] of [[1001, 'like'], [1002, 'prop'], [1003, 'like'], [1004, 'prop']]) {
    await together(page, first === 'like' ? [liking, ofNearby] : [ofNearby, liking])
    await guest.open(`/events/${event}`)
    await page.getByRole('button', { name: /^Like/ }).click()
    await page.getByRole('button', { name: 'Liked 1', pressed: true }).waitFor()
    await page.locator('.venue-near li').first().waitFor()
    await page.unroute('**/*')
    await page.getByRole('link', { name: 'About', exact: true }).click()
    await page.getByRole('heading', { name: 'A programme' }).waitFor()
    await page.goBack()
    await page.getByRole('button', { name: 'Liked 1', pressed: true }).waitFor()
  }
})

const liking = (request) => request.url().endsWith('/like')
const ofNearby = (request) => request.headers()['x-inertia-partial-data'] === 'venue.nearby'

/** Keeps the answers to one request of each kind until all are there, and gives them to the page in this order. */
async function together(page, kinds) {
  const held = new Map()
  await page.route('**/*', async (route) => {
    const kind = kinds.find((fits) => fits(route.request()))
    if (!kind || held.size === kinds.length) return route.continue()
    held.set(kind, { route, response: await route.fetch() })
    if (held.size < kinds.length) return
    await Promise.all(kinds.map((fits) => held.get(fits)).map(({ route, response }) => route.fulfill({ response })))
  })
}
