/**
 * Two hundred visitors at a time, each on a first visit, while the renderer is killed every five seconds:
 * `node ssr-load.mjs [seconds] [visitors]`, or `cargo xtask ssr-load`. Fails when a visitor does not get a whole page.
 */

import { Agent, get } from 'node:http'
import { startServer } from './server.mjs'

const [seconds = 30, visitors = 200] = process.argv.slice(2).map(Number)
const KILL_EVERY = 5_000
const PATHS = ['/events', '/events/1000', '/board', '/feed', '/about']

let failed = false
const after = []
const server = await startServer({ after: (step) => after.unshift(step) }, { EVENTS_SSR: '', RUST_LOG: 'warn,inertia::ssr=info', NO_COLOR: '1' })

/** The renderer, as the app has named it last. */
const renderer = () => Number([...server.output().matchAll(/pid=(\d+)/g)].at(-1)?.[1] ?? 0)
while (renderer() === 0) await pause(20)

console.log(`${visitors} visitors at a time, for ${seconds} s each way, on ${PATHS.join(' ')}`)
report('nothing goes wrong', await run(() => {}))
let kills = 0
report(`the renderer is killed every ${KILL_EVERY / 1000} s`, await run(kill))
console.log(`the renderer was killed ${kills} times`)
await server.restart({ EVENTS_SSR: 'off' })
report('no renderer', await run(() => {}))
for (const step of after) await step()
process.exit(failed ? 1 : 0)

function kill() {
  kills += 1
  try {
    process.kill(renderer(), 'SIGKILL')
  } catch {
    // It is being started.
  }
}

/** Lets them visit, and says how it went. */
async function run(disturb) {
  const agent = new Agent({ keepAlive: true, maxSockets: visitors })
  const times = { server: [], client: [] }
  const failures = []
  const end = performance.now() + 1000 * seconds
  const timer = setInterval(disturb, KILL_EVERY)
  await Promise.all(
    Array.from({ length: visitors }, async (_, visitor) => {
      for (let number = visitor; performance.now() < end; number++) {
        const begun = performance.now()
        try {
          const { status, html } = await visit(agent, PATHS[number % PATHS.length])
          if (status !== 200 || !/<\/html>\s*$/.test(html) || !/ data-page="app"[^>]*>\{/.test(html)) throw new Error(`${status}: ${html.slice(0, 200)}`)
          times[html.includes('data-server-rendered="true"') ? 'server' : 'client'].push(performance.now() - begun)
        } catch (error) {
          failures.push(error.message)
        }
      }
    }),
  )
  clearInterval(timer)
  agent.destroy()
  return { times, failures }
}

function visit(agent, path) {
  return new Promise((resolve, reject) => {
    get(server.url + path, { agent }, (response) => {
      let html = ''
      response.setEncoding('utf8')
      response.on('data', (chunk) => (html += chunk))
      response.on('end', () => resolve({ status: response.statusCode, html }))
      response.on('error', reject)
    }).on('error', reject)
  })
}

function report(what, { times, failures }) {
  const all = [...times.server, ...times.client].sort((a, b) => a - b)
  const at = (share) => `${Math.round(all[Math.min(all.length - 1, Math.floor(share * all.length))])} ms`
  console.log(`\n${what}: ${all.length + failures.length} visits, ${failures.length} failed`)
  console.log(`  rendered on the server ${times.server.length}, on the client ${times.client.length}`)
  console.log(`  half within ${at(0.5)}, 95 % ${at(0.95)}, 99 % ${at(0.99)}, all ${at(1)}`)
  for (const failure of failures.slice(0, 5)) console.log(`  ${failure}`)
  failed ||= failures.length > 0
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
