import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import inertia from '@inertiajs/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const port = Number(process.env.VITE_PORT ?? 5173)
const origin = `http://127.0.0.1:${port}`

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

/** Lays compressed variants beside what is made of text: compressed once, as well as it can be. */
function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: (_, { command, isSsrBuild }) => command === 'build' && !isSsrBuild,
    writeBundle({ dir = 'dist' }) {
      const folder = join(dir, 'assets')
      for (const name of readdirSync(folder).filter((name) => /\.(js|css|svg)$/.test(name))) {
        const text = readFileSync(join(folder, name))
        if (text.length < 1024) continue
        writeFileSync(join(folder, `${name}.br`), brotliCompressSync(text))
        writeFileSync(join(folder, `${name}.gz`), gzipSync(text, { level: 9 }))
      }
    },
  }
}

export default defineConfig(({ command, isSsrBuild = false }) => ({
  // While developing, the dev server renders pages as well.
  plugins: [react(), hotFile(), inertia({ ssr: 'ssr.tsx' }), precompress()],
  build: { manifest: !isSsrBuild, rollupOptions: { input: isSsrBuild ? 'ssr.tsx' : 'main.tsx' } },
  // The renderer is one file, and runs where there are no packages.
  ssr: command === 'build' ? { noExternal: true } : {},
  server: { host: '127.0.0.1', port, strictPort: true, origin },
}))
