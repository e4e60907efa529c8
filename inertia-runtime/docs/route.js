const routes = JSON.parse(document.getElementById('inertia-routes').textContent)

/** The URL and the method of a route: `route('events.show', { id: 7 })`. What no parameter takes becomes the query. */
export function route(name, values = {}) {
  const found = routes[name]
  if (!found) throw new Error(`"${name}" is not among the routes of inertia_routes`)
  const { url, method } = found
  const others = new Map(Object.entries(values))
  const path = url.replace(/\{(\*?)([^}]+)\}/g, (_, rest, key) => {
    const value = others.get(key) ?? ''
    others.delete(key)
    const segments = rest ? (Array.isArray(value) ? value : String(value).split('/')) : [value]
    if (segments[0] === '') throw new Error(`route "${name}" needs a value for "${key}"`)
    return segments.map(encodeURIComponent).join('/')
  })
  const query = [...others].flatMap(([key, value]) => pairs(key, value)).join('&')
  return { url: query ? `${path}?${query}` : path, method }
}

function pairs(key, value) {
  if (value === null || value === undefined) return []
  if (Array.isArray(value)) return value.flatMap((item) => pairs(`${key}[]`, item))
  if (typeof value === 'object') return Object.entries(value).flatMap(([name, item]) => pairs(`${key}[${name}]`, item))
  return [`${key}=${encodeURIComponent(value)}`]
}
