import assert from 'node:assert/strict'
import {test} from 'node:test'
import {setFlagsFromString} from 'node:v8'
import {runInNewContext} from 'node:vm'
import {AuthRequiredError, NoExecutionError, NoUserError, NotConfiguredError, UnavailableError} from '@grantkeeper/sdk'
import {runExecution} from '@grantkeeper/sdk/runtime'
import {getUserConnection, getWorkspaceConnection} from '@grantkeeper/sdk/server'
import {authRequired, connection, first, lookups, playVault, problem, serve} from './playing.js'

const at = vault => ({vault: vault.url, token: 'execution-token'})

test('runExecution_connected_handsOutBothWithoutPrompting', async t => {
  const vault = await playVault(t, {user: connection(), workspace: connection({value: 'secret-1', type: 'secret'})})
  const result = await runExecution(at(vault), async () => {
    const before = getUserConnection().value
    await new Promise(setImmediate)
    return [before, getUserConnection().value, getWorkspaceConnection().value]
  })
  assert.deepEqual(result, {ok: true, value: ['value-1', 'value-1', 'secret-1'], authRequired: []})
  assert.deepEqual(vault.asked.map(({path, query}) => [path, query.prompt]).sort(), [
    ['/v1/lookup/user-connection', 'false'],
    ['/v1/lookup/workspace-connection', 'false'],
  ])
  assert.equal(vault.asked[0].headers.authorization, 'Bearer execution-token')
})

test('runExecution_codeDoesNotAsk_promptsNobody', async t => {
  const vault = await playVault(t, {user: authRequired(), workspace: authRequired()})
  const result = await runExecution(at(vault), () => 7)
  assert.deepEqual(result, {ok: true, value: 7, authRequired: []})
  assert.equal(lookups(vault, 'user', true) + lookups(vault, 'workspace', true), 0)
})

test('runExecution_codeAsksAndThrows_promptsAndTells', async t => {
  const vault = await playVault(t, {user: authRequired()})
  const result = await runExecution(at(vault), () => getUserConnection().value)
  assert.equal(result.ok, false)
  assert.ok(result.error instanceof AuthRequiredError)
  assert.match(result.error.stack, /runtime\.test\.js/)
  assert.equal(result.error.cause, 'never_connected')
  assert.equal(result.error.connectUrl, vault.user.prompted.connect_url)
  assert.equal(result.error.promptId, vault.user.prompted.prompt_id)
  assert.deepEqual(result.authRequired, [
    {
      owner: 'user',
      cause: 'never_connected',
      promptId: vault.user.prompted.prompt_id,
      connectUrl: vault.user.prompted.connect_url,
    },
  ])
  assert.equal(lookups(vault, 'user', true), 1)
})

test('runExecution_codeSwallowsTheError_promptsAndTellsAllTheSame', async t => {
  let answered = false
  const vault = await playVault(t, {
    workspace: async ({query}) => {
      if (query.prompt !== 'true') return authRequired('expired')
      await new Promise(setImmediate)
      answered = true
      return authRequired('expired')
    },
  })
  const swallowing = () => {
    for (let i = 0; i < 3; i++) {
      try {
        getWorkspaceConnection()
      } catch {
        // As if nothing had happened.
      }
    }
    return 'fine'
  }
  const result = await runExecution(at(vault), swallowing)
  assert.equal(answered, true)
  assert.equal(result.value, 'fine')
  assert.deepEqual(result.authRequired.map(({owner, cause}) => [owner, cause]), [['workspace', 'expired']])
  assert.equal(lookups(vault, 'workspace', true), 1)
})

test('runExecution_vaultAwayWhenPrompting_tellsThatNobodyWasPrompted', async t => {
  const vault = await playVault(t, {
    user: ({query}) => (query.prompt === 'true' ? problem('INTERNAL', 500) : authRequired()),
  })
  const result = await runExecution(at(vault), () => getUserConnection())
  assert.equal(result.error.reason, 'AUTH_REQUIRED')
  assert.equal(result.authRequired[0].failure.reason, 'INTERNAL')
  assert.equal(result.authRequired[0].connectUrl, undefined)
})

test('runExecution_personConnectsMeanwhile_theNextCallAnswers', async t => {
  const vault = await playVault(t, {user: ({query}) => (query.prompt === 'true' ? connection() : authRequired())})
  const result = await runExecution(at(vault), async () => {
    assert.throws(getUserConnection, AuthRequiredError)
    return until(() => getUserConnection().value)
  })
  assert.equal(result.value, 'value-1')
  assert.deepEqual(result.authRequired, [{owner: 'user', cause: 'never_connected'}])
})

for (const [reason, status, type] of [['NO_USER', 424, NoUserError], ['NOT_CONFIGURED', 404, NotConfiguredError]]) {
  test(`runExecution_${reason}_throwsItAndAsksNobody`, async t => {
    const vault = await playVault(t, {user: problem(reason, status)})
    const result = await runExecution(at(vault), () => getUserConnection())
    assert.ok(result.error instanceof type)
    assert.deepEqual(result.authRequired, [])
    assert.equal(lookups(vault, 'user', true), 0)
  })
}

test('runExecution_vaultAway_throwsUnavailableAndAsksAgain', async t => {
  const away = problem('UNAVAILABLE', 503, {}, {'retry-after': '30'})
  const vault = await playVault(t, {user: ({query}) => (query.prompt === 'true' ? authRequired() : away)})
  const result = await runExecution(at(vault), () => getUserConnection())
  assert.ok(result.error instanceof UnavailableError)
  assert.equal(result.error.retryAfter, 30)
  assert.equal(result.authRequired[0].connectUrl, vault.user({query: {prompt: 'true'}}).prompted.connect_url)
})

test('runExecution_tokenCannotBeMinted_throwsUnavailable', async t => {
  const vault = await playVault(t)
  const token = async () => {
    throw new Error('no tokens today')
  }
  const result = await runExecution({vault: vault.url, token}, () => getUserConnection())
  assert.ok(result.error instanceof UnavailableError)
  assert.equal(result.error.cause.message, 'no tokens today')
})

test('runExecution_valueNearExpiry_isReplacedBeforeItAndUntilTheEndAlone', async t => {
  const soon = () => new Date(Date.now() + 2_400).toISOString()
  let generation = 0
  const vault = await playVault(t, {
    user: () => connection({value: `value-${++generation}`, generation, expires_at: soon()}),
  })
  await runExecution({...at(vault), token: 'of-one-that-ended'}, () => getUserConnection())
  generation = 0
  const result = await runExecution(at(vault), async () => {
    const seen = new Set()
    while (seen.size < 3) {
      const held = getUserConnection()
      assert.ok(held.expiresAt > new Date())
      seen.add(held.value)
      await new Promise(setImmediate)
    }
    return [...seen]
  })
  assert.ok(result.ok, result.error)
  assert.deepEqual(result.value, ['value-1', 'value-2', 'value-3'])
  assert.deepEqual(result.authRequired, [])
  assert.equal(vault.asked.filter(({headers}) => headers.authorization.endsWith('-that-ended')).length, 2)
})

test('runExecution_expiredAndNothingNewer_neverHandsItOut', async t => {
  const held = connection({expires_at: new Date(Date.now() + 2_000).toISOString()})
  const vault = await playVault(t, {user: first(1, held, problem('RENEWING', 503, {}, {'retry-after': '30'}))})
  const result = await runExecution({...at(vault), deadline: 2_000}, async () => {
    getUserConnection()
    while (Date.now() <= Date.parse(held.expires_at)) await new Promise(setImmediate)
    return getUserConnection()
  })
  assert.equal(result.error.reason, 'RENEWING')
})

test('runExecution_grantDiesInTheMiddle_handsNothingOutOnceThatIsKnown', async t => {
  const held = connection({expires_at: new Date(Date.now() + 4_000).toISOString()})
  const vault = await playVault(t, {user: first(1, held, authRequired('grant_revoked'))})
  const result = await runExecution(at(vault), async () => {
    getUserConnection()
    while (vault.asked.length < 3) await new Promise(setImmediate)
    return until(() => assert.throws(getUserConnection, {cause: 'grant_revoked'}))
  })
  assert.ok(result.ok, result.error)
  assert.ok(Date.now() < Date.parse(held.expires_at))
  assert.equal(result.authRequired[0].cause, 'grant_revoked')
})

test('runExecution_clockAhead_trustsTheVault', async t => {
  const vault = await playVault(t, {user: connection({expires_at: new Date(Date.now() - 60_000).toISOString()})})
  assert.equal((await runExecution(at(vault), () => getUserConnection().value)).value, 'value-1')
})

test('runExecution_manyAtOnce_seeOnlyTheirOwn', async t => {
  const vault = await serve(t, ({headers, path}) => {
    const user = headers.authorization.replace('Bearer ', '')
    return path.includes('workspace') ? problem('NOT_CONFIGURED', 404) : {json: connection({value: `value-of-${user}`})}
  })
  const users = Array.from({length: 40}, (_, i) => `user-${i}`)
  const results = await Promise.all(
    users.map(user =>
      runExecution({vault: vault.url, token: user}, async () => {
        const seen = []
        for (let i = 0; i < 5; i++) {
          await new Promise(resolve => setTimeout(resolve, Math.random() * 5))
          seen.push(getUserConnection().value)
        }
        return seen
      }),
    ),
  )
  assert.deepEqual(results.map(({value}) => value), users.map(user => Array(5).fill(`value-of-${user}`)))
})

test('runExecution_nested_theInnerOneHasItsOwn', async t => {
  const vault = await serve(t, ({headers}) => ({json: connection({value: headers.authorization})}))
  const result = await runExecution({vault: vault.url, token: 'outer'}, async () => {
    const inner = await runExecution({vault: vault.url, token: 'inner'}, () => getUserConnection().value)
    return [inner.value, getUserConnection().value]
  })
  assert.deepEqual(result.value, ['Bearer inner', 'Bearer outer'])
})

test('syncCall_outsideOfAnExecution_throwsSayingWhatToDo', () => {
  assert.throws(getUserConnection, error => {
    assert.ok(error instanceof NoExecutionError)
    assert.equal(error.reason, 'NO_EXECUTION')
    assert.match(error.message, /getUserConnection\(\) was called outside of an execution.*createClient\(\)/)
    return true
  })
  assert.throws(getWorkspaceConnection, /getWorkspaceConnection\(\)/)
})

test('syncCall_afterTheEnd_throws', async t => {
  const vault = await playVault(t, {user: connection()})
  let late
  const dangling = new Promise(resolve => {
    late = resolve
  })
  let left
  await runExecution(at(vault), () => {
    getUserConnection()
    left = dangling.then(() => assert.throws(getUserConnection, /after its execution had ended/))
  })
  late()
  await left
})

test('runExecution_ended_isForgotten', async t => {
  const vault = await playVault(t, {user: connection()})
  const run = async () => {
    const token = async () => 'execution-token'
    const result = await runExecution({vault: vault.url, token}, () => getUserConnection())
    return [token, result.value].map(thing => new WeakRef(thing))
  }
  const left = await run()
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc')
  for (let i = 0; i < 100 && left.some(thing => thing.deref()); i++) {
    await new Promise(setImmediate)
    collect()
  }
  assert.deepEqual(left.map(thing => thing.deref()), [undefined, undefined])
})

test('runExecution_functionThrowsAtOnce_isAResult', async t => {
  const vault = await playVault(t)
  const result = await runExecution(at(vault), () => {
    throw new RangeError('of the app')
  })
  assert.equal(result.error.message, 'of the app')
  assert.deepEqual(result.authRequired, [])
})

test('runExecution_wrongOptions_rejects', async () => {
  await assert.rejects(runExecution({vault: 'https://vault.example.com', token: 'token'}), TypeError)
  await assert.rejects(runExecution({vault: 'nowhere', token: 'token'}, () => {}), TypeError)
  await assert.rejects(runExecution(undefined, () => {}), TypeError)
  await assert.rejects(runExecution({vault: 'https://vault.example.com', token: 'token', hold: -1}, () => {}), /hold/)
})

/** The first answer that is no exception. */
async function until(question) {
  for (;;) {
    try {
      return question()
    } catch {
      await new Promise(setImmediate)
    }
  }
}
