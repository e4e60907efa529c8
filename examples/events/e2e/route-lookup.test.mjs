/** The look-up that the runtime documents for front ends without a build step. It needs no browser. */

import assert from 'node:assert/strict'
import test from './test.mjs'

const routes = {
  'events.index': { method: 'get', url: '/events' },
  'events.remove': { method: 'delete', url: '/events/{id}' },
  'files.show': { method: 'get', url: '/files/{id}/{*path}' },
}
const element = { textContent: JSON.stringify(routes) }
globalThis.document = { getElementById: (id) => (id === 'inertia-routes' ? element : null) }
const { route } = await import('../../../inertia-runtime/docs/route.js')

test('a route has a method and a URL with its values', () => {
  assert.deepEqual(route('events.remove', { id: 7 }), { method: 'delete', url: '/events/7' })
  assert.equal(route('events.index').url, '/events')
  assert.equal(route('events.remove', { id: 'AC/DC? #1' }).url, '/events/AC%2FDC%3F%20%231')
  assert.equal(route('files.show', { id: 1, path: 'a b/c.pdf' }).url, '/files/1/a%20b/c.pdf')
  assert.equal(route('files.show', { id: 1, path: ['a/b', 'c'] }).url, '/files/1/a%2Fb/c')
})

test('other values become the query, as the server writes it', () => {
  const values = { city: 'São Paulo', tags: ['a', 'b'], price: { from: 3 }, page: null }
  const query = 'city=S%C3%A3o%20Paulo&tags[]=a&tags[]=b&price[from]=3'
  assert.equal(route('events.index', values).url, `/events?${query}`)
  assert.equal(route('events.index', { 'a&b': 1, 'c[d]': { 'e=': 2 } }).url, '/events?a%26b=1&c[d][e%3D]=2')
})

test('a name or a value that is missing is an error', () => {
  assert.throws(() => route('events.show', { id: 7 }), /"events.show" is not among the routes/)
  assert.throws(() => route('toString'), /"toString" is not among the routes/)
  assert.throws(() => route('events.remove'), /route "events.remove" needs a value for "id"/)
  for (const path of ['', '..', '../x', 'a//b', 'a/./b', '/a']) {
    assert.throws(() => route('files.show', { id: 1, path }), /needs a value for "path"/)
  }
  assert.equal(route('files.show', { id: 1, path: 'a/' }).url, '/files/1/a/')
})
