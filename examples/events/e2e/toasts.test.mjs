/** What is flashed is said once: whatever the visitor does next, and wherever it waits for its page. */

import assert from 'node:assert/strict'
import { startBrowser, until, visitor } from './browser.mjs'
import { signUp, toast } from './people.mjs'
import { startServer } from './server.mjs'
import test, { after } from './test.mjs'

const KEY = { INERTIA_KEY: 'a secret of the tests, thirty-two bytes or more' }
const browser = await startBrowser({ after })

for (const [name, settings] of [
  ['in a cookie', KEY],
  ['in the store', { ...KEY, EVENTS_FLASH: 'store' }],
]) {
  test(`flashed ${name}`, async (t) => {
    const server = await startServer(t, settings)

    await t.test('a toast is said once, also after going back and forward', async (t) => {
      const guest = await visitor(t, browser, server)
      const { page } = guest
      await signUp(guest)
      await toast(page).getByText('Welcome').waitFor()
      assert.equal(await toast(page).getByText('Welcome').count(), 1)
      await page.getByRole('button', { name: 'Dismiss' }).click()
      await page.getByRole('link', { name: 'About', exact: true }).click()
      await page.getByRole('heading', { name: 'A programme' }).waitFor()
      await page.goBack()
      await page.locator('.row').first().waitFor()
      await page.goForward()
      await page.getByRole('heading', { name: 'A programme' }).waitFor()
      assert.equal(await toast(page).textContent(), '')
      assert.deepEqual(await flashed(page), [])
    })

    await t.test('a toast stays while the page it came with asks for more', async (t) => {
      const guest = await visitor(t, browser, server)
      await signUp(guest)
      await guest.wire.find(({ only }) => only.includes('revenue'))
      await toast(guest.page).getByText('Welcome').waitFor()
      assert.equal(await toast(guest.page).getByText('Welcome').count(), 1)
    })

    await t.test('a second tab does not say it again', async (t) => {
      const guest = await visitor(t, browser, server)
      await signUp(guest)
      await toast(guest.page).getByText('Welcome').waitFor()
      const tab = await guest.page.context().newPage()
      await tab.goto(`${server.url}/about`)
      await tab.getByRole('heading', { name: 'A programme' }).waitFor()
      assert.equal(await toast(tab).textContent(), '')
    })

    await t.test('what waits is not taken by a prefetch, and said on the page that follows', async (t) => {
      const { page, open, wire } = await visitor(t, browser, server)
      await open('/events')
      await knock(page)
      assert.equal((await flashed(page)).length, 1)
      const link = page.getByRole('link', { name: 'Sign up', exact: true })
      const prefetched = await wire.during(() => link.hover(), ({ path }) => path === '/sign-up')
      assert.equal(prefetched.headers['purpose'], 'prefetch')
      assert.equal(prefetched.page.flash, undefined)
      assert.equal((await flashed(page)).length, 1)
      await page.getByRole('link', { name: /^Feed/ }).click()
      await toast(page).getByText('Log in, and we go on').waitFor()
      await until(() => flashed(page), (cookies) => cookies.length === 0, 'the flash to be delivered')
      await link.click()
      await page.getByRole('heading', { name: 'Get a key' }).waitFor()
      assert.equal(await toast(page).getByText('Log in, and we go on').count(), 1)
    })

    await t.test('what waits is still there when the server has started anew', async (t) => {
      const { page, open } = await visitor(t, browser, server, { forgive: [/ERR_CONNECTION_REFUSED/] })
      await open('/about')
      await knock(page)
      await server.restart(settings)
      await page.getByRole('link', { name: /^Feed/ }).click()
      await toast(page).getByText('Log in, and we go on').waitFor()
      assert.equal(await toast(page).getByText('Log in, and we go on').count(), 1)
    })
  })
}

test('a toast leaves by itself, but not while somebody is at it', async (t) => {
  const server = await startServer(t)
  const guest = await visitor(t, browser, server)
  const { page } = guest
  await page.clock.install()
  await signUp(guest)
  await toast(page).getByText('Welcome').waitFor()
  await page.getByRole('button', { name: 'Dismiss' }).focus()
  await page.clock.runFor(15_000)
  assert.equal(await toast(page).getByText('Welcome').count(), 1)
  await page.getByRole('link', { name: 'About', exact: true }).focus()
  await page.clock.runFor(9_000)
  await toast(page).getByText('Welcome').waitFor({ state: 'detached' })
})

/** Asks for a page that one must log in for, and does not go where that leads: what it flashes waits. */
async function knock(page) {
  await page.evaluate(async () => void (await fetch('/account', { redirect: 'manual' })))
}

/** The cookies that say that something waits. */
async function flashed(page) {
  return (await page.context().cookies()).filter(({ name }) => name.includes('inertia-flash'))
}
