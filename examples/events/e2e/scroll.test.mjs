/** Infinite scroll, in both directions. */

import assert from 'node:assert/strict'
import { documentPage, startBrowser, until, visitor } from './browser.mjs'
import { startServer } from './server.mjs'
import test, { after } from './test.mjs'

const server = await startServer({ after })
const browser = await startBrowser({ after })

const entries = (page) => page.locator('[data-entry]').evaluateAll((list) => list.map((entry) => Number(entry.dataset.entry)))
const toEnd = (page) => page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
const toStart = (page) => page.evaluate(() => scrollTo(0, 0))

/** Scrolls to the end until an answer fits: what is fetched at the other end meanwhile moves the end away. */
async function scrollUntil(page, wire, fits) {
  await until(
    async () => {
      await page.evaluate(() => scrollBy(0, -400))
      await toEnd(page)
      return wire.exchanges.some(fits)
    },
    (seen) => seen,
    'the next page',
  )
  return wire.find(fits)
}

function inOrder(list) {
  assert.deepEqual(list, [...new Set(list)].sort((a, b) => b - a), 'newest first, none twice')
}

test('a page of the feed comes with the cursors of its neighbours', async () => {
  const { props, scrollProps, mergeProps, matchPropsOn } = await documentPage(server, '/feed?page=15')
  assert.equal(props.activity.data.length, 20)
  assert.deepEqual(scrollProps, {
    activity: { pageName: 'page', previousPage: 14, nextPage: 16, currentPage: 15, reset: false },
  })
  assert.deepEqual(mergeProps, ['activity.data'])
  assert.deepEqual(matchPropsOn, ['activity.data.id'])
})

test('scrolling down appends the next page', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  await open('/feed')
  await page.getByText('Nothing newer').waitFor()
  const visit = await wire.during(() => toEnd(page), ({ intent }) => intent !== undefined)
  assert.equal(visit.intent, 'append')
  assert.deepEqual(visit.only, ['activity'])
  assert.equal(visit.path, '/feed?page=2')
  assert.deepEqual(visit.page.mergeProps, ['activity.data'])
  const list = await until(() => entries(page), (list) => list.length >= 40, 'forty entries')
  assert.equal(list[0], 600)
  inOrder(list)
})

test('scrolling up prepends the page before', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  await open('/feed?page=15')
  await page.locator('[data-entry]').first().waitFor()
  await toStart(page)
  const visit = await wire.find(({ intent }) => intent === 'prepend')
  assert.equal(visit.path, '/feed?page=14')
  assert.deepEqual(visit.page.prependProps, ['activity.data'])
  assert.equal(visit.page.mergeProps, undefined)
  const list = await until(() => entries(page), (list) => list[0] > 320, 'newer entries')
  inOrder(list)
})

test('from the middle, the feed grows at both ends', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  await open('/feed?page=15')
  await wire.find(({ path }) => path === '/feed?page=14')
  await until(() => entries(page), (list) => list.length >= 40, 'a page before')
  await scrollUntil(page, wire, ({ path }) => path === '/feed?page=16')
  const list = await until(() => entries(page), (list) => list.includes(281), 'a page after')
  inOrder(list)
})

test('the feed says where it ends', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  await open('/feed?page=29')
  const last = await scrollUntil(page, wire, ({ intent }) => intent === 'append')
  assert.equal(last.page.scrollProps.activity.nextPage, null)
  await page.getByText('That was the first booking of them all').waitFor()
  await until(() => entries(page), (list) => list.at(-1) === 1, 'the oldest entry')
})

test('a link to the middle starts there, without what was there before', async (t) => {
  const { page, wire, open } = await visitor(t, browser, server)
  await open('/feed')
  const visit = await wire.during(
    () => page.getByRole('link', { name: 'in the middle' }).click(),
    ({ path, only }) => path === '/feed?page=15' && only.length === 0,
  )
  assert.equal(visit.page.scrollProps.activity.currentPage, 15)
  const list = await until(() => entries(page), (list) => list.length > 0 && !list.includes(600), 'the middle of the feed')
  inOrder(list)
})
