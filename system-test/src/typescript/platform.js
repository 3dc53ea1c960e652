// A platform that runs app code: each execution by its own token, all at once, in this one process. Says how they ended.
import {runExecution} from '@grantkeeper/sdk/runtime'

const {VAULT, EXECUTIONS} = process.env
// What a busy machine may need.
const PATIENCE = {deadline: 60_000, hold: 60_000}

const results = JSON.parse(EXECUTIONS).map(async ({token, code, input}) => {
  const {default: run} = await import(`./${code}`)
  const result = await runExecution({vault: VAULT, token, ...PATIENCE}, () => run(input))
  return result.ok ? result : {...result, error: {name: result.error.name, message: result.error.message}}
})

console.log(JSON.stringify(await Promise.all(results)))
