/** Props that are combined with what the page has: append, reset, prepend, deep merge. */

import assert from 'node:assert/strict'
import { asksFor, documentPage, ending, hold, startBrowser, twoFrames, until, visitor } from './browser.mjs'
import { startServer } from './server.mjs'
import test, { after } from './test.mjs'

const server = await startServer({ after })
const browser = await startBrowser({ after })

const ids = (page) => page.locator('[data-event]').evaluateAll((rows) => rows.map((row) => Number(row.dataset.event)))
const noneTwice = (list) => assert.equal(new Set(list).size, list.length, 'no row is there twice')

test('the next page of the list is appended, and the address stays', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  await open('/events')
  const first = await ids(page)
  const visit = await wire.during(
    () => page.getByRole('button', { name: 'Show 12 more' }).click(),
    ({ only }) => only.includes('events'),
  )
  assert.equal(visit.path, '/events?page=2')
  assert.deepEqual(visit.page.mergeProps, ['events'])
  assert.deepEqual(visit.page.matchPropsOn, ['events.id'])
  const sent = visit.page.props.events.map(({ id }) => id)
  await page.getByText('24 of').waitFor()
  assert.deepEqual(await ids(page), [...first, ...sent])
  assert.equal(new URL(page.url()).search, '')
})

test('a row that comes twice replaces the first one', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  await open('/events')
  await wire.during(() => page.getByRole('button', { name: 'Show 12 more' }).click(), ({ only }) => only.includes('events'))
  await page.getByText('24 of').waitFor()
  const before = await ids(page)
  const visit = await wire.during(
    () => page.getByRole('button', { name: 'Fetch the last page again' }).click(),
    ({ only }) => only.includes('events'),
  )
  assert.equal(visit.page.props.events.length, 12)
  assert.deepEqual(visit.page.mergeProps, ['events'])
  await page.getByRole('button', { name: 'Fetch the last page again' }).and(page.locator(':enabled')).waitFor()
  assert.deepEqual(await ids(page), before)
  noneTwice(before)
})

test('a filter replaces the list by resetting it', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  await open('/events')
  await wire.during(() => page.getByRole('button', { name: 'Show 12 more' }).click(), ({ only }) => only.includes('events'))
  const visit = await wire.during(() => page.getByRole('link', { name: /^Film/ }).click(), ({ reset }) => reset.length > 0)
  assert.equal(visit.path, '/events?category=film')
  assert.deepEqual(visit.reset, ['events'])
  assert.deepEqual(visit.only, ['events', 'filters', 'total', 'events'])
  assert.equal(visit.page.mergeProps, undefined)
  assert.deepEqual(Object.keys(visit.page.props).sort(), ['errors', 'events', 'filters', 'total'])
  assert.ok(visit.page.props.events.every(({ category }) => category === 'film'))
  await page.getByRole('link', { name: /^Film/ }).and(page.locator('[aria-current=true]')).waitFor()
  await page.getByText('12 of').waitFor()
  assert.deepEqual(await ids(page), visit.page.props.events.map(({ id }) => id))
  // The figures in the margin were not fetched again, and are still there.
  await page.locator('.chart').waitFor()
})

test('back takes a filter off again', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  await open('/events')
  const before = await ids(page)
  await wire.during(() => page.getByRole('link', { name: /^Walks/ }).click(), ({ reset }) => reset.length > 0)
  await page.locator('[aria-current=true]', { hasText: 'Walks' }).waitFor()
  await page.goBack()
  await page.locator('[aria-current=true]', { hasText: /^All$/ }).waitFor()
  assert.deepEqual(await ids(page), before)
})

test('the search box filters as one types, and says so when nothing is left', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  await open('/events?category=music')
  const found = await wire.during(
    () => page.getByRole('searchbox', { name: 'Search' }).pressSequentially('quartet', { delay: 10 }),
    ({ path }) => path.includes('q=quartet'),
  )
  assert.equal(found.path, '/events?q=quartet&category=music')
  assert.ok(found.page.props.events.length > 0)
  await until(() => page.locator('.intro-total').textContent(), (text) => text === String(found.page.props.total), 'the new total')
  await wire.during(() => page.getByRole('searchbox').fill('no such thing'), ({ path }) => path.includes('no'))
  await page.getByRole('heading', { name: 'Nobody behind this door' }).waitFor()
  assert.equal(await page.locator('.intro-total').textContent(), '0')
  await page.getByRole('link', { name: 'Clear the filters' }).click()
  await page.locator('[data-event]').first().waitFor()
  await until(() => page.getByRole('searchbox').inputValue(), (value) => value === '', 'an empty search box')
})

test('a city and a time narrow the list', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  await open('/events')
  const city = await wire.during(() => page.getByLabel('City').selectOption('porto'), ({ path }) => path.includes('porto'))
  assert.ok(city.page.props.events.every((event) => event.city === 'Porto'))
  const past = await wire.during(() => page.getByRole('link', { name: 'Missed it' }).click(), ({ path }) => path.includes('past'))
  assert.equal(past.path, '/events?city=porto&when=past')
  assert.ok(past.page.props.events.every(({ startsAt }) => startsAt < '2026-11-21'))
})

test('filters that are chosen while the list is on its way add up, with what was typed', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  await open('/events')
  const release = await hold(page, asksFor('events'))
  await page.getByLabel('City').selectOption('porto')
  assert.equal(await page.getByLabel('City').inputValue(), 'porto')
  await page.getByRole('searchbox', { name: 'Search' }).fill('night')
  await page.getByRole('link', { name: 'Missed it' }).click()
  release()
  const visit = await wire.find(({ path }) => path.includes('when=past'))
  assert.equal(visit.path, '/events?q=night&city=porto&when=past')
  await page.locator('[aria-current=true]', { hasText: 'Missed it' }).waitFor()
  await page.waitForURL('**/events?q=night&city=porto&when=past')
})

test('a page of the list that comes after a filter was chosen is not appended', async (t) => {
  const { page, open } = await visitor(t, browser, server)
  await open('/events')
  const isNext = (request) => request.url().endsWith('page=2')
  const [release, ended] = [await hold(page, isNext), ending(page, isNext)]
  await page.getByRole('button', { name: 'Show 12 more' }).click()
  await page.getByRole('link', { name: /^Film/ }).click()
  await page.getByRole('link', { name: /^Film/ }).and(page.locator('[aria-current=true]')).waitFor()
  release()
  await ended()
  await twoFrames(page)
  const { props } = await documentPage(server, '/events?category=film')
  assert.deepEqual(await ids(page), props.events.map(({ id }) => id))
  assert.equal(new URL(page.url()).search, '?category=film')
})

test('the board polls, gets only what changed, and merges it deeply', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  await open('/board')
  const rows = await ids(page)
  assert.equal(rows.length, 12)
  const cities = await page.locator('.cities dt').allTextContents()
  const visit = await wire.find(({ only }) => only.includes('board'))
  assert.deepEqual(visit.only, ['board', 'notices'])
  assert.equal(visit.headers['cache-control'], 'no-cache')
  assert.deepEqual(visit.page.deepMergeProps, ['board'])
  assert.ok(visit.page.matchPropsOn.includes('board.rows.id'))
  const { board } = visit.page.props
  assert.ok(board.rows.length < 12, `${board.rows.length} rows were sent`)
  await page.getByRole('button', { name: 'Pause' }).click()
  // Meanwhile there may have been others.
  const readings = () => wire.exchanges.map(({ page }) => `Read at ${page?.props.board.asOf}`)
  await until(() => page.locator('.board-state').innerText(), (state) => readings().some((text) => state.includes(text)), 'the news')
  // Every row and city is still there, in its place, and those that were sent show their news.
  assert.deepEqual(await ids(page), rows)
  assert.deepEqual(await page.locator('.cities dt').allTextContents(), cities)
  const shown = () => page.locator('.board .live').allTextContents()
  const sent = () => wire.exchanges.at(-1).page.props.board.rows
  await until(
    async () => {
      const seats = await shown()
      return sent().every(({ id, seatsLeft }) => seats[rows.indexOf(id)] === String(seatsLeft))
    },
    (same) => same,
    'the seats that were sent last',
  )
})

test('new notices are prepended, and none is there twice', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  await open('/board')
  const notices = () => page.locator('[data-notice]').evaluateAll((lines) => lines.map((line) => Number(line.dataset.notice)))
  const before = await notices()
  assert.equal(before.length, 8)
  const news = await wire.find(({ only, page }) => only.includes('notices') && page?.props.notices[0].id > before[0])
  assert.ok(news.page.prependProps.includes('notices'))
  assert.ok(news.page.matchPropsOn.includes('notices.id'))
  assert.ok(news.page.props.notices.some(({ id }) => before.includes(id)), 'the answer overlaps with what is there')
  const after = await until(notices, (list) => list[0] > before[0], 'a new notice on top')
  assert.ok(after.includes(before[0]))
  noneTwice(after)
  assert.deepEqual(after, [...after].sort((a, b) => b - a))
})

test('polling stops when it is paused, and when the page is left', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  // Those that were sent: one that is on its way when the visitor pauses is answered all the same.
  const sent = []
  page.on('request', (request) => (request.headers()['x-inertia-partial-data'] ?? '').includes('board') && sent.push(request))
  const answered = () => wire.exchanges.filter(({ only }) => only.includes('board')).length
  await page.clock.install()
  await open('/board')
  await page.clock.fastForward(3_000)
  await until(answered, (count) => count >= 1, 'the first poll')
  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByText('paused').waitFor()
  const paused = sent.length
  await page.clock.runFor(12_000)
  assert.equal(sent.length, paused)
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByRole('button', { name: 'Pause' }).waitFor()
  await page.clock.runFor(3_100)
  await until(answered, (count) => count > paused, 'another poll')
  await page.getByRole('link', { name: 'About', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'A programme' }).waitFor()
  const left = sent.length
  await page.clock.runFor(12_000)
  assert.equal(sent.length, left)
})
