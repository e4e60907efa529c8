/** Keeps the last visits, so that the page can show what travelled. */

import { XhrHttpClient, type HttpRequestConfig, type HttpResponse } from '@inertiajs/core'

export interface Visit {
  id: number
  kind: 'document' | 'full' | 'partial' | 'scroll' | 'prefetch' | 'json' | 'live'
  method: string
  url: string
  only: string[]
  except: string[]
  reset: string[]
  held: string[]
  status: number
  props: string[]
  /** What the client was told besides: `append events`, `once categories`, … */
  notes: string[]
  bytes: number
  milliseconds: number
}

const KEPT = 40
const none: Visit[] = []
let visits = none
let next = 1
const listeners = new Set<() => void>()

export const wire = {
  subscribe(listener: () => void) {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  },
  visits: () => visits,
  visitsOnServer: () => none,
}

function add(visit: Omit<Visit, 'id'>) {
  visits = [{ ...visit, id: next++ }, ...visits].slice(0, KEPT)
  for (const listener of listeners) listener()
}

/** The client's own transport, with a note taken of every page that passes. */
export class RecordingClient extends XhrHttpClient {
  override async request(config: HttpRequestConfig): Promise<HttpResponse> {
    const started = performance.now()
    const response = await super.request(config)
    const list = (name: string) => split(config.headers?.[name])
    const intent = config.headers?.['X-Inertia-Infinite-Scroll-Merge-Intent']
    const partial = config.headers?.['X-Inertia-Partial-Component'] !== undefined
    const visit = config.headers?.['X-Inertia'] !== undefined
    add({
      kind: !visit ? 'json' : config.headers?.['Purpose'] ? 'prefetch' : intent ? 'scroll' : partial ? 'partial' : 'full',
      method: config.method.toUpperCase(),
      url: path(config.url),
      only: list('X-Inertia-Partial-Data'),
      except: list('X-Inertia-Partial-Except'),
      reset: list('X-Inertia-Reset'),
      held: list('X-Inertia-Except-Once-Props'),
      status: response.status,
      ...describe(response.data),
      milliseconds: Math.round(performance.now() - started),
    })
    return response
  }
}

/** Live validation goes by `fetch`, past the client's transport. */
export function recordLiveValidation() {
  const send = window.fetch
  window.fetch = async (input, init) => {
    const started = performance.now()
    const response = await send(input, init)
    const headers = new Headers(init?.headers)
    if (headers.get('Precognition') !== 'true') return response
    const body = await response.clone().text()
    add({
      kind: 'live',
      method: (init?.method ?? 'GET').toUpperCase(),
      url: path(response.url),
      only: split(headers.get('Precognition-Validate-Only')),
      except: [],
      reset: [],
      held: [],
      status: response.status,
      ...describe(body),
      milliseconds: Math.round(performance.now() - started),
    })
    return response
  }
}

/** The first page did not come through the client: it is in the document. */
export function recordDocument() {
  const page = document.querySelector('script[data-page="app"]')?.textContent ?? ''
  const [timing] = performance.getEntriesByType('navigation')
  add({
    kind: 'document',
    method: 'GET',
    url: path(location.href),
    only: [],
    except: [],
    reset: [],
    held: [],
    status: timing instanceof PerformanceNavigationTiming ? timing.responseStatus || 200 : 200,
    ...describe(page),
    milliseconds: Math.round(timing instanceof PerformanceNavigationTiming ? timing.responseEnd : 0),
  })
}

function split(header: unknown): string[] {
  return typeof header === 'string' ? [...new Set(header.split(','))] : []
}

function path(url: string): string {
  const { pathname, search } = new URL(url, location.href)
  return pathname + search
}

function describe(body: string): Pick<Visit, 'props' | 'notes' | 'bytes'> {
  const page = parse(body)
  const keys = (name: string) => {
    const value = page[name]
    if (Array.isArray(value)) return value.filter((entry) => typeof entry === 'string')
    return isRecord(value) ? Object.keys(value) : []
  }
  const props = isRecord(page['props']) ? page['props'] : {}
  const note = (label: string, entries: string[]) => entries.map((entry) => `${label} ${entry}`)
  return {
    props: Object.entries(props).flatMap(([name, value]) => (name === 'errors' ? [] : label(name, value))),
    notes: [
      ...note('append', keys('mergeProps')),
      ...note('prepend', keys('prependProps')),
      ...note('deep merge', keys('deepMergeProps')),
      ...note('once', keys('onceProps')),
      ...note('defer', isRecord(page['deferredProps']) ? Object.values(page['deferredProps']).flat().map(String) : []),
      ...note('rescued', keys('rescuedProps')),
      ...note('flash', keys('flash')),
      ...note('wrong', keys('errors').concat(Object.keys(isRecord(props['errors']) ? props['errors'] : {}))),
    ],
    bytes: new Blob([body]).size,
  }
}

/** A list shows how many entries came, so that an append is told from a whole list. */
function label(name: string, value: unknown): string[] {
  if (Array.isArray(value)) return [`${name}[${value.length}]`]
  if (isRecord(value) && Array.isArray(value['data'])) return [`${name}[${value['data'].length}]`]
  return [name]
}

function parse(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body)
    return isRecord(value) ? value : {}
  } catch {
    return {}
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
