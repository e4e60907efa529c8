// Runs inside the renderer, before its script does.
import { Server } from 'node:http'
import { isMainThread, Worker } from 'node:worker_threads'

if (isMainThread) {
  // The first server of the script is the renderer. It may be built with any port, and with all interfaces, which nobody
  // but this machine should reach.
  const listen = Server.prototype.listen
  Server.prototype.listen = function (...words) {
    Server.prototype.listen = listen
    const options = words.find((word) => typeof word === 'object' && word !== null)
    const place = { ...options, path: undefined, port: Number(process.env.INERTIA_SSR_PORT), host: '127.0.0.1' }
    return listen.call(this, place, ...words.filter((word) => typeof word === 'function'))
  }

  // When the application is gone, however it went, this process has nothing left to do. The end of its input tells; in a
  // thread of its own, because a page may keep the main one busy for ever.
  const watch = `
    const end = () => process.kill(process.pid, 'SIGKILL')
    const input = process.versions.bun
      ? require('node:fs').createReadStream('', { fd: 0 })
      : new (require('node:net').Socket)({ fd: 0 })
    input.on('close', end).on('error', end).resume()
  `
  new Worker(watch, { eval: true, execArgv: [] }).unref()
}
