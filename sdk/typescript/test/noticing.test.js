import assert from 'node:assert/strict'
import {once} from 'node:events'
import {Agent, get} from 'node:http'
import {test} from 'node:test'
import {runExecution} from '@grantkeeper/sdk/runtime'
import {getUserConnection, getWorkspaceConnection, reportRejected} from '@grantkeeper/sdk/server'
import {authRequired, connection, playVault, serve} from './playing.js'

// As app code does that keeps it when it loads, before any execution.
const kept = globalThis.fetch

const NEWER = {value: 'value-2', generation: 2}
const execute = (vault, run) => runExecution({vault: vault.url, token: 'execution-token'}, run)

/** A vault that renews what is reported. */
async function renewingVault(t, user = connection) {
  const vault = await playVault(t, {
    user: () => user(vault.rejections.length > 0 ? NEWER : {}),
    onRejection: () => ({json: {generation: 2, action: 'newer_value'}}),
  })
  return vault
}

const refusing = ({headers}) =>
  headers.authorization === 'Bearer value-2' ? {text: 'welcome'} : {status: 401, text: 'who are you?', headers: {'x-why': 'old'}}

test('fetch_401ToItsValue_isReportedOnceAndTheNextCallHasTheNewerValue', async t => {
  const vault = await renewingVault(t)
  const service = await serve(t, refusing)
  const result = await execute(vault, async () => {
    const ask = () => fetch(service.url, {headers: {Authorization: `Bearer ${getUserConnection().value}`}})
    const old = `Bearer ${getUserConnection().value}`
    const refused = await ask()
    const why = [refused.status, refused.headers.get('x-why'), await refused.text()]
    await fetch(service.url, {headers: [['authorization', old]]})
    return [why, await (await ask()).text()]
  })
  assert.deepEqual(result.value, [[401, 'old', 'who are you?'], 'welcome'])
  assert.deepEqual(vault.rejections, [{connection_id: '3f0c5d52-8a61-4b0e-9a53-5f6f1f9d2c11', generation: 1}])
  assert.equal(service.asked.length, 3)
  assert.deepEqual(result.authRequired, [])
})

test('fetch_keptBeforeTheFirstExecution_isNoticedAsWell', async t => {
  const vault = await renewingVault(t)
  const service = await serve(t, refusing)
  await execute(vault, () => kept(service.url, {headers: {Authorization: `Bearer ${getUserConnection().value}`}}))
  assert.equal(vault.rejections.length, 1)
})

test('fetch_manyAtOnceAre401_areReportedOnce', async t => {
  const vault = await renewingVault(t)
  const service = await serve(t, refusing)
  await execute(vault, () => {
    const headers = new Headers({authorization: `Bearer ${getUserConnection().value}`})
    return Promise.all(Array.from({length: 10}, () => fetch(new Request(service.url, {headers}))))
  })
  assert.equal(vault.rejections.length, 1)
})

test('fetch_401AndTheGrantIsDead_theNextCallThrowsAndThePlatformIsTold', async t => {
  const vault = await playVault(t, {
    user: () => (vault.rejections.length > 0 ? authRequired('grant_revoked') : connection()),
    onRejection: () => ({json: {generation: 1, action: 'renewing'}}),
  })
  const service = await serve(t, refusing)
  const result = await execute(vault, async () => {
    const refused = await fetch(service.url, {headers: {Authorization: `Bearer ${getUserConnection().value}`}})
    assert.throws(getUserConnection, {cause: 'grant_revoked'})
    throw new Error(`Failed: ${await refused.text()}`)
  })
  assert.equal(result.error.message, 'Failed: who are you?')
  assert.equal(result.authRequired[0].cause, 'grant_revoked')
  assert.match(result.authRequired[0].connectUrl, /\/connect\//)
})

test('fetch_401ToASecret_tellsThePlatformThatItWasRefused', async t => {
  const secret = connection({value: 'secret-1', type: 'secret', expires_at: undefined})
  const vault = await playVault(t, {workspace: secret, onRejection: () => ({json: {generation: 1, action: 'prompted'}})})
  const service = await serve(t, refusing)
  const result = await execute(vault, async () => {
    await fetch(service.url, {headers: {'X-Api-Key': getWorkspaceConnection().value}})
    return getWorkspaceConnection().value
  })
  assert.equal(result.value, 'secret-1')
  assert.deepEqual(result.authRequired, [{owner: 'workspace', cause: 'rejected_by_service'}])
})

test('fetch_401AndTheReportFails_theNext401IsReported', async t => {
  const vault = await renewingVault(t)
  vault.onRejection = () => (vault.rejections.length > 1 ? {json: {generation: 2, action: 'newer_value'}} : {status: 500})
  vault.user = () => connection(vault.rejections.length > 1 ? NEWER : {})
  const service = await serve(t, refusing)
  const result = await execute(vault, async () => {
    const ask = () => fetch(service.url, {headers: {Authorization: `Bearer ${getUserConnection().value}`}})
    return [(await ask()).status, (await ask()).status, (await ask()).status]
  })
  assert.deepEqual(result.value, [401, 401, 200])
  assert.equal(vault.rejections.length, 2)
})

test('fetch_401AndTheRenewalTakesLong_isHandedOverAfterTheHold', async t => {
  const renewing = () => ({json: {generation: 1, action: 'renewing'}})
  const vault = await playVault(t, {user: connection(), onRejection: renewing})
  const service = await serve(t, refusing)
  const begun = performance.now()
  const result = await runExecution({vault: vault.url, token: 'token', deadline: 60_000, hold: 200}, async () => {
    const refused = await fetch(service.url, {headers: {Authorization: `Bearer ${getUserConnection().value}`}})
    return refused.text()
  })
  assert.equal(result.value, 'who are you?')
  const took = performance.now() - begun
  assert.ok(took >= 200 && took < 50_000)
  assert.equal(vault.rejections.length, 1)
})

test('fetch_401AndTheVaultIsSilent_isHandedOverAfterAWhile', async t => {
  const vault = await playVault(t, {user: connection(), onRejection: () => undefined})
  const service = await serve(t, refusing)
  const result = await runExecution({vault: vault.url, token: 'token', deadline: 1_500}, async () => {
    const refused = await fetch(service.url, {headers: {Authorization: `Bearer ${getUserConnection().value}`}})
    return refused.text()
  })
  assert.equal(result.value, 'who are you?')
})

for (const [what, request] of [
  ['bearer', value => [{headers: {authorization: `bearer ${value}`}}]],
  ['basicPassword', value => [{headers: {authorization: `Basic ${Buffer.from(`api:${value}`).toString('base64')}`}}]],
  ['basicUser', value => [{headers: {authorization: `Basic ${Buffer.from(`${value}:`).toString('base64')}`}}]],
  ['ownHeader', value => [{headers: {'x-api-key': value}}]],
  ['quoted', value => [{headers: {authorization: `Token token="${value}", nonce="x"`}}]],
  ['map', value => [{headers: new Map([['x-api-key', value]])}]],
  ['query', value => [{}, `?key=${encodeURIComponent(value)}`]],
]) {
  test(`fetch_401ToValueAs_${what}_isReported`, async t => {
    const vault = await renewingVault(t, changes => connection({value: 'va/lue+1==', ...changes}))
    const service = await serve(t, () => ({status: 401}))
    await execute(vault, () => {
      const [init, query = ''] = request(getUserConnection().value)
      return fetch(`${service.url}/items${query}`, init)
    })
    assert.equal(vault.rejections.length, 1)
  })
}

for (const [what, headers, answer] of [
  ['withoutTheValue', () => ({authorization: 'Bearer of-somebody-else'}), {status: 401}],
  ['withTheValueAsAPartOfAWord', value => ({authorization: `Bearer ${value}0`}), {status: 401}],
  ['answered403', value => ({authorization: `Bearer ${value}`}), {status: 403}],
  ['answered200', value => ({authorization: `Bearer ${value}`}), {status: 200}],
]) {
  test(`fetch_${what}_isNotReported`, async t => {
    const vault = await renewingVault(t)
    const service = await serve(t, () => answer)
    await execute(vault, () => fetch(service.url, {headers: headers(getUserConnection().value)}))
    assert.equal(vault.rejections.length, 0)
  })
}

test('fetch_401FromAnotherOriginAfterARedirect_isNotReported', async t => {
  const vault = await renewingVault(t)
  const elsewhere = await serve(t, () => ({status: 401}))
  const service = await serve(t, () => ({status: 302, headers: {location: elsewhere.url}}))
  await execute(vault, () => fetch(service.url, {headers: {authorization: `Bearer ${getUserConnection().value}`}}))
  assert.equal(elsewhere.asked.length, 1)
  assert.equal(vault.rejections.length, 0)
})

test('fetch_outsideOfExecutions_isLeftAlone', async t => {
  const vault = await renewingVault(t)
  const service = await serve(t, refusing)
  const result = await execute(vault, () => getUserConnection().value)
  const response = await fetch(service.url, {headers: {authorization: `Bearer ${result.value}`}})
  assert.equal(response.status, 401)
  assert.equal(vault.rejections.length, 0)
  await assert.rejects(fetch('nowhere'), TypeError)
  await assert.rejects(fetch(service.url, {headers: {'not a name': 'x'}}), TypeError)
})

test('fetch_inAnExecution_failsAsEveryFetchDoes', async t => {
  const vault = await renewingVault(t)
  const result = await execute(vault, async () => {
    getUserConnection()
    await assert.rejects(fetch('nowhere'), TypeError)
    await assert.rejects(fetch(vault.url, {headers: {'not a name': 'x'}}), TypeError)
    await assert.rejects(fetch(vault.url, {signal: AbortSignal.abort()}), {name: 'AbortError'})
    return (await fetch(`${vault.url}/v1/lookup/user-connection`, {headers: new Map([['x-a', 'b']])})).status
  })
  assert.ok(result.ok, result.error)
})

test('fetch_headersThatCanBeReadOnce_areLeftToFetch', async t => {
  const vault = await renewingVault(t)
  const service = await serve(t, ({headers}) => ({text: headers['x-api-key']}))
  const result = await execute(vault, async () => {
    const headers = new Map([['x-api-key', getUserConnection().value]]).entries()
    return (await fetch(service.url, {headers})).text()
  })
  assert.equal(result.value, 'value-1')
})

test('nodeHttp_401ToItsValue_isReportedBeforeTheEnd', async t => {
  const vault = await renewingVault(t)
  const service = await serve(t, refusing)
  const result = await execute(vault, async () => {
    const [response] = await once(get(service.url, {headers: {authorization: `Bearer ${getUserConnection().value}`}}), 'response')
    response.resume()
    await once(response, 'end')
    return response.statusCode
  })
  assert.equal(result.value, 401)
  assert.deepEqual(vault.rejections.map(({generation}) => generation), [1])
})

test('nodeHttp_requestsThatWaitForOneSocket_areReportedByTheirOwnExecutions', async t => {
  const vault = await serve(t, ({headers, path}) =>
    path.endsWith('rejections')
      ? {json: {generation: 1, action: 'limited'}}
      : {json: connection({value: `value-of-${headers.authorization}`, id: headers.authorization})},
  )
  const service = await serve(t, () => ({status: 401}))
  const agent = new Agent({keepAlive: true, maxSockets: 1})
  t.after(() => agent.destroy())
  const users = ['user-1', 'user-2', 'user-3']
  await Promise.all(
    users.map(token =>
      runExecution({vault: vault.url, token}, async () => {
        const sent = get(service.url, {agent, headers: {'x-api-key': getUserConnection().value}})
        const [response] = await once(sent, 'response')
        await once(response.resume(), 'end')
      }),
    ),
  )
  const reports = vault.asked.filter(({method}) => method === 'POST')
  assert.deepEqual(
    reports.map(({headers, body}) => [headers.authorization, JSON.parse(body).connection_id]).sort(),
    users.map(user => [`Bearer ${user}`, `Bearer ${user}`]),
  )
})

test('reportRejected_byAppCode_isToldOnceAndTheNextCallHasTheNewerValue', async t => {
  const vault = await renewingVault(t)
  const result = await execute(vault, async () => {
    const refused = getUserConnection()
    await reportRejected(refused)
    await reportRejected(refused)
    return getUserConnection().value
  })
  assert.equal(result.value, 'value-2')
  assert.equal(vault.rejections.length, 1)
  await assert.rejects(reportRejected(connection()), {reason: 'NO_EXECUTION'})
})

test('executions_sideBySideAt401_eachReportsItsOwn', async t => {
  const vault = await serve(t, ({headers, path, body}) => {
    const user = headers.authorization.replace('Bearer ', '')
    if (path.endsWith('rejections')) return {json: {generation: 1, action: 'limited', reported: body}}
    return {json: connection({value: `value-of-${user}`, id: `id-of-${user}`})}
  })
  const service = await serve(t, () => ({status: 401}))
  const users = Array.from({length: 10}, (_, i) => `user-${i}`)
  await Promise.all(
    users.map(token =>
      runExecution({vault: vault.url, token}, () =>
        fetch(service.url, {headers: {authorization: `Bearer ${getUserConnection().value}`}}),
      ),
    ),
  )
  const reports = vault.asked.filter(({method}) => method === 'POST')
  assert.deepEqual(
    reports.map(({headers, body}) => [headers.authorization, JSON.parse(body).connection_id]).sort(),
    users.map(user => [`Bearer ${user}`, `id-of-${user}`]).sort(),
  )
})
