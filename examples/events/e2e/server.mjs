/** Starts the app: a free port, a database of its own, and a day that does not move. */

import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { deadline } from './wait.mjs'

const home = fileURLToPath(new URL('..', import.meta.url))

/** Starts a server, of another program and in another folder if need be, which stops when the test or the file that asked for it is over. */
export async function startServer(t, settings = {}, options = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'events-'))
  const port = await freePort()
  const database = join(folder, 'events.db')
  const start = (settings) => run(port, { EVENTS_DB: database, ...settings }, options)
  const server = { url: `http://127.0.0.1:${port}`, database, guests: [], process: await start(settings) }
  /** What the server has said so far. */
  server.output = () => outputs.get(server.process)()
  /** Says that the server may end without being told to by the test's end. */
  server.expectEnd = () => stopped.add(server.process)
  server.pause = () => stop(server.process)
  server.resume = async (settings) => {
    server.process = await start(settings)
  }
  server.restart = async (settings) => {
    await server.pause()
    await server.resume(settings)
  }
  t.after(async () => {
    // Nobody is left behind who would see the server go.
    await Promise.all(server.guests.map((leave) => leave()))
    await stop(server.process)
    rmSync(folder, { recursive: true, force: true })
  })
  return server
}

async function run(port, settings, { program = binary(), cwd } = {}) {
  const child = spawn(program, {
    cwd,
    env: {
      ...process.env,
      PORT: String(port),
      RUST_LOG: 'warn',
      EVENTS_HOME: home,
      EVENTS_TODAY: '2026-11-21',
      EVENTS_PACE: '80',
      EVENTS_SSR: 'off',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const ready = new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      output += chunk
      if (output.includes('listening on')) resolve()
    })
    child.stderr.on('data', (chunk) => (output += chunk))
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${output}`)))
  })
  await deadline(ready, 20_000, () => `the server to listen; it said:\n${output}`)
  outputs.set(child, () => output)
  child.once('exit', (code, signal) => {
    if (!stopped.has(child)) console.error(`the server ended by itself, with ${code ?? signal}; it said:\n${output}`)
  })
  return child
}

/** What each server has said. */
const outputs = new WeakMap()

/** The servers that were told to stop. */
const stopped = new WeakSet()

async function stop(child) {
  stopped.add(child)
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await deadline(gone, 5_000, () => 'the server to end')
}

/** EVENTS_BIN, or the debug build of this workspace. */
function binary() {
  if (process.env.EVENTS_BIN) return process.env.EVENTS_BIN
  const cargo = spawnSync('cargo', ['metadata', '--format-version', '1', '--no-deps'], { cwd: home, encoding: 'utf8', maxBuffer: 1e8 })
  const target = process.env.CARGO_TARGET_DIR ?? JSON.parse(cargo.stdout).target_directory
  const path = join(target, 'debug', process.platform === 'win32' ? 'events.exe' : 'events')
  if (!existsSync(path)) throw new Error(`There is no ${path}; run \`cargo build --package events\` first.`)
  return path
}

/**
 * A port for a program that is to be started, now or again. It is not one of those that systems give to outgoing connections: one
 * of these could have it by then.
 */
export async function freePort() {
  for (;;) {
    const port = 20_000 + Math.floor(12_000 * Math.random())
    if (await isFree(port)) return port
  }
}

function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
