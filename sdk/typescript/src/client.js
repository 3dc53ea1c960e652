import {authorizedFetch} from './authorized-fetch.js'
import {Connection} from './connection.js'
import {InternalError} from './errors.js'
import {VaultCalls} from './vault-calls.js'

const DEADLINE = 10_000

// Taken when this module loads: what app code puts in its place later gets no token of the platform's to see.
const FETCH = globalThis.fetch

/** What app code does asynchronously: looks connections up, and says which values were refused. */
export class Client {
  #calls
  #fetch
  #deadline

  constructor({vault, token, deadline = DEADLINE, fetch = FETCH, allowHttp = false} = {}) {
    this.#calls = new VaultCalls({vault, token, fetch, allowHttp})
    this.#fetch = fetch
    this.#deadline = positive(deadline)
  }

  getUserConnection(options) {
    return this.#lookUp('user', options)
  }

  getWorkspaceConnection(options) {
    return this.#lookUp('workspace', options)
  }

  async reportRejected({id, generation}, options) {
    const answer = await this.#calls.call(
      'POST',
      'v1/lookup/rejections',
      {connection_id: id, generation},
      this.#bounds(options),
    )
    return {generation: answer.generation, action: answer.action}
  }

  fetchAs(owner, options = {}) {
    if (owner !== 'user' && owner !== 'workspace') throw new TypeError('owner must be "user" or "workspace"')
    return authorizedFetch(
      {
        lookUp: (signal = options.signal) => this.#lookUp(owner, {...options, signal}),
        report: (rejected, signal = options.signal) => this.reportRejected(rejected, {...options, signal}),
        patience: this.#bounds(options).deadline,
      },
      this.#fetch,
    )
  }

  async #lookUp(owner, options = {}) {
    const query = new URLSearchParams()
    if (options.minTtl !== undefined) query.set('min_ttl', String(options.minTtl))
    if (options.requiredScopes?.length) query.set('required_scopes', options.requiredScopes.join(' '))
    if (options.prompt !== undefined) query.set('prompt', String(options.prompt))
    const path = `v1/lookup/${owner}-connection${query.size ? `?${query}` : ''}`
    const answer = await this.#calls.call('GET', path, undefined, this.#bounds(options))
    if (typeof answer.value !== 'string' || answer.value === '') {
      throw new InternalError('INTERNAL', 'The vault answered a lookup without a value.')
    }
    return new Connection(answer)
  }

  #bounds({deadline = this.#deadline, signal} = {}) {
    return {deadline: positive(deadline), signal}
  }
}

function positive(deadline) {
  if (!(deadline > 0)) throw new TypeError('deadline must be a number of milliseconds above 0')
  return deadline
}
