import {pause} from './waiting.js'

const LONGEST_PAUSE = 1_000

/**
 * The connection with a newer value than the one that a service refused; nothing when there is none, or not in time.
 *
 * @param answer what the vault said to the report
 * @param lookUp asks for the connection; rejects with AuthRequiredError once the grant is known to be dead
 * @param patience milliseconds to wait for a renewal
 */
export async function newerValue(answer, rejected, lookUp, patience, signal) {
  if (answer.action === 'limited') return undefined
  const end = performance.now() + patience
  for (let wait = 100; ; wait = Math.min(LONGEST_PAUSE, wait * 1.5)) {
    const found = await lookUp()
    if (isNewer(found, rejected)) return found
    // While a renewal runs the vault goes on serving what has not expired.
    if (answer.action !== 'renewing' || performance.now() + wait >= end) return undefined
    await pause(wait, signal)
  }
}

/** Generations count within one connection; where it was replaced by another, they begin again. */
export function isNewer(connection, than) {
  return connection.id !== than.id || connection.generation > than.generation
}

/** Whether the answer came from another origin than was asked: credentials do not follow a redirect there. */
export function wentElsewhere(response, requested) {
  return response.redirected && new URL(response.url).origin !== new URL(requested).origin
}
