/** Renderers that do wrong what the published one cannot be made to do wrong. */

import { createServer } from 'node:http'

/** Starts one that handles `/render` like this; it ends with the test. Its address, and how often it was asked. */
export async function startRenderer(t, render) {
  const renderer = { asked: 0, render, url: '' }
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    renderer.asked += 1
    await renderer.render(response, JSON.parse(body))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  renderer.url = `http://127.0.0.1:${server.address().port}`
  return renderer
}

/** What one of them may do. */
export const hang = () => {}

export const garbage = (response) => response.end('\u0000\u001b[31mgarbage')

export const notFound = (response) => response.end(JSON.stringify({ status: 'NOT_FOUND', timestamp: Date.now() }))

export const fiftyMegabytes = (response) => {
  response.on('error', () => {})
  response.end(`{"head":[],"body":"${'x'.repeat(50 << 20)}"}`)
}

export const broken = (response, page) => {
  const error = { error: 'window is not defined', type: 'browser-api', hint: 'Use an effect.', component: page.component, url: page.url }
  response.writeHead(500).end(JSON.stringify(error))
}

/** A page that is told from a real one by what it says. */
export const works = (response, page) => {
  const json = JSON.stringify(page).replaceAll('<', '\\u003c')
  const body = `<script data-page="app" type="application/json">${json}</script><div data-server-rendered="true" id="app"><p id="fake">${page.component}</p></div>`
  response.end(JSON.stringify({ head: ['<title data-inertia="">Fake</title>'], body }))
}
