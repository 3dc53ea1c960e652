import {errorOf, InternalError, UnauthenticatedError, UnavailableError} from './errors.js'
import {pause, within} from './waiting.js'

const LONGEST_PAUSE = 2_000
/** What a proxy says while the vault behind it is away or busy. */
const PASSING = new Set([408, 429, 502, 503, 504])

/** Calls of one vault: a refused one is repeated while that helps and its deadline allows, in its own time. */
export class VaultCalls {
  #vault
  #token
  #fetch

  constructor({vault, token, fetch, allowHttp}) {
    this.#vault = address(vault, allowHttp)
    this.#token = provider(token)
    this.#fetch = fetch
  }

  /**
   * The answer's body.
   *
   * @param deadline milliseconds for all of it
   */
  async call(method, path, body, {deadline, signal}) {
    const end = performance.now() + deadline
    let last
    for (let failures = 0; ; failures++) {
      const left = end - performance.now()
      try {
        return await within(left, signal, inTime => this.#authenticated(method, path, body, inTime))
      } catch (failure) {
        signal?.throwIfAborted()
        if (failure?.name === 'TimeoutError' && performance.now() >= end) {
          throw new UnavailableError(`The vault did not answer within ${deadline} ms.`, {cause: last})
        }
        if (!(failure instanceof UnavailableError)) throw failure
        last = failure
      }
      const wait = delay(last.retryAfter, failures)
      if (performance.now() + wait >= end) throw last
      await pause(wait, signal)
    }
  }

  /** A token that ended on the way is asked for anew, once. */
  async #authenticated(method, path, body, signal) {
    const token = await this.#token()
    try {
      return await this.#send(method, path, body, token, signal)
    } catch (failure) {
      if (!(failure instanceof UnauthenticatedError)) throw failure
      const newer = await this.#token()
      if (newer === token) throw failure
      return this.#send(method, path, body, newer, signal)
    }
  }

  async #send(method, path, body, token, signal) {
    let response, text
    try {
      response = await this.#fetch(new URL(path, this.#vault), {
        method,
        headers: {
          accept: 'application/json, application/problem+json',
          authorization: `Bearer ${token}`,
          ...(body && {'content-type': 'application/json'}),
        },
        body: body && JSON.stringify(body),
        redirect: 'manual',
        signal,
      })
      text = await response.text()
    } catch (cause) {
      signal.throwIfAborted()
      throw new UnavailableError('The vault cannot be reached.', {cause})
    }
    const answer = parse(text)
    if (response.status === 200 && answer) return answer
    throw refusal(response, answer)
  }
}

function refusal(response, answer) {
  const retryAfter = seconds(response.headers.get('retry-after'))
  if (typeof answer?.reason === 'string') return errorOf(answer, retryAfter)
  const said = `The vault's address answered ${response.status}, and not as a vault does.`
  return PASSING.has(response.status) ? new UnavailableError(said, {retryAfter}) : new InternalError('INTERNAL', said)
}

/** Never before the vault wants it; spread out, so that those who were refused together do not come back together. */
function delay(retryAfter, failures) {
  return retryAfter === undefined
    ? Math.min(LONGEST_PAUSE, 100 * 2 ** failures) * (0.5 + Math.random() / 2)
    : retryAfter * 1_000 * (1 + Math.random() / 4) + Math.random() * 50
}

/** Of Retry-After (RFC 9110 section 10.2.3). */
function seconds(text) {
  if (text === null) return undefined
  if (/^\d+$/.test(text)) return Number(text)
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - Date.now()) / 1_000))
}

function parse(text) {
  try {
    const value = JSON.parse(text)
    return value !== null && typeof value === 'object' ? value : undefined
  } catch {
    return undefined
  }
}

function address(vault, allowHttp) {
  let url
  try {
    url = new URL(vault)
  } catch {
    throw new TypeError('vault must be the address of a vault, such as https://vault.example.com')
  }
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && (local || allowHttp))) {
    throw new TypeError('vault must be an https address: tokens and values travel there; allowHttp permits http')
  }
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  return url
}

function provider(token) {
  if (typeof token === 'function') {
    return async () => {
      const minted = await token()
      if (typeof minted !== 'string' || minted === '') throw new TypeError('token() must return a token')
      return minted
    }
  }
  if (typeof token !== 'string' || token === '') {
    throw new TypeError('token must be a token, or a function that returns one')
  }
  return async () => token
}
