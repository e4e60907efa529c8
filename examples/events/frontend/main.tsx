import './styles/tokens.css'
import './styles/base.css'
import './styles/frame.css'
import './styles/parts.css'
import './styles/pages.css'
import './styles/forms.css'
import './styles/wire.css'

import { createInertiaApp, type ResolvedComponent } from '@inertiajs/react'
import { Layout } from './parts/Layout'
import { listenForToasts } from './parts/toasts'
import { RecordingClient, recordDocument, recordLiveValidation } from './wire/record'

const pages = import.meta.glob<{ default: ResolvedComponent }>('./pages/**/*.tsx')

// The faces load while the first page does: with both there at its first paint, no line breaks twice.
const faces = Promise.allSettled(['Bricolage Grotesque', 'Instrument Sans'].map((face) => document.fonts.load(`1rem "${face}"`)))

recordDocument()
recordLiveValidation()
listenForToasts()

void createInertiaApp({
  title: (title) => (title ? `${title} · Doors` : 'Doors'),
  http: new RecordingClient(),
  layout: () => Layout,
  progress: { color: 'var(--accent)', delay: 200 },
  strictMode: true,
  defaults: {
    // What is fetched in the background has no address of its own: a deferred prop that arrives after a filter was set
    // would otherwise put the address back to what it was when the prop was asked for.
    visitOptions: (_, { async, data }) => (async && data === undefined ? { preserveUrl: true } : {}),
  },
  resolve: async (name) => {
    const load = pages[`./pages/${name}.tsx`]
    if (!load) throw new Error(`There is no page pages/${name}.tsx`)
    const [page] = await Promise.all([load(), faces])
    return page.default
  },
})
