/** Other sites, and more than one server. */

import assert from 'node:assert/strict'
import { createServer, request as send } from 'node:http'
import { startBrowser, visitor } from './browser.mjs'
import { expectMessage, fill, logIn, logOut, PASSWORD, signUp, somebody, toast } from './people.mjs'
import { startServer } from './server.mjs'
import test, { after } from './test.mjs'

const KEY = { INERTIA_KEY: 'a secret of the tests, thirty-two bytes or more' }
const browser = await startBrowser({ after })

for (const [name, host] of [
  ['the same machine’s other port, which cookies do not tell apart', '127.0.0.1'],
  ['another name', 'localhost'],
]) {
  test(`a site at ${name} can send neither a form nor a fetch in a visitor’s name`, async (t) => {
    const server = await startServer(t)
    const guest = await visitor(t, browser, server, { forgive: [/403/, /404/] })
    const { page } = guest
    const person = await signUp(guest)
    const target = `${server.url}/account/name`
    const evil = await site(t, host, `<form method="post" action="${target}"><input name="name" value="Mallory"><button>Win!</button></form>`)

    await page.goto(evil)
    const statuses = []
    page.on('response', (response) => response.request().method() === 'POST' && statuses.push(response.status()))
    await page.evaluate(
      (url) => fetch(url, { method: 'POST', mode: 'no-cors', credentials: 'include', body: new URLSearchParams({ name: 'Mallory' }) }),
      target,
    )
    await page.getByRole('button', { name: 'Win!' }).click()
    await page.waitForURL(`${server.url}/**`)
    assert.deepEqual(statuses, [403, 403])

    await guest.open('/account')
    assert.equal(await page.getByLabel('Name').inputValue(), person.name)
  })
}

test('two servers with one key answer as one', async (t) => {
  const first = await startServer(t, KEY)
  const second = await startServer(t, { ...KEY, EVENTS_DB: first.database })
  const proxy = await roundRobin(t, [first, second])
  const guest = await visitor(t, browser, proxy, { forgive: [/422/] })
  const { page } = guest

  const person = somebody()
  await guest.open('/sign-up')
  await fill(page, { Name: person.name, 'E-mail': 'nowhere', Password: PASSWORD, 'The same password again': 'another' })
  await page.getByRole('button', { name: 'Sign up' }).click()
  await expectMessage(page, 'email', /ada@example/)
  await expectMessage(page, 'passwordAgain', /not the same/)
  // The messages may be those of the check before; those of the form move the focus, and had better do so before anything is typed.
  await page.waitForFunction(() => document.activeElement?.name === 'email')
  await fill(page, { 'E-mail': person.email, 'The same password again': PASSWORD })
  await page.getByRole('button', { name: 'Sign up' }).click()
  await toast(page).getByText('Welcome').waitFor()
  await page.getByRole('link', { name: person.name, exact: true }).waitFor()

  await logOut(page)
  await toast(page).getByText('You are out').waitFor()
  await logIn(guest, person)
  await toast(page).getByText('Good to see you').waitFor()
  for (const path of ['/account', '/events/mine', '/account']) {
    await guest.open(path)
    await page.getByRole('link', { name: person.name, exact: true }).waitFor()
    assert.equal(new URL(page.url()).pathname, path)
  }
  const [a, b] = proxy.answered
  assert.ok(a > 5 && b > 5, `${a} and ${b} requests`)
  assert.ok(proxy.parted > 0, 'no form was sent to one server and its page asked of the other')
})

/** A page of another origin. */
async function site(t, host, body) {
  const other = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html')
    response.end(`<!doctype html><link rel="icon" href="data:,">${body}`)
  })
  await new Promise((resolve) => other.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    other.closeAllConnections()
    other.close()
  })
  return `http://${host}:${other.address().port}/`
}

/** A proxy that gives every request for a page to the other server than the one before. */
async function roundRobin(t, servers) {
  // Whoever is here leaves before the first of the servers stops.
  const proxy = { url: '', guests: servers[0].guests, answered: [0, 0], parted: 0 }
  let next = 0
  let posted = null
  const server = createServer((request, response) => {
    // Assets would make it a matter of luck which server gets what.
    const turn = request.url.startsWith('/assets/') ? 0 : next++ % servers.length
    proxy.answered[turn] += 1
    if (request.method === 'GET' && posted !== null && posted !== turn) proxy.parted += 1
    if (!request.url.startsWith('/assets/')) posted = request.method === 'POST' ? turn : null
    const { hostname, port } = new URL(servers[turn].url)
    const options = { hostname, port, path: request.url, method: request.method, headers: request.headers, agent: false }
    const onward = send(options, (answer) => {
      response.writeHead(answer.statusCode, answer.rawHeaders)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    request.pipe(onward)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  proxy.url = `http://127.0.0.1:${server.address().port}`
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return proxy
}
