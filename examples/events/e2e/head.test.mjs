/** The head of a document has each of its elements once, whoever renders the page. */

import assert from 'node:assert/strict'
import { startBrowser, until, visitor } from './browser.mjs'
import { startServer } from './server.mjs'
import test, { after } from './test.mjs'

const browser = await startBrowser({ after })

for (const [renderer, settings] of [['the client', {}], ['the server', { EVENTS_SSR: '' }]]) {
  test(`a page that ${renderer} renders has one title and one description`, async (t) => {
    const server = await startServer(t, settings)
    const html = async () => (await fetch(`${server.url}/events/1000`)).text()
    const document = await until(html, (html) => renderer === 'the client' || html.includes('data-server-rendered'), 'a rendered page', 40_000)
    assert.equal(document.match(/<title/g).length, 1, document)
    assert.equal(document.match(/<meta name="description"/g).length, 1, document)

    const { page, open } = await visitor(t, browser, server)
    await open('/events/1000')
    const title = `${await page.getByRole('heading', { level: 1 }).innerText()} · Doors`
    const titles = () => page.locator('title').allTextContents()
    await until(titles, (titles) => titles.length === 1 && titles[0] === title, 'one title')
    assert.equal(await page.locator('meta[name=description]').count(), 1)
    await page.getByRole('link', { name: 'About', exact: true }).click()
    await until(titles, (titles) => titles.length === 1 && titles[0] === 'About · Doors', 'one title after a visit')
  })
}
