/** First visits, visits of the client, and the way back. */

import assert from 'node:assert/strict'
import { documentPage, mark, marked, startBrowser, visitor } from './browser.mjs'
import { startServer } from './server.mjs'
import test, { after } from './test.mjs'

const server = await startServer({ after })
const browser = await startBrowser({ after })

test('a first visit is one document, with the page inside it', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  const response = await open('/about')
  assert.equal(response.status(), 200)
  assert.match(response.headers()['content-type'], /^text\/html/)
  assert.match(response.headers()['vary'], /X-Inertia/i)
  await page.getByRole('heading', { level: 1, name: 'A programme, and the wires behind it' }).waitFor()
  assert.equal(await page.title(), 'About · Doors')
  assert.equal(wire.exchanges.length, 0)
})

test('the document loads the built scripts and styles, and keeps them for good', async (t) => {
  const { page, open } = await visitor(t, browser, server)
  const assets = []
  page.on('response', (response) => response.url().includes('/assets/') && assets.push(response))
  await open('/about')
  await page.getByRole('heading', { level: 1 }).waitFor()
  assert.ok(assets.some((asset) => asset.url().endsWith('.css')))
  for (const asset of assets) assert.match(asset.headers()['cache-control'], /immutable/, asset.url())
})

test('a link visits the next page without loading the document anew', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  await open('/events')
  await mark(page)
  const row = page.locator('.row').first()
  const title = await row.locator('.row-title').textContent()
  const visit = await wire.during(() => row.click(), ({ path }) => /^\/events\/\d+$/.test(path))
  assert.equal(visit.headers['x-requested-with'], 'XMLHttpRequest')
  assert.equal(visit.headers['accept'], 'text/html, application/xhtml+xml')
  assert.equal(visit.status, 200)
  assert.equal(visit.answer['x-inertia'], 'true')
  assert.match(visit.answer['vary'], /X-Inertia/i)
  assert.match(visit.answer['content-type'], /^application\/json/)
  assert.equal(visit.page.component, 'Event/Show')
  assert.equal(visit.page.url, visit.path)
  assert.equal(visit.page.props.event.title, title)
  assert.deepEqual(visit.page.props.errors, {})
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
  assert.equal(new URL(page.url()).pathname, visit.path)
  assert.equal(await marked(page), true)
})

test('the document and the visit describe the same page', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  await open('/events')
  const about = page.getByRole('link', { name: 'About', exact: true })
  const visit = await wire.during(() => about.click(), ({ path }) => path === '/about')
  const document = await documentPage(server, '/about')
  assert.equal(document.version, visit.page.version)
  assert.deepEqual(document.sharedProps, visit.page.sharedProps)
  assert.deepEqual(Object.keys(document.props), ['errors', 'app', 'visitor', 'counts', 'cities', 'requestId'])
  assert.deepEqual(Object.keys(visit.page.props), ['errors', 'app', 'visitor', 'counts', 'requestId'])
})

test('every page has the shared props, and its own number from the middleware', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  await open('/about')
  const numbers = new Set()
  for (const [name, path] of [['Feed', '/feed'], ['Next doors', '/board'], ['Programme', '/events']]) {
    const visit = await wire.during(
      () => page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).click(),
      (exchange) => exchange.path === path && exchange.only.length === 0,
    )
    assert.deepEqual(visit.page.sharedProps, ['app', 'visitor', 'counts', 'cities', 'requestId'])
    assert.equal(visit.page.props.app.name, 'Doors')
    assert.deepEqual(visit.page.props.counts, { events: 2000, venues: 300, activity: 600 })
    numbers.add(visit.page.props.requestId)
  }
  assert.equal(numbers.size, 3)
  assert.match(await page.getByRole('navigation', { name: 'Main' }).textContent(), /2,000/)
})

test('back and forward show the pages that were there, without asking for them again', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  await open('/about')
  await wire.during(() => page.getByRole('link', { name: /^Feed/ }).click(), ({ path }) => path === '/feed')
  await page.locator('.entry').first().waitFor()
  const before = wire.exchanges.length
  await page.goBack()
  await page.getByRole('heading', { level: 1, name: 'A programme' }).waitFor()
  await page.goForward()
  await page.locator('.entry').first().waitFor()
  assert.equal(new URL(page.url()).pathname, '/feed')
  assert.equal(wire.exchanges.length, before)
})

test('the wire at the foot of the page lists what travelled', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  await open('/events')
  await wire.find(({ only }) => only.includes('revenue'))
  await page.getByRole('button', { name: 'Wire' }).click()
  const log = page.getByRole('list', { name: 'Last visits' })
  await log.getByText('only attendance').waitFor()
  await log.locator('[data-kind=document]').getByText('defer attendance').waitFor()
  await page.getByRole('checkbox', { name: 'Labels' }).uncheck()
  await page.locator('.travel-label').first().waitFor({ state: 'hidden' })
})
