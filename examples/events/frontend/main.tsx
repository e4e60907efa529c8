import './styles/tokens.css'
import './styles/base.css'
import './styles/frame.css'
import './styles/parts.css'
import './styles/pages.css'
import './styles/wire.css'

import { createInertiaApp, type ResolvedComponent } from '@inertiajs/react'
import { Layout } from './parts/Layout'
import { RecordingClient, recordDocument } from './wire/record'

const pages = import.meta.glob<{ default: ResolvedComponent }>('./pages/**/*.tsx')

recordDocument()

void createInertiaApp({
  title: (title) => (title ? `${title} · Doors` : 'Doors'),
  http: new RecordingClient(),
  layout: () => Layout,
  progress: { color: 'var(--accent)', delay: 200 },
  strictMode: true,
  resolve: async (name) => {
    const load = pages[`./pages/${name}.tsx`]
    if (!load) throw new Error(`There is no page pages/${name}.tsx`)
    return (await load()).default
  },
})
