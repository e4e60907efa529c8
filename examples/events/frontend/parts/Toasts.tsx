import { router } from '@inertiajs/react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { toasts, type ShownToast } from './toasts'
import { Travel } from './Travel'

const SECONDS = 8
/** Longer where there is something to decide; what was taken off can be put back later, too, on one's own page. */
const SECONDS_TO_UNDO = 20

/** Where the page says what was just done. The region is always there, or nothing that comes into it would be read out. */
export function Toasts() {
  const shown = useSyncExternalStore(toasts.subscribe, toasts.shown, toasts.shownByServer)
  return (
    <div className="toasts" role="status" aria-label="Messages">
      {shown.map((toast) => (
        <Item key={toast.id} toast={toast} />
      ))}
    </div>
  )
}

/** Leaves by itself, unless somebody points at it or has moved the focus into it. */
function Item({ toast: { id, text, undo } }: { toast: ShownToast }) {
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (held) return
    const timer = setTimeout(() => toasts.dismiss(id), 1000 * (undo ? SECONDS_TO_UNDO : SECONDS))
    return () => clearTimeout(timer)
  }, [held, id, undo])
  return (
    <div
      className="toast"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <p>{text}</p>
      <Travel kind="flash" />
      {undo && (
        <button
          type="button"
          className="toast-undo"
          onClick={() => router.post(undo, {}, { preserveScroll: true, onStart: () => toasts.dismiss(id) })}
        >
          Undo
        </button>
      )}
      <button type="button" className="toast-close" aria-label="Dismiss" onClick={() => toasts.dismiss(id)}>
        <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
          <path d="M3.5 3.5l9 9M12.5 3.5l-9 9" />
        </svg>
      </button>
    </div>
  )
}
