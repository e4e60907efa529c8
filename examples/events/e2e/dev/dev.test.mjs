/** `cargo dev`: both servers, a restart behind one socket, a mistake that stops nothing, and one Ctrl-C. */

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startBrowser, until, visitor } from '../browser.mjs'
import { freePort } from '../server.mjs'
import test, { after } from '../test.mjs'
import { deadline } from '../wait.mjs'

const app = fileURLToPath(new URL('../..', import.meta.url))
/** Long enough to compile the app on a busy machine. */
const BUILD = 300_000
/** Longer, so that a test that waits too long says what for. */
const TIMEOUT = { timeout: 2 * BUILD }

const folder = mkdtempSync(join(tmpdir(), 'events-dev-'))
const [port, vitePort] = [await freePort(), await freePort()]
const dev = spawn(process.env.XTASK_BIN, ['dev'], {
  env: { ...process.env, PORT: String(port), VITE_PORT: String(vitePort), EVENTS_DB: join(folder, 'events.db'), EVENTS_SSR: 'off' },
  stdio: ['ignore', 'pipe', 'pipe'],
})
const over = new Promise((resolve) => dev.once('exit', (code, signal) => resolve(code ?? signal)))
const lines = []
for (const stream of [dev.stdout, dev.stderr]) stream.on('data', (chunk) => lines.push(...String(chunk).split('\n')))
after(async () => {
  dev.kill('SIGTERM')
  await over
  rmSync(folder, { recursive: true, force: true })
})

const server = { url: `http://127.0.0.1:${port}`, guests: [] }
const count = (pattern) => lines.filter((line) => pattern.test(line)).length
const said = (pattern, times = 1) => until(() => count(pattern), (seen) => seen >= times, () => `${pattern}, ${times} times, in:\n${lines.join('\n')}`, BUILD)
const answers = async () => (await fetch(`${server.url}/about`)).status

test('a request that comes before the server is there waits for it', TIMEOUT, async () => {
  // The socket is there as soon as something is being built.
  await said(/cargo \|/)
  assert.equal(await answers(), 200)
  // What the server says comes through `cargo dev`, and may come later than its answer.
  await said(/server \| listening on/)
  assert.equal(count(/server \| listening on/), 1)
})

test('pages come with modules of the dev server, and break no rule of the security policy', async (t) => {
  const guest = await visitor(t, await startBrowser(t), server)
  // Vite makes each module when it is asked for the first time.
  guest.page.setDefaultTimeout(60_000)
  await guest.open('/about')
  await guest.page.getByRole('heading', { level: 1 }).waitFor()
  const modules = await guest.page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
  assert.ok(modules.some((name) => name.startsWith(`http://127.0.0.1:${vitePort}/pages/About.tsx`)), modules.join('\n'))
  // Of the dev server's styles, too, each needs the nonce.
  assert.ok(await guest.page.evaluate(() => [...document.querySelectorAll('style')].every((style) => style.nonce)))
})

test('no request fails while the server starts again', TIMEOUT, async (t) => {
  const [failures, statuses] = [[], new Set()]
  let asking = true
  t.after(() => (asking = false))
  const visits = (async () => {
    let last = performance.now()
    while (asking) {
      // A client that was silent for longer than an ending server waits may find its connection closed.
      const silent = performance.now() - last > 200
      const failed = (error) => silent || failures.push(error.cause?.code ?? error.message)
      await answers().then((status) => statuses.add(status), failed)
      last = performance.now()
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  })()
  const now = new Date()
  utimesSync(join(app, 'src/main.rs'), now, now)
  await said(/server \| listening on/, 2)
  await answers()
  asking = false
  await visits
  assert.deepEqual([failures, [...statuses]], [[], [200]])
})

test('while something does not compile, the compiler says so and the server goes on', TIMEOUT, async (t) => {
  const bin = join(app, 'src/bin')
  const own = !existsSync(bin)
  if (own) mkdirSync(bin)
  const file = join(bin, 'mistake.rs')
  const clean = () => rmSync(own ? bin : file, { recursive: true, force: true })
  t.after(clean)
  writeFileSync(file, 'compile_error!("a mistake of the test");\nfn main() {}\n')
  await said(/cargo \| .*a mistake of the test/)
  await said(/dev \| the server goes on/)
  assert.equal(await answers(), 200)
  clean()
})

test('one Ctrl-C ends both servers', async () => {
  dev.kill('SIGINT')
  assert.equal(await deadline(over, 20_000, () => `cargo dev to end; it said:\n${lines.join('\n')}`), 0)
  for (const at of [port, vitePort]) await assert.rejects(fetch(`http://127.0.0.1:${at}/`), /fetch failed/)
  assert.equal(existsSync(join(app, 'frontend/hot')), false)
})
