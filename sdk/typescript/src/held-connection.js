import {
  again,
  AuthRequiredError,
  ForbiddenError,
  GrantkeeperError,
  NoUserError,
  NotConfiguredError,
  ProviderMisconfiguredError,
  UnavailableError,
} from './errors.js'
import {isNewer, newerValue} from './newer-value.js'
import {atMost} from './waiting.js'

/** After these nothing is handed out any more, however long the last value may live. */
const FINAL = [AuthRequiredError, ForbiddenError, NoUserError, NotConfiguredError, ProviderMisconfiguredError]

const BEFORE_EXPIRY = 60_000
const SOONEST = 1_000
const LATEST = 2 ** 31 - 1
/** What a value is good for when this machine's clock says it came expired: the vault had just vouched for it. */
const VOUCHED = 10_000

/**
 * One owner's connection in one execution: looked up beforehand, kept fresh, handed out without waiting. Nothing here
 * rejects, and after `end()` nothing is left.
 */
export class HeldConnection {
  /** By value, what was handed out and may turn up in a request. */
  handedOut = new Map()

  #lookUp
  #report
  #patience
  #hold
  #finishing
  #signal
  #connection
  #usableUntil = 0
  #failure
  #timer
  #asking
  #askedAt = -Infinity
  #required
  #rejections = new Map()

  /**
   * @param lookUp given `prompt` and `signal`
   * @param report given what was rejected
   * @param patience milliseconds to wait for a newer value
   * @param hold milliseconds that a service's 401 is held back, so that what runs after it is handed the newer value already
   * @param finishing told of each promise that the execution may not end before
   * @param signal aborts when the execution has ended
   */
  constructor({lookUp, report, patience, hold, finishing, signal}) {
    this.#lookUp = lookUp
    this.#report = report
    this.#patience = patience
    this.#hold = hold
    this.#finishing = finishing
    this.#signal = signal
  }

  /** That a person was needed while the execution ran; undefined when not. */
  get authRequired() {
    return this.#required
  }

  /** Looks the connection up without prompting anyone. */
  async resolve() {
    await this.#look({prompt: false, signal: this.#signal})
  }

  /** The connection, for code that asks for it now. Asking is what prompts. */
  take() {
    if (this.#connection && Date.now() < this.#usableUntil) {
      this.handedOut.set(this.#connection.value, this.#connection)
      return this.#connection
    }
    const known = this.#failure ?? new UnavailableError('The value is being renewed.', {reason: 'RENEWING', retryAfter: 1})
    const thrown = again(known)
    if (known instanceof AuthRequiredError) this.#require(known)
    if (known instanceof AuthRequiredError || known instanceof UnavailableError) this.#ask(thrown)
    throw thrown
  }

  /**
   * A service answered 401 to this value; the vault is told until it has heard it. Resolves when there is a newer value, or none
   * to come, or after a while.
   */
  rejected(connection) {
    if (this.#connection && isNewer(this.#connection, connection)) return Promise.resolve()
    const name = `${connection.id} ${connection.generation}`
    if (!this.#rejections.has(name)) {
      const reported = this.#report(connection)
      const handled = atMost(this.#hold, this.#replace(connection, reported))
      this.#finishing(reported.catch(() => this.#rejections.delete(name)))
      this.#finishing(handled)
      this.#rejections.set(name, handled)
    }
    return this.#rejections.get(name)
  }

  end() {
    clearTimeout(this.#timer)
    this.handedOut.clear()
    this.#rejections.clear()
    this.#connection = undefined
  }

  async #replace(rejected, reported) {
    try {
      const answer = await reported
      const look = () => this.#lookUp({prompt: true, signal: this.#signal})
      const newer = await newerValue(answer, rejected, look, this.#patience, this.#signal)
      if (newer) this.#keep(newer)
      else if (answer.action === 'prompted') this.#required ??= {cause: 'rejected_by_service'}
    } catch (failure) {
      if (failure instanceof AuthRequiredError) this.#require(failure)
      this.#fail(failure)
    }
  }

  /** The lookup that prompts. It may fill in what the error thrown meanwhile could not know. */
  #ask(thrown) {
    if (!this.#asking) {
      if (performance.now() - this.#askedAt < SOONEST) return
      this.#askedAt = performance.now()
      this.#asking = this.#look({prompt: true}).finally(() => {
        this.#asking = undefined
      })
      this.#finishing(this.#asking)
    }
    this.#asking.then(failure => {
      if (failure instanceof AuthRequiredError && thrown instanceof AuthRequiredError) Object.assign(thrown, linkOf(failure))
    })
  }

  async #look(options) {
    try {
      this.#keep(await this.#lookUp(options))
      return undefined
    } catch (failure) {
      if (options.prompt) this.#tellOfPrompt(failure)
      this.#fail(failure)
      return failure
    }
  }

  #tellOfPrompt(failure) {
    if (failure instanceof AuthRequiredError) this.#require(failure)
    else if (this.#required) this.#required.failure = failure
  }

  #require(failure) {
    this.#required = {cause: failure.cause, ...linkOf(this.#required ?? {}), ...linkOf(failure)}
  }

  #keep(connection) {
    if (this.#signal.aborted || this.#isOlder(connection)) return
    const now = Date.now()
    const expiresAt = connection.expiresAt?.getTime() ?? Infinity
    this.#connection = connection
    this.#failure = undefined
    this.#usableUntil = expiresAt > now ? expiresAt : now + VOUCHED
    this.#schedule()
  }

  /** The answer of a lookup that took longer than a later one. */
  #isOlder({id, generation}) {
    return this.#connection?.id === id && this.#connection.generation > generation
  }

  #fail(failure) {
    if (this.#signal.aborted) return
    this.#failure =
      failure instanceof GrantkeeperError
        ? failure
        : new UnavailableError('The platform could not ask for this connection.', {cause: failure})
    if (FINAL.some(type => failure instanceof type)) this.#connection = undefined
    this.#schedule()
  }

  /** In good time before expiry; sooner and sooner while the vault has nothing newer. */
  #schedule() {
    clearTimeout(this.#timer)
    const left = this.#connection ? this.#usableUntil - Date.now() : 0
    if (left <= 0 || left === Infinity) return
    const wait = Math.max(SOONEST, left - Math.min(BEFORE_EXPIRY, left / 2))
    this.#timer = setTimeout(() => this.resolve(), Math.min(wait, LATEST))
    this.#timer.unref()
  }
}

function linkOf({promptId, connectUrl}) {
  return {...(promptId && {promptId}), ...(connectUrl && {connectUrl})}
}
