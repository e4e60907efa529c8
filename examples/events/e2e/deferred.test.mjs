/** Deferred props: after the page, in parallel, and able to fail alone. */

import assert from 'node:assert/strict'
import { asksFor, documentPage, hold, startBrowser, visitor } from './browser.mjs'
import { startServer } from './server.mjs'
import test, { after } from './test.mjs'

const server = await startServer({ after }, { EVENTS_PACE: '250' })
const browser = await startBrowser({ after })

test('the page announces its groups and leaves their props out', async () => {
  const { props, deferredProps } = await documentPage(server, '/events')
  assert.deepEqual(deferredProps, { stats: ['attendance'], revenue: ['revenue'] })
  assert.ok(!('attendance' in props) && !('revenue' in props))
})

test('every group is fetched by a request of its own, and none waits for another', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  await open('/events')
  const stats = await wire.find(({ only }) => only.includes('attendance'))
  const revenue = await wire.find(({ only }) => only.includes('revenue'))
  assert.deepEqual([stats.only, revenue.only], [['attendance'], ['revenue']])
  assert.ok(stats.started < revenue.answered && revenue.started < stats.answered, 'both were under way at once')
  assert.deepEqual(Object.keys(stats.page.props), ['errors', 'attendance'])
  assert.equal(stats.page.deferredProps, undefined)
  const { sold, capacity } = stats.page.props.attendance
  await page.locator('.chart .figure', { hasText: `${Math.round((100 * sold) / capacity)} % sold` }).waitFor()
  await page.locator('.bars dl div').nth(9).waitFor()
})

test('a skeleton holds the place, and nothing moves when the prop arrives', async (t) => {
  const { page, open } = await visitor(t, browser, server)
  await page.addInitScript(() => {
    window.shifts = []
    new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map(({ value }) => value))).observe({
      type: 'layout-shift',
      buffered: true,
    })
  })
  const release = await hold(page, asksFor('revenue'))
  await open('/events')
  const panel = page.locator('.panel', { has: page.getByRole('heading', { name: 'Take it with you' }) })
  await page.getByText('Asking the ledger').waitFor({ state: 'attached' })
  const before = await panel.boundingBox()
  release()
  await page.locator('.chart').waitFor()
  await page.locator('.bars').waitFor()
  assert.deepEqual(await panel.boundingBox(), before)
  const shift = await page.evaluate(() => window.shifts.reduce((sum, value) => sum + value, 0))
  assert.ok(shift < 0.01, `the page shifted by ${shift}`)
})

test('a rescued prop fails alone, can be tried again, and recovers', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  await open('/events?revenue=fail')
  const failed = await wire.find(({ only }) => only.includes('revenue'))
  assert.equal(failed.status, 200)
  assert.deepEqual(failed.page.rescuedProps, ['revenue'])
  assert.ok(!('revenue' in failed.page.props))
  await page.getByRole('alert').getByText('The ledger did not open.').waitFor()
  await page.locator('.chart').waitFor()

  const again = await wire.during(
    () => page.getByRole('button', { name: 'Try again' }).click(),
    ({ only }) => only.includes('revenue'),
  )
  assert.deepEqual(again.page.rescuedProps, ['revenue'])
  await page.getByRole('button', { name: 'Try again' }).and(page.locator(':enabled')).waitFor()

  const recovered = await wire.during(
    () => page.getByRole('radio', { name: 'Open' }).click(),
    ({ only }) => only.includes('revenue'),
  )
  assert.equal(recovered.page.rescuedProps, undefined)
  assert.equal(recovered.page.props.revenue.rows.length, 10)
  await page.locator('.bars').waitFor()
  assert.equal(await page.getByRole('alert').count(), 0)
})

test('a prop that takes longer than its timeout is rescued as well', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  await open('/events?revenue=slow')
  const late = await wire.find(({ only }) => only.includes('revenue'))
  assert.deepEqual(late.page.rescuedProps, ['revenue'])
  await page.getByText('It took longer than two seconds').waitFor()
})

test('a deferred prop that arrives after a filter was set leaves the address alone', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  const release = await hold(page, asksFor('revenue'))
  await open('/events')
  const filter = await wire.during(() => page.getByRole('link', { name: /^Film/ }).click(), ({ reset }) => reset.length > 0)
  await page.locator('[aria-current=true]', { hasText: 'Film' }).waitFor()
  release()
  const late = await wire.find(({ only }) => only.includes('revenue'))
  assert.ok(late.started < filter.started && filter.answered < late.answered, 'it was under way meanwhile')
  assert.equal(late.path, '/events')
  await page.locator('.bars').waitFor()
  assert.equal(new URL(page.url()).search, '?category=film')
  await page.goBack()
  await page.locator('[aria-current=true]', { hasText: /^All$/ }).waitFor()
  assert.equal(new URL(page.url()).search, '')
})

test('a deferred member of a nested group arrives beside its siblings', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  const release = await hold(page, asksFor('venue.nearby'))
  await open('/events/1000')
  await page.getByText('Asking the neighbours').waitFor({ state: 'attached' })
  release()
  const visit = await wire.find(({ only }) => only.includes('venue.nearby'))
  assert.deepEqual(Object.keys(visit.page.props.venue), ['nearby'])
  await page.locator('.venue-near li').nth(3).waitFor()
  assert.match(await page.locator('.venue-part').first().textContent(), /°C/)
})
