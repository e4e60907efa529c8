/** What is sent once: kept from page to page, and fetched again when it has expired. */

import assert from 'node:assert/strict'
import { documentPage, startBrowser, until, visitor } from './browser.mjs'
import { startServer } from './server.mjs'
import test, { after } from './test.mjs'

const server = await startServer({ after })
const browser = await startBrowser({ after })
const HOUR = 3_600_000

const main = (page, name) => page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).click()

test('a once prop comes with its key and the time at which it expires', async () => {
  const started = Date.now()
  const { props, onceProps } = await documentPage(server, '/events')
  assert.equal(props.categories.length, 10)
  assert.deepEqual(Object.keys(onceProps), ['cities', 'categories'])
  assert.equal(onceProps.categories.prop, 'categories')
  const { expiresAt } = onceProps.categories
  assert.ok(expiresAt >= started + HOUR && expiresAt <= Date.now() + HOUR)
})

test('the client keeps it over other pages, and it is not sent again', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  await open('/events')
  const event = await wire.during(() => page.locator('.row').first().click(), ({ path }) => /^\/events\/\d+$/.test(path))
  assert.deepEqual(event.held.sort(), ['categories', 'cities'])
  await page.locator('.event').waitFor()
  const back = await wire.during(() => main(page, 'Programme'), ({ path, only }) => path === '/events' && only.length === 0)
  assert.ok(back.held.includes('cities'))
  assert.ok(!('cities' in back.page.props))
  assert.ok('cities' in back.page.onceProps, 'its entry is sent all the same')
  await until(() => page.locator('select option').count(), (count) => count === 13, 'all cities in the filter')
})

test('a page that has held it since the last full visit gets its entry and not its value', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  await open('/events')
  // The same page again: the client still has the categories, and shows them.
  const again = await wire.during(() => main(page, 'Programme'), ({ path, only }) => path === '/events' && only.length === 0)
  assert.deepEqual(again.held.sort(), ['categories', 'cities'])
  assert.ok(!('categories' in again.page.props))
  assert.ok('categories' in again.page.onceProps)
  assert.equal(await page.locator('.filters-categories a').count(), 11)
})

test('it is fetched again once it has expired', async (t) => {
  const brief = await startServer(t, { EVENTS_ONCE_SECONDS: '600' })
  const { page, wire, open } = await visitor(t, browser, brief)
  await open('/events')
  const { onceProps } = await page.evaluate(() => JSON.parse(document.querySelector('script[data-page]').textContent))
  // They were made one after the other.
  const expiresAt = Math.max(onceProps.categories.expiresAt, onceProps.cities.expiresAt)
  const early = await wire.during(() => main(page, 'Programme'), ({ path, only }) => path === '/events' && only.length === 0)
  assert.ok(early.held.includes('categories'), 'it is still held')
  assert.ok(expiresAt <= Date.now() + 600_000)
  await page.clock.setFixedTime(expiresAt + 1)
  const late = await wire.during(() => main(page, 'Programme'), ({ path, only }) => path === '/events' && only.length === 0)
  assert.deepEqual(late.held, [])
  assert.equal(late.page.props.categories.length, 10)
  assert.equal(late.page.props.cities.length, 12)
  assert.ok(late.page.onceProps.categories.expiresAt > expiresAt)
  assert.equal(await page.locator('.filters-categories a').count(), 11)
})
