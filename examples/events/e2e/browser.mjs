/** A visitor: a browser page, what travels between it and the server, and what goes wrong in it. */

import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright-core'
import { deadline, PATIENCE } from './wait.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Starts a browser, which ends when the test or the file that asked for it is over. */
export async function startBrowser(t) {
  const browser = await chromium.launch({ executablePath: executable(), args: FLAGS })
  t.after(() => browser.close())
  return browser
}

/**
 * Opens a page of its own, with nothing stored. At the end of the test it must have logged no error; `forgive` lists
 * patterns of those that the test provokes.
 */
export async function visitor(t, browser, server, { forgive = [], ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE)
  const errors = []
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message))
  const wire = record(page, server)
  server.guests.push(() => context.close())
  t.after(async () => {
    await context.close()
    assert.deepEqual(errors.filter((error) => !forgive.some((pattern) => pattern.test(error))), [])
  })
  const open = async (path) => {
    const response = await page.goto(server.url + path, { waitUntil: 'load' })
    if (options.javaScriptEnabled === false) return response
    // The frame's effects are the last of those of a page that was put there, or taken over; before that, a click would be the
    // browser's own, and nobody polls or watches what comes into view. Deferred props are asked for when the page is in the
    // history. Some documents have no page.
    await page.waitForFunction(() => {
      const shown = document.documentElement.dataset.labels !== undefined && history.state?.page !== undefined
      return shown || !document.querySelector('script[data-page]')
    })
    return response
  }
  return { page, wire, open, errors }
}

/** Takes down every visit of the client, in the order in which the answers came. */
function record(page, server) {
  const exchanges = []
  const started = new Map()
  const waiting = new Set()
  let clock = 0
  page.on('request', (request) => started.set(request, clock++))
  page.on('response', async (response) => {
    const request = response.request()
    // What a redirect leads to has the headers of the visit; only the network's own list says so.
    const headers = request.redirectedFrom() ? await request.allHeaders() : request.headers()
    if (!response.url().startsWith(server.url) || headers['x-inertia'] !== 'true') return
    const answered = clock++
    const body = response.headers()['x-inertia'] ? await response.json().catch(() => null) : null
    exchanges.push({
      method: request.method(),
      path: response.url().slice(server.url.length),
      headers,
      only: list(headers['x-inertia-partial-data']),
      except: list(headers['x-inertia-partial-except']),
      reset: list(headers['x-inertia-reset']),
      held: list(headers['x-inertia-except-once-props']),
      intent: headers['x-inertia-infinite-scroll-merge-intent'],
      status: response.status(),
      answer: response.headers(),
      page: body,
      started: started.get(request),
      answered,
    })
    for (const check of waiting) check()
  })

  /** The first exchange from `from` on that fits, waited for if need be. */
  function find(fits, from) {
    let check
    const found = new Promise((resolve) => {
      check = () => {
        const hit = exchanges.slice(from).find(fits)
        if (hit) resolve(hit)
      }
      waiting.add(check)
      check()
    })
    const seen = () => exchanges.slice(from).map(({ method, path, only }) => `\n  ${method} ${path} ${only}`).join('')
    return deadline(found, PATIENCE, () => `a visit with ${fits}; seen were:${seen()}`).finally(() => waiting.delete(check))
  }

  return {
    exchanges,
    /** An exchange that fits, past or to come. */
    find: (fits) => find(fits, 0),
    /** Does something, and gives the first exchange that fits and was answered after it began. */
    async during(action, fits = () => true) {
      const from = exchanges.length
      await action()
      return find(fits, from)
    },
  }
}

/** The page object in the document that a browser would get. */
export async function documentPage(server, path) {
  const html = await (await fetch(server.url + path)).text()
  const [, json] = html.match(/<script[^>]* data-page="app" type="application\/json"[^>]*>(.*?)<\/script>/s) ?? []
  assert.ok(json, 'the document holds a page object')
  return JSON.parse(json)
}

/** Waits until a condition holds in Node, asking again after every answer of `read`. What is waited for is a text, or makes one. */
export async function until(read, holds, what, patience = PATIENCE) {
  let over = false
  const asking = (async () => {
    while (!over) {
      const value = await read()
      if (holds(value)) return value
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
  })()
  // Once it is too late nobody asks any more: a question without end would keep the test's process alive.
  return deadline(asking, patience, typeof what === 'string' ? () => what : what).finally(() => (over = true))
}

/** What tells the requests that ask for a prop. */
export const asksFor = (prop) => (request) => list(request.headers()['x-inertia-partial-data']).includes(prop)

/** Keeps requests from leaving the browser until the returned function is called. */
export async function hold(page, fits) {
  let release
  const released = new Promise((resolve) => (release = resolve))
  await page.route('**/*', async (route) => {
    if (fits(route.request())) await released
    await route.continue()
  })
  return release
}

/** Waits until a request has its answer, or the client does not want one any more; called before that may happen. */
export function ending(page, fits) {
  const over = new Promise((resolve) => {
    for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => fits(request) && resolve())
  })
  return () => deadline(over, PATIENCE, () => `the end of a request with ${fits}`)
}

/** Lets a page do what it does with an answer that has come, before a test says that nothing happened. */
export const twoFrames = (page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))))

/** Marks the document, so that a test can tell whether it was loaded anew. */
export const mark = (page) => page.evaluate(() => void (window.mark = true))
export const marked = (page) => page.evaluate(() => window.mark === true)

const list = (header) => (header ? header.split(',') : [])

function executable() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM
  const folders = (process.env.PATH ?? '').split(delimiter)
  const found = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path))
  if (!found) throw new Error(`There is none of ${NAMES.join(', ')} here; set CHROMIUM to the path of one.`)
  return found
}
