/** The app in the renderer: Node.js makes of a page object what the browser would. */

import { createInertiaApp, type ResolvedComponent } from '@inertiajs/react'
import createServer from '@inertiajs/react/server'
import { renderToString } from 'react-dom/server'
import { find, layout, title } from './app'

// All at once: a first visitor should not have to wait until a page's code is read.
const pages = import.meta.glob<{ default: ResolvedComponent }>('./pages/**/*.tsx', { eager: true })

createServer((page) =>
  createInertiaApp({
    page,
    render: renderToString,
    title,
    layout,
    resolve: (name) => find(pages, name).default,
    setup: ({ App, props }) => <App {...props} />,
  }),
)
