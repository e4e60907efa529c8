/** What the app is on both sides: in the browser (`main.tsx`) and in the renderer (`ssr.tsx`). */

import './styles/tokens.css'
import './styles/base.css'
import './styles/frame.css'
import './styles/parts.css'
import './styles/pages.css'
import './styles/forms.css'
import './styles/wire.css'

import { Layout } from './parts/Layout'

export const title = (title: string) => (title ? `${title} · Doors` : 'Doors')

export const layout = () => Layout

/** The page of a component, out of what `import.meta.glob` gives. */
export function find<Page>(pages: Record<string, Page>, name: string): Page {
  const page = pages[`./pages/${name}.tsx`]
  if (!page) throw new Error(`There is no page pages/${name}.tsx`)
  return page
}
