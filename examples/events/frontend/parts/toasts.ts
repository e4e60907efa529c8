/** Keeps what was flashed until it is dismissed: a page that replaces the one it came with does not take it away. */

import { router } from '@inertiajs/core'
import type { Toast } from '../types'

export interface ShownToast extends Toast {
  id: number
}

const none: ShownToast[] = []
let shown = none
let next = 1
const listeners = new Set<() => void>()

function show(toasts: ShownToast[]) {
  shown = toasts
  for (const listener of listeners) listener()
}

export const toasts = {
  subscribe(listener: () => void) {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  },
  shown: () => shown,
  shownByServer: () => none,
  dismiss: (id: number) => show(shown.filter((toast) => toast.id !== id)),
}

/** The client says once what a page brought: not again when the visitor comes back to it, nor when it polls. */
export function listenForToasts() {
  router.on('flash', ({ detail: { flash } }) => {
    if (flash.toast) show([...shown, { ...flash.toast, id: next++ }])
  })
}
