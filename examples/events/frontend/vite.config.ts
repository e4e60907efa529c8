import { rmSync, writeFileSync } from 'node:fs'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const origin = 'http://127.0.0.1:5173'

/** Tells the server that the dev server runs: a file with its origin, there as long as it listens. */
function hotFile(): Plugin {
  const file = new URL('hot', import.meta.url)
  return {
    name: 'hot-file',
    apply: 'serve',
    configureServer(server) {
      server.httpServer?.once('listening', () => writeFileSync(file, origin))
      process.once('exit', () => rmSync(file, { force: true }))
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit())
    },
  }
}

export default defineConfig({
  plugins: [react(), hotFile()],
  build: { manifest: true, rollupOptions: { input: 'main.tsx' } },
  server: { host: '127.0.0.1', port: 5173, strictPort: true, origin },
})
