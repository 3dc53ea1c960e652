import type {ClientOptions} from './index.js'
import type {GrantkeeperError, PromptReason} from './errors.js'

export interface ExecutionOptions extends ClientOptions {
  /** The longest that a service's 401 is held back while the newer value is fetched, in milliseconds; 3 000 unless said. */
  hold?: number
}

/** App code asked for a connection that takes a person first. */
export interface AuthRequired {
  readonly owner: 'user' | 'workspace'
  readonly cause: PromptReason
  /** Undefined where the prompt is not known by its id, as with `rejected_by_service`. */
  readonly promptId?: string
  /** Where the person goes to connect. */
  readonly connectUrl?: string
  /** Why nobody could be prompted: the vault did not answer in time. */
  readonly failure?: GrantkeeperError
}

interface Ended {
  /** Empty unless app code needed somebody. Says so also when app code swallowed the error. */
  readonly authRequired: readonly AuthRequired[]
}

export interface Completed<T> extends Ended {
  readonly ok: true
  /** What the function returned. */
  readonly value: T
}

export interface Failed extends Ended {
  readonly ok: false
  /** What the function threw. */
  readonly error: unknown
}

export type ExecutionResult<T> = Completed<T> | Failed

/**
 * Runs app code so that the synchronous calls of `@grantkeeper/sdk/server` work in it and in everything it awaits.
 *
 * Import this module before app code: it is what notices a 401 to a request of `fetch`, also of a fetch that app code keeps.
 *
 * Both connections are looked up before, without prompting anyone, and kept fresh until the end. What the function throws is
 * in the result; this rejects only where the options are wrong.
 */
export declare function runExecution<T>(
  options: ExecutionOptions,
  run: () => T | Promise<T>,
): Promise<ExecutionResult<Awaited<T>>>
