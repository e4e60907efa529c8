const routes = JSON.parse(document.getElementById('inertia-routes').textContent)

/** The URL and the method of a route: `route('events.show', { id: 7 })`. What no parameter takes becomes the query. */
export function route(name, values = {}) {
  if (!Object.hasOwn(routes, name)) throw new Error(`"${name}" is not among the routes of inertia_routes`)
  const { url, method } = routes[name]
  const others = new Map(Object.entries(values))
  const path = url.replace(/\{(\*?)([^}]+)\}/g, (_, rest, key) => {
    const value = others.get(key) ?? ''
    others.delete(key)
    const segments = rest ? (Array.isArray(value) ? value : String(value).split('/')) : [value]
    // Browsers take dots for steps up the path, and no route has an empty segment but at its end.
    const odd = segments.findIndex((segment) => ['', '.', '..'].includes(String(segment)))
    if (odd >= 0 && !(odd > 0 && odd === segments.length - 1 && segments[odd] === '')) {
      throw new Error(`route "${name}" needs a value for "${key}", and ${JSON.stringify(value)} is none`)
    }
    return segments.map(encodeURIComponent).join('/')
  })
  const query = [...others].flatMap(([key, value]) => pairs(encode(key), value)).join('&')
  return { url: query ? `${path}?${query}` : path, method }
}

function pairs(key, value) {
  if (value === null || value === undefined) return []
  if (Array.isArray(value)) return value.flatMap((item) => pairs(`${key}[]`, item))
  if (typeof value !== 'object') return [`${key}=${encodeURIComponent(value)}`]
  return Object.entries(value).flatMap(([name, item]) => pairs(`${key}[${encode(name)}]`, item))
}

/** Brackets in a name stay as they are. */
const encode = (key) => encodeURIComponent(key).replaceAll('%5B', '[').replaceAll('%5D', ']')
