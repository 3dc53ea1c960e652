import {inspect} from 'node:util'

const REDACTED = '[redacted]'

/**
 * A connection and a value that works. The value shows where `.value` is read and nowhere else: a log line, JSON, a spread
 * or a copy of the object has none.
 */
export class Connection {
  #value

  constructor(answer) {
    this.#value = answer.value
    this.id = answer.id
    this.type = answer.type
    this.ownedBy = Object.freeze({...answer.owned_by})
    this.createdBy = Object.freeze({...answer.created_by})
    this.expiresAt = answer.expires_at === undefined || answer.expires_at === null ? undefined : new Date(answer.expires_at)
    this.scopes = Object.freeze([...(answer.scopes ?? [])])
    this.generation = answer.generation
    this.metadata = Object.freeze({...answer.metadata})
    Object.freeze(this)
  }

  get value() {
    return this.#value
  }

  toJSON() {
    return {...this, value: REDACTED}
  }

  toString() {
    return `Connection ${this.id}, generation ${this.generation}`
  }

  [inspect.custom](depth, options) {
    return `Connection ${inspect(this.toJSON(), options)}`
  }
}
