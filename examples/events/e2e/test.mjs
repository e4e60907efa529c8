/** Node's tests, each with a limit: one that waits for something without end fails by its name, and the next one begins. */

import test from 'node:test'

/** Many times what the longest test takes on a busy machine, in milliseconds. */
const LIMIT = 180_000

export default (name, ...rest) => {
  const body = rest.pop()
  return test(name, { timeout: LIMIT, ...rest[0] }, body)
}

export { after } from 'node:test'
