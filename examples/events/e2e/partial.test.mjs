/** Partial reloads: only, except, dotted paths, and the props that only they bring. */

import assert from 'node:assert/strict'
import { documentPage, startBrowser, until, visitor } from './browser.mjs'
import { startServer } from './server.mjs'
import test, { after } from './test.mjs'

const server = await startServer({ after })
const browser = await startBrowser({ after })
const EVENT = '/events/1000'

test('plain, lazy and always props come with the page; optional and deferred ones do not', async () => {
  const { props, deferredProps } = await documentPage(server, EVENT)
  assert.deepEqual(Object.keys(props), ['errors', 'app', 'visitor', 'counts', 'cities', 'requestId', 'event', 'mine', 'likes', 'booking', 'venue', 'serverTime'])
  assert.deepEqual(Object.keys(props.venue), ['summary', 'weather'])
  assert.deepEqual(deferredProps, { venue: ['venue.nearby'] })
})

test('dotted paths bring a part of a plain struct, and the page keeps the rest', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  await open(EVENT)
  const before = await page.locator('.office').textContent()
  const visit = await wire.during(
    () => page.getByRole('button', { name: 'Check the seats' }).click(),
    ({ only }) => only.includes('booking.seatsLeft'),
  )
  assert.deepEqual(visit.only, ['booking.seatsLeft', 'booking.looking', 'booking.checkedAt'])
  assert.equal(visit.headers['x-inertia-partial-component'], 'Event/Show')
  assert.deepEqual(Object.keys(visit.page.props), ['errors', 'booking', 'serverTime'])
  assert.deepEqual(Object.keys(visit.page.props.booking).sort(), ['checkedAt', 'looking', 'seatsLeft'])
  await page.locator('.office-read', { hasText: visit.page.props.booking.checkedAt }).waitFor()
  await page.locator('.office-looking', { hasText: `${visit.page.props.booking.looking} people` }).waitFor()
  // The prices were not sent, and are still there.
  const prices = before.match(/Standard.*Patron€\d+/)?.[0]
  assert.ok(prices)
  assert.ok((await page.locator('.office').textContent()).includes(prices))
})

test('a dotted path brings one member of a nested group', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  await open(EVENT)
  await wire.find(({ only }) => only.includes('venue.nearby'))
  const name = await page.locator('.venue h2').textContent()
  const visit = await wire.during(
    () => page.getByRole('button', { name: 'Look outside again' }).click(),
    ({ only }) => only.includes('venue.weather'),
  )
  assert.deepEqual(visit.only, ['venue.weather'])
  assert.deepEqual(Object.keys(visit.page.props.venue), ['weather'])
  const { celsius, readAt } = visit.page.props.venue.weather
  await page.locator('.weather-read', { hasText: readAt }).waitFor()
  assert.match(await page.locator('.venue-part').first().textContent(), new RegExp(`${celsius} °C`))
  // Its siblings were not sent, and are still there: a plain, and a deferred one.
  assert.equal(await page.locator('.venue h2').textContent(), name)
  await page.locator('.venue-near li').nth(3).waitFor()
})

test('an optional member of a nested group comes on demand', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  await open(EVENT)
  const visit = await wire.during(
    () => page.getByRole('button', { name: 'Show the details' }).click(),
    ({ only }) => only.includes('venue.access'),
  )
  assert.deepEqual(Object.keys(visit.page.props.venue), ['access'])
  await page.locator('.facts', { hasText: visit.page.props.venue.access.tram }).waitFor()
})

test('except brings everything else', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  await open(EVENT)
  await wire.find(({ only }) => only.includes('venue.nearby'))
  const visit = await wire.during(
    () => page.getByRole('button', { name: 'Refresh all but the venue' }).click(),
    ({ except }) => except.length > 0,
  )
  assert.deepEqual(visit.except, ['venue', 'related'])
  const sent = Object.keys(visit.page.props)
  assert.ok(!sent.includes('venue') && !sent.includes('related'))
  for (const name of ['event', 'booking', 'serverTime', 'counts']) assert.ok(sent.includes(name), name)
  await page.locator('.served time', { hasText: visit.page.props.serverTime }).waitFor()
  await page.locator('.venue-near li').nth(3).waitFor()
  assert.equal(await page.locator('.venue-near li').count(), 4)
})

test('an always prop is in every answer of its page', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  await open(EVENT)
  const visit = await wire.during(
    () => page.getByRole('button', { name: 'Look outside again' }).click(),
    ({ only }) => only.includes('venue.weather'),
  )
  assert.match(visit.page.props.serverTime, /^\d\d:\d\d:\d\d$/)
  await page.locator('.served time', { hasText: visit.page.props.serverTime }).waitFor()
})

test('an optional prop is queried when its button is pressed', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  await open('/events?category=music')
  const visit = await wire.during(
    () => page.getByRole('button', { name: 'Preview the file' }).click(),
    ({ only }) => only.includes('export'),
  )
  assert.deepEqual(visit.only, ['export'])
  assert.deepEqual(Object.keys(visit.page.props), ['errors', 'export'])
  const { preview } = visit.page.props.export
  assert.equal(preview.length, 7)
  await page.locator('.csv', { hasText: preview[1] }).waitFor()
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download the programme' }).click()
  assert.equal((await download).suggestedFilename(), 'programme.csv')
})

test('what comes into view is asked for then, and not before', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server, { viewport: { width: 1280, height: 500 } })
  await open(EVENT)
  await wire.find(({ only }) => only.includes('venue.nearby'))
  assert.ok(!wire.exchanges.some(({ only }) => only.includes('related')))
  const visit = await wire.during(
    () => page.locator('.after').scrollIntoViewIfNeeded(),
    ({ only }) => only.includes('related'),
  )
  assert.deepEqual(Object.keys(visit.page.props), ['errors', 'related', 'serverTime'])
  await until(() => page.locator('.after-list li').count(), (count) => count === 3, 'three related events')
})

test('a prop that a partial reload does not name is not in its answer', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  await open('/events')
  const total = await page.locator('.intro-total').textContent()
  const visit = await wire.during(
    () => page.getByRole('button', { name: /^Show 12 more/ }).click(),
    ({ only }) => only.includes('events'),
  )
  assert.deepEqual(Object.keys(visit.page.props).sort(), ['errors', 'events', 'filters'])
  assert.equal(visit.page.deferredProps, undefined)
  assert.deepEqual(visit.page.sharedProps, ['app', 'visitor', 'counts', 'cities', 'requestId'])
  assert.equal(await page.locator('.intro-total').textContent(), total)
})
