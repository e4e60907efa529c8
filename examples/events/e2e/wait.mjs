/** Waiting for conditions, never for longer than a limit. */

/** How long a test waits for anything, in milliseconds. */
export const PATIENCE = 10_000

/** The promise's value, or an error that says what was waited for. */
export async function deadline(promise, milliseconds, what) {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited ${milliseconds} ms for ${what()}`)), milliseconds)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
