import { rmSync, writeFileSync } from 'node:fs'
import inertia from '@inertiajs/vite'
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

export default defineConfig(({ command, isSsrBuild = false }) => ({
  // While developing, the dev server renders pages as well.
  plugins: [react(), hotFile(), inertia({ ssr: 'ssr.tsx' })],
  build: { manifest: !isSsrBuild, rollupOptions: { input: isSsrBuild ? 'ssr.tsx' : 'main.tsx' } },
  // The renderer is one file, and runs where there are no packages.
  ssr: command === 'build' ? { noExternal: true } : {},
  server: { host: '127.0.0.1', port: 5173, strictPort: true, origin },
}))
