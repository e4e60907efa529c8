/** The app in the browser. A page that was rendered on the server is taken over as it is. */

import { createInertiaApp, type ResolvedComponent } from '@inertiajs/react'
import { find, layout, title } from './app'
import { listenForToasts } from './parts/toasts'
import { RecordingClient, recordDocument, recordLiveValidation } from './wire/record'

const pages = import.meta.glob<{ default: ResolvedComponent }>('./pages/**/*.tsx')

// The faces load while the first page does: with both there at its first paint, no line breaks twice.
const faces = Promise.allSettled(['Bricolage Grotesque', 'Instrument Sans'].map((face) => document.fonts.load(`1rem "${face}"`)))

recordDocument()
recordLiveValidation()
listenForToasts()

void createInertiaApp({
  title,
  http: new RecordingClient(),
  // The client adds a style of its own, for the progress bar, which the security policy has to know.
  nonce: document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '',
  layout,
  progress: { color: 'var(--accent)', delay: 200 },
  strictMode: true,
  defaults: {
    // What is fetched in the background has no address of its own: a deferred prop that arrives after a filter was set
    // would otherwise put the address back to what it was when the prop was asked for.
    visitOptions: (_, { async, data }) => (async && data === undefined ? { preserveUrl: true } : {}),
  },
  resolve: async (name) => {
    const [page] = await Promise.all([find(pages, name)(), faces])
    return page.default
  },
})
