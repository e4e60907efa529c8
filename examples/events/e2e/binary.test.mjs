/** One file in an empty folder: the app, its front end, its template and its database. */

import assert from 'node:assert/strict'
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { startBrowser, visitor } from './browser.mjs'
import { signUp } from './people.mjs'
import { startServer } from './server.mjs'
import test, { after } from './test.mjs'

const program = process.env.EVENTS_EMBEDDED
const skip = program ? false : 'set EVENTS_EMBEDDED to a program built with the feature `embed`, as `cargo verify browser` does'

const folder = mkdtempSync(join(tmpdir(), 'events-alone-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** The copied program in its folder, with no word about where anything else is. */
function start(t) {
  const copy = join(folder, basename(program))
  copyFileSync(program, copy)
  const nothing = { EVENTS_HOME: '', EVENTS_DB: '', EVENTS_SSR: '' }
  return startServer(t, { ...nothing, INERTIA_KEY: 'x'.repeat(64) }, { program: copy, cwd: folder })
}

test('a single file in an empty folder is the whole app', { skip }, async (t) => {
  const server = await start(t)
  const browser = await startBrowser(t)
  const guest = await visitor(t, browser, server)
  const loaded = []
  guest.page.on('response', (response) => response.url().includes('/assets/') && loaded.push(response))
  await guest.open('/events')
  await guest.page.locator('.row').first().click()
  await guest.page.getByRole('heading', { level: 1 }).waitFor()
  await signUp(guest)
  assert.ok(loaded.some((asset) => asset.url().endsWith('.css')) && loaded.some((asset) => asset.url().endsWith('.woff2')))
  for (const asset of loaded) {
    assert.equal(asset.status(), 200, asset.url())
    assert.match(asset.headers()['cache-control'], /immutable/, asset.url())
  }
  const files = readdirSync(folder).filter((name) => !name.startsWith('events.db'))
  assert.deepEqual(files, [basename(program)])
})

test('its files have tags and compressed variants, and its secrets stay inside', { skip }, async (t) => {
  const server = await start(t)
  const html = await (await fetch(`${server.url}/about`)).text()
  const [script] = html.match(/\/assets\/main-[\w-]+\.js/)
  const get = (path, headers) => fetch(server.url + path, { headers })
  for (const encoding of ['br', 'gzip']) {
    const answer = await get(script, { 'accept-encoding': encoding })
    assert.equal(answer.headers.get('content-encoding'), encoding)
    assert.match(answer.headers.get('vary'), /accept-encoding/i)
    const again = await get(script, { 'accept-encoding': encoding, 'if-none-match': answer.headers.get('etag') })
    assert.equal(again.status, 304)
  }
  for (const path of ['/.vite/manifest.json', '/ssr/ssr.js', '/assets/', '/assets/..%2f.vite/manifest.json']) {
    assert.equal((await get(path)).status, 404, path)
  }
})
