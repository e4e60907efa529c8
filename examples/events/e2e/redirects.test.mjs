/** Redirects that a browser would not follow by itself, and assets that have changed. */

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { mark, marked, startBrowser, visitor } from './browser.mjs'
import { startServer } from './server.mjs'
import test, { after } from './test.mjs'

const browser = await startBrowser({ after })
const elsewhere = await otherOrigin()
const server = await startServer({ after }, { EVENTS_SOURCE: elsewhere })
const CONFLICT = { forgive: [/409 \(Conflict\)/] }

test('the root leads to the programme', async (t) => {
  const { page, open } = await visitor(t, browser, server)
  await open('/')
  await page.locator('.row').first().waitFor()
  assert.equal(new URL(page.url()).pathname, '/events')
})

test('a redirect with a fragment keeps it, as a visit', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server, CONFLICT)
  await open('/about')
  await mark(page)
  const redirect = await wire.during(
    () => page.getByRole('link', { name: 'Straight to the list' }).click(),
    ({ path }) => path === '/go/programme',
  )
  assert.equal(redirect.status, 409)
  assert.equal(redirect.answer['x-inertia-redirect'], '/events#list')
  assert.equal(redirect.answer['x-inertia'], undefined)
  const visit = await wire.find(({ path, status }) => path === '/events' && status === 200)
  assert.equal(visit.page.component, 'Event/Index')
  await page.waitForURL('**/events#list')
  await page.locator('.row').first().waitFor()
  assert.equal(await marked(page), true)
  await page.waitForFunction(() => Math.abs(document.querySelector('#list').getBoundingClientRect().top) < 20)
})

test('a redirect with a fragment keeps it, as a first visit', async (t) => {
  const { page, open } = await visitor(t, browser, server)
  await open('/go/programme')
  assert.equal(page.url(), `${server.url}/events#list`)
})

test('another origin is visited by the browser itself', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server, CONFLICT)
  await open('/about')
  const redirect = await wire.during(
    () => page.getByRole('link', { name: 'Source code' }).click(),
    ({ path }) => path === '/go/source',
  )
  assert.equal(redirect.status, 409)
  assert.equal(redirect.answer['x-inertia-location'], elsewhere)
  assert.equal(redirect.answer['x-inertia-version'], undefined)
  await page.waitForURL(`${elsewhere}**`)
  await page.getByText('another origin').waitFor()
})

test('new assets load the page anew at the next visit, at the address that was asked for', async (t) => {
  const fresh = await startServer(t, { EVENTS_VERSION: 'one' })
  const { page, wire, open } = await visitor(t, browser, fresh, CONFLICT)
  await open('/about')
  await mark(page)
  await fresh.restart({ EVENTS_VERSION: 'two' })
  const stale = await wire.during(
    () => page.getByRole('link', { name: /^Feed/ }).click(),
    ({ path }) => path === '/feed',
  )
  assert.equal(stale.headers['x-inertia-version'], 'one')
  assert.equal(stale.status, 409)
  assert.equal(stale.answer['x-inertia-location'], '/feed')
  assert.equal(stale.answer['x-inertia-version'], 'two')
  await page.waitForURL('**/feed')
  await page.locator('.entry').first().waitFor()
  assert.equal(await marked(page), false)

  const next = await wire.during(
    () => page.getByRole('link', { name: 'About', exact: true }).click(),
    ({ path }) => path === '/about',
  )
  assert.equal(next.headers['x-inertia-version'], 'two')
  assert.equal(next.status, 200)
})

test('a server that is away for a moment, and new assets, do not interrupt a visitor whose page only polls', async (t) => {
  const fresh = await startServer(t, { EVENTS_VERSION: 'one' })
  const { page, wire, open } = await visitor(t, browser, fresh, { forgive: [/409 \(Conflict\)/, /ERR_CONNECTION_|ERR_EMPTY_RESPONSE/] })
  await open('/board')
  await mark(page)
  await fresh.pause()
  await page.waitForEvent('requestfailed')
  await fresh.resume({ EVENTS_VERSION: 'two' })
  const poll = await wire.find(({ status }) => status === 409)
  assert.deepEqual(poll.only, ['board', 'notices'])
  assert.equal(poll.answer['x-inertia-version'], 'two')
  assert.equal(await marked(page), true)
  assert.equal(await page.locator('.board li').count(), 12)
})

/** A server of another origin. */
async function otherOrigin() {
  const other = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html')
    response.end('<link rel="icon" href="data:,"><p>This is another origin.</p>')
  })
  await new Promise((resolve) => other.listen(0, '127.0.0.1', resolve))
  after(() => {
    other.closeAllConnections()
    other.close()
  })
  return `http://127.0.0.1:${other.address().port}/`
}
