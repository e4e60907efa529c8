/** First visits that are rendered on the server, and what becomes of them when the renderer does not help. */

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { documentPage, startBrowser, until, visitor } from './browser.mjs'
import { signUp } from './people.mjs'
import { broken, fiftyMegabytes, garbage, hang, notFound, startRenderer, works } from './renderers.mjs'
import { startServer } from './server.mjs'
import test, { after } from './test.mjs'

/** The app runs the renderer itself, as it does when nothing is said. */
const OWN = { EVENTS_SSR: '' }

/** Where each page is. The last two need an account. */
const PAGES = ['/events', '/events?q=zzzz', '/events/1000', '/board', '/feed', '/feed?page=15', '/about', '/sign-up', '/log-in']
const PAGES_OF_ONES_OWN = ['/account', '/events/mine']

/** Where nothing but a rendered page will do, it is waited for. */
const PATIENT = { ...OWN, EVENTS_SSR_SECONDS: '30' }

const server = await startServer({ after }, PATIENT)
const browser = await startBrowser({ after })
await rendered(server)

test('the list can be read without JavaScript', async (t) => {
  const { page, open } = await visitor(t, browser, server, { javaScriptEnabled: false })
  await open('/events')
  assert.equal(await page.title(), 'Programme · Doors')
  assert.match(await page.getByRole('heading', { level: 1 }).innerText(), /^[\d,]+ reasons to leave the house$/)
  const { props } = await documentPage(server, '/events')
  assert.deepEqual(await page.locator('.row-title').allInnerTexts(), props.events.map(({ title }) => title))
  await page.locator('.row').first().click()
  await page.getByRole('heading', { level: 1, name: props.events[0].title, exact: true }).waitFor()
})

test('every page is taken over as it is, without a word in the console', async (t) => {
  const guest = await visitor(t, browser, server)
  const words = []
  guest.page.on('console', (message) => ['warning', 'error'].includes(message.type()) && words.push(message.text()))
  for (const path of PAGES) await takenOver(guest, path)
  await signUp(guest)
  for (const path of PAGES_OF_ONES_OWN) await takenOver(guest, path)
  assert.deepEqual(words, [])
})

test('a visitor without labels keeps them off', async (t) => {
  const guest = await visitor(t, browser, server)
  await guest.open('/about')
  await guest.page.getByRole('checkbox', { name: 'Labels' }).uncheck()
  await takenOver(guest, '/about')
  await until(() => guest.page.locator('html').getAttribute('data-labels'), (labels) => labels === 'off', 'the labels to be off')
  assert.equal(await guest.page.getByRole('checkbox', { name: 'Labels' }).isChecked(), false)
})

test('a like, a filter and a deferred panel work on a page that was taken over', async (t) => {
  const guest = await visitor(t, browser, server)
  await signUp(guest)
  await takenOver(guest, '/events/1000')
  await guest.page.getByRole('button', { name: /^Like/ }).click()
  await guest.page.getByRole('button', { name: /^Liked/ }).waitFor()
  await takenOver(guest, '/events')
  await guest.page.getByText('% sold').waitFor()
  await guest.page.getByRole('link', { name: 'Today' }).click()
  await guest.page.waitForURL(/when=today/)
})

test('an excluded path is left to the browser', async (t) => {
  const guest = await visitor(t, browser, server)
  await signUp(guest)
  const html = await (await guest.open('/events/new')).text()
  assert.match(html, /<div id="app"><\/div>/)
  await guest.page.getByLabel('What is it called?').waitFor()
})

test('the document has one title, the rendered one', async () => {
  const html = await (await fetch(`${server.url}/about`)).text()
  assert.deepEqual(html.match(/<title[^>]*>.*?<\/title>/g), ['<title data-inertia="">About · Doors</title>'])
})

test('visits of the client are not rendered', async (t) => {
  const guest = await visitor(t, browser, server)
  await takenOver(guest, '/events')
  const { answer } = await guest.wire.during(() => guest.page.getByRole('link', { name: 'About', exact: true }).click())
  assert.equal(answer['content-type'], 'application/json')
})

test('pages keep coming while the renderer is killed, and it comes back', { skip: !existsProc() }, async (t) => {
  const server = await startServer(t, OWN)
  await rendered(server)
  const first = rendererOf(server.process.pid)
  let over = false
  t.after(() => (over = true))
  const results = { server: 0, client: 0 }
  const visits = Promise.all(
    Array.from({ length: 8 }, async () => {
      while (!over) results[(await visit(server)) ? 'server' : 'client'] += 1
    }),
  )
  process.kill(first, 'SIGKILL')
  await until(() => results.client, Boolean, 'a page from the client')
  const second = await until(() => rendererOf(server.process.pid), (pid) => pid && pid !== first, 'another renderer')
  results.server = 0
  await until(() => results.server, Boolean, 'a page of the new renderer', 40_000)
  over = true
  await visits
  assert.notEqual(second, first)
  assert.ok(results.server > 0 && results.client > 0, JSON.stringify(results))
  assert.deepEqual(zombiesOf(server.process.pid), [])
})

test('the renderer is gone when the app is, however that ends', { skip: !existsProc() }, async (t) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL']) {
    const server = await startServer(t, OWN)
    await rendered(server)
    const renderer = rendererOf(server.process.pid)
    assert.ok(isAlive(renderer))
    server.expectEnd()
    server.process.kill(signal)
    await until(() => isAlive(renderer), (alive) => !alive, `the renderer to end after ${signal}`)
  }
})

test('where there is no Node.js, the app says so and the browser renders', async (t) => {
  const server = await startServer(t, { ...OWN, PATH: '/nowhere' })
  await until(() => server.output(), (output) => output.includes('`node` was not found'), 'a warning')
  assert.equal(await visit(server), false)
})

for (const [name, render, word] of [
  ['hangs', hang, 'did not answer within'],
  ['answers garbage', garbage, 'the renderer answered 200 with'],
  ['answers NOT_FOUND with 200', notFound, 'does not know the path'],
  ['answers 50 MB', fiftyMegabytes, 'has more than 10485760 bytes'],
  ['cannot render the page', broken, 'window is not defined'],
]) {
  test(`one that ${name}: the page is there all the same`, async (t) => {
    const renderer = await startRenderer(t, render)
    const server = await startServer(t, { EVENTS_SSR: renderer.url })
    const { page, open } = await visitor(t, browser, server)
    // The first page of a renderer is waited for longer than the others.
    page.setDefaultNavigationTimeout(30_000)
    await open('/events')
    await page.locator('.row').first().waitFor()
    assert.equal(await page.locator('#fake').count(), 0)
    assert.ok(renderer.asked > 0)
    // Each different failure is said once, whoever meets it.
    await visit(server, '/events')
    // What it says takes a way of its own.
    const said = () => server.output().split('\n').filter((line) => line.includes(word)).length
    await until(said, Boolean, () => `${word}, in:\n${server.output()}`)
    assert.equal(said(), 1, server.output())

    // It is asked again, and when it has come to its senses it is used.
    renderer.render = works
    await until(() => visit(server), Boolean, 'a page of the renderer')
  })
}

/** Whether a first visit was rendered on the server. Whoever rendered it, it is a whole page. */
async function visit(server, path = '/about') {
  const response = await fetch(server.url + path)
  assert.equal(response.status, 200)
  const html = await response.text()
  assert.match(html, /<\/html>\s*$/)
  assert.match(html, /<script[^>]* data-page="app" type="application\/json"[^>]*>\{/)
  return html.includes('data-server-rendered="true"')
}

/** Waits until the renderer is up, for which the app gives it half a minute. */
function rendered(server) {
  return until(() => visit(server), Boolean, 'a page of the renderer', 40_000)
}

/** Opens a page that has been rendered on the server, and waits until the client has taken it over. */
async function takenOver({ page, open }, path) {
  const response = await open(path)
  const html = await response.text()
  assert.match(html, /<div data-server-rendered="true" id="app"><a class="skip"/, path)
  // The element of the document is still the one that React has.
  await page.waitForFunction(() => {
    const root = document.querySelector('#app > .skip')
    return root !== null && Object.keys(root).some((key) => key.startsWith('__reactFiber'))
  })
}

/** Linux says what has become of a process in a folder of its own. */
function existsProc() {
  return process.platform === 'linux'
}

function children(pid) {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => {
      try {
        const [, state, parent] = readFileSync(`/proc/${entry}/stat`, 'utf8').match(/^\d+ \(.*\) (\S) (\d+)/s)
        return Number(parent) === pid ? [{ pid: Number(entry), state }] : []
      } catch {
        return []
      }
    })
}

const rendererOf = (pid) => children(pid).find(({ state }) => state !== 'Z')?.pid
const zombiesOf = (pid) => children(pid).filter(({ state }) => state === 'Z')

function isAlive(pid) {
  try {
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}
