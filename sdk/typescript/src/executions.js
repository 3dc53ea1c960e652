import {AsyncLocalStorage} from 'node:async_hooks'
import {NoExecutionError} from './errors.js'

// One for the process: the app's copy of this package and the platform's may be two (an alias, a bundle).
const KEY = Symbol.for('dev.grantkeeper.sdk.executions.v1')

/** Which execution the running code belongs to. */
export const executions = (globalThis[KEY] ??= new AsyncLocalStorage())

/** The execution that the caller runs in. */
export function currentExecution(asked) {
  const execution = executions.getStore()
  if (!execution) {
    throw new NoExecutionError(
      `${asked}() was called outside of an execution. It answers where a platform runs app code, with runExecution() of`
        + ' @grantkeeper/sdk/runtime; elsewhere use createClient() of @grantkeeper/sdk.',
    )
  }
  if (execution.ended) {
    throw new NoExecutionError(
      `${asked}() was called after its execution had ended. Await what the app's function starts before it returns.`,
    )
  }
  return execution
}
