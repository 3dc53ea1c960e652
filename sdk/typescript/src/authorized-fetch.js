import {AuthRequiredError} from './errors.js'
import {newerValue, wentElsewhere} from './newer-value.js'

/**
 * A fetch that sends the connection's value as the bearer token. Across origins it takes it along as little as every fetch
 * does (WHATWG Fetch, HTTP-redirect fetch).
 *
 * @param connections how to look up and to report; `patience` bounds the wait for a newer value, in milliseconds
 */
export function authorizedFetch({lookUp, report, patience}, fetch) {
  return async function authorized(input, init) {
    const asRequest = input instanceof Request
    const signal = init?.signal ?? (asRequest ? input.signal : undefined)
    const send = (what, connection) => fetch(what, {...init, headers: bearing(connection, what, init)})

    const connection = await lookUp(signal)
    const spare = asRequest && input.body ? input.clone() : input
    const response = await send(input, connection)
    const refused = response.status === 401 && !wentElsewhere(response, asRequest ? input.url : input)
    const newer = refused ? await replacement(connection) : undefined
    if (newer && repeatable(init?.body)) {
      await response.body?.cancel()
      return send(spare, newer)
    }
    // Not awaited: it ends when the service has read its half.
    if (spare !== input) spare.body.cancel().catch(() => {})
    return response

    async function replacement(rejected) {
      try {
        return await newerValue(await report(rejected, signal), rejected, () => lookUp(signal), patience, signal)
      } catch (failure) {
        signal?.throwIfAborted()
        // Only this says more than the service's own answer does.
        if (!(failure instanceof AuthRequiredError)) return undefined
        await response.body?.cancel()
        throw failure
      }
    }
  }
}

function bearing(connection, input, init) {
  const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined))
  headers.set('authorization', `Bearer ${connection.value}`)
  return headers
}

/** A stream is gone once it was sent. */
function repeatable(body) {
  return !(body instanceof ReadableStream) && typeof body?.[Symbol.asyncIterator] !== 'function'
}
