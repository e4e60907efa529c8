/** What a debug build does for whoever works on the app: it says when Vite is gone, and follows the template. */

import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startBrowser, visitor } from './browser.mjs'
import { freePort, startServer } from './server.mjs'
import test, { after } from './test.mjs'

const app = fileURLToPath(new URL('..', import.meta.url))
const browser = await startBrowser({ after })

/** A folder of the app with a template that can be changed. */
function folder(t) {
  const home = mkdtempSync(join(tmpdir(), 'events-home-'))
  t.after(() => rmSync(home, { recursive: true, force: true }))
  mkdirSync(join(home, 'templates'))
  mkdirSync(join(home, 'frontend'))
  copyFileSync(join(app, 'templates/app.html'), join(home, 'templates/app.html'))
  copyFileSync(join(app, 'frontend/main.tsx'), join(home, 'frontend/main.tsx'))
  symlinkSync(join(app, 'frontend/dist'), join(home, 'frontend/dist'))
  return home
}

/** Something that answers as Vite does, as far as a page notices, until it is told to end. */
async function startVite(port) {
  const vite = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' })
    response.end('export const injectIntoGlobalHook = () => {}')
  })
  await new Promise((resolve) => vite.listen(port, '127.0.0.1', resolve))
  return () => new Promise((resolve) => (vite.close(resolve), vite.closeAllConnections()))
}

test('a page says that the dev server is gone, and loads when it is back', async (t) => {
  const home = folder(t)
  const port = await freePort()
  writeFileSync(join(home, 'frontend/hot'), `http://127.0.0.1:${port}`)
  let stop = await startVite(port)
  t.after(() => stop())
  const server = await startServer(t, { EVENTS_HOME: home })
  const { page, errors } = await visitor(t, browser, server, { forgive: [/ERR_CONNECTION_REFUSED/] })

  await page.goto(`${server.url}/about`)
  assert.equal(await page.getByRole('alert').count(), 0)

  await stop()
  await page.goto(`${server.url}/about`)
  const alert = page.getByRole('alert')
  await alert.getByText("Vite's dev server does not respond").waitFor()
  const text = await alert.innerText()
  assert.ok(text.includes(`http://127.0.0.1:${port}/`) && text.includes('npm run dev') && text.includes(home), text)

  stop = await startVite(port)
  await alert.waitFor({ state: 'detached' })
  await page.waitForLoadState()
  assert.deepEqual(errors.filter((error) => /policy/i.test(error)), [])
})

test('a change of the template is there at the next visit, and a mistake in it is said', async (t) => {
  const home = folder(t)
  const server = await startServer(t, { EVENTS_HOME: home })
  const { page, open } = await visitor(t, browser, server, { forgive: [/404|500/] })
  const path = join(home, 'templates/app.html')
  const template = readFileSync(path, 'utf8')

  await open('/about')
  writeFileSync(path, template.replace('<body>', '<body><p id="new">Written a moment ago</p>'))
  await open('/about')
  await page.getByText('Written a moment ago').waitFor()

  writeFileSync(path, template.replace('<body>', '<body>{{ titel }}'))
  const broken = await page.goto(`${server.url}/about`)
  assert.equal(broken.status(), 500)
  const said = await page.locator('body').innerText()
  assert.match(said, /unknown variable `?titel`? in app\.html/)

  writeFileSync(path, template)
  await open('/about')
  await page.getByRole('heading', { level: 1 }).waitFor()
  assert.equal(await page.locator('#new').count(), 0)
})
