import {Client} from './client.js'
import {Execution} from './execution.js'
import {executions} from './executions.js'
import {noticeRejections} from './noticing.js'

const DEADLINE = 10_000
const HOLD = 3_000

// Now, and not with the first execution: app code that loads after this may keep the fetch that it finds.
noticeRejections()

export async function runExecution(options, run) {
  if (typeof run !== 'function') throw new TypeError('runExecution needs a function to run')
  const {hold = HOLD, deadline = DEADLINE, ...more} = options ?? {}
  if (!(hold >= 0)) throw new TypeError('hold must be a number of milliseconds')
  const execution = new Execution(new Client({...more, deadline}), {patience: deadline, hold})
  try {
    await execution.begin()
    const outcome = await outcomeOf(() => executions.run(execution, run))
    await execution.settled()
    return {...outcome, authRequired: execution.authRequired}
  } finally {
    execution.end()
  }
}

async function outcomeOf(run) {
  try {
    return {ok: true, value: await run()}
  } catch (error) {
    return {ok: false, error}
  }
}
