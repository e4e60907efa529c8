// Runs in the renderer's process, before its script.
import { Server } from 'node:http'
import { isMainThread, Worker } from 'node:worker_threads'

if (isMainThread) {
  // The first server that the script starts is the renderer. The script may set any port and listen on all interfaces; this
  // overrides both, because only this machine may reach the renderer.
  const listen = Server.prototype.listen
  Server.prototype.listen = function (...values) {
    Server.prototype.listen = listen
    const given = values.find((value) => typeof value === 'object' && value !== null)
    const options = { ...given, path: undefined, port: Number(process.env.INERTIA_SSR_PORT), host: '127.0.0.1' }
    return listen.call(this, options, ...values.filter((value) => typeof value === 'function'))
  }

  // The process ends when the application ends, even if the application was killed: its standard input is closed then. A worker
  // thread watches the input, because a page may block the main thread forever.
  const watch = `
    const end = () => process.kill(process.pid, 'SIGKILL')
    const input = process.versions.bun
      ? require('node:fs').createReadStream('', { fd: 0 })
      : new (require('node:net').Socket)({ fd: 0 })
    input.on('close', end).on('error', end).resume()
  `
  new Worker(watch, { eval: true, execArgv: [] }).unref()
}
