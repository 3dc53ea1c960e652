import assert from 'node:assert/strict'
import {inspect} from 'node:util'
import {test} from 'node:test'
import * as sdk from '@grantkeeper/sdk'
import {authRequired, connection, first, playVault, problem, serve} from './playing.js'

const {createClient} = sdk

test('getUserConnection_served_isTheWholeConnection', async t => {
  const vault = await playVault(t, {user: connection()})
  const found = await createClient({vault: vault.url, token: 'execution-token'}).getUserConnection({
    minTtl: 60,
    requiredScopes: ['sequences.read', 'sequences.write'],
    prompt: false,
  })
  assert.equal(found.value, 'value-1')
  assert.equal(found.id, '3f0c5d52-8a61-4b0e-9a53-5f6f1f9d2c11')
  assert.equal(found.type, 'oauth2')
  assert.deepEqual(found.ownedBy, {type: 'user', id: 'ada'})
  assert.deepEqual(found.createdBy, {type: 'user', id: 'ada'})
  assert.ok(found.expiresAt instanceof Date && found.expiresAt > new Date())
  assert.deepEqual(found.scopes, ['sequences.write'])
  assert.equal(found.generation, 1)
  assert.deepEqual(found.metadata, {subdomain: 'acme'})
  assert.equal(vault.asked[0].headers.authorization, 'Bearer execution-token')
  assert.deepEqual(vault.asked[0].query, {
    min_ttl: '60',
    required_scopes: 'sequences.read sequences.write',
    prompt: 'false',
  })
})

test('getWorkspaceConnection_secret_doesNotExpire', async t => {
  const {expires_at, ...secret} = connection({type: 'secret', owned_by: {type: 'workspace', id: 'acme'}, scopes: []})
  const vault = await playVault(t, {workspace: secret})
  const found = await createClient({vault: `${vault.url}/`, token: 'token'}).getWorkspaceConnection()
  assert.ok(expires_at)
  assert.equal(found.expiresAt, undefined)
  assert.deepEqual(found.ownedBy, {type: 'workspace', id: 'acme'})
  assert.deepEqual(vault.asked[0].query, {})
})

test('connection_loggedOrCopied_showsNoValue', async t => {
  const vault = await playVault(t, {user: connection()})
  const client = createClient({vault: vault.url, token: 'execution-token'})
  const found = await client.getUserConnection()
  const shown = [
    inspect(found),
    inspect({found}, {showHidden: true, getters: true, depth: 9}),
    JSON.stringify(found),
    `${found}`,
    inspect({...found}),
    inspect(structuredClone(found)),
    inspect(Object.entries(found)),
    inspect(client, {showHidden: true, getters: true, depth: 9}),
  ]
  for (const text of shown) {
    assert.ok(!text.includes('value-1') && !text.includes('execution-token'), text)
  }
  assert.match(shown[0], /Connection \{.*value: '\[redacted\]'/s)
  assert.equal(JSON.parse(shown[2]).generation, 1)
  assert.throws(() => {
    found.value = 'another'
  }, TypeError)
})

test('lookup_nobodyConnected_carriesTheLink', async t => {
  const vault = await playVault(t, {user: authRequired('grant_revoked')})
  await assert.rejects(createClient({vault: vault.url, token: 'token'}).getUserConnection(), error => {
    assert.ok(error instanceof sdk.AuthRequiredError && error instanceof sdk.GrantkeeperError)
    assert.equal(error.name, 'AuthRequiredError')
    assert.equal(error.reason, 'AUTH_REQUIRED')
    assert.equal(error.cause, 'grant_revoked')
    assert.equal(error.promptId, '8a0e2f0e-52f3-4f4e-b7a7-0c4b6d3d7a0f')
    assert.equal(error.connectUrl, 'https://vault.example.com/connect/8a0e2f0e-52f3-4f4e-b7a7-0c4b6d3d7a0f')
    assert.deepEqual(error.missingScopes, [])
    return true
  })
})

test('lookup_scopesMissing_namesThem', async t => {
  const refused = problem('AUTH_REQUIRED', 424, {cause: 'scopes_missing', missing_scopes: 'a b'})
  const vault = await playVault(t, {user: refused})
  await assert.rejects(createClient({vault: vault.url, token: 'token'}).getUserConnection(), {
    cause: 'scopes_missing',
    missingScopes: ['a', 'b'],
    connectUrl: undefined,
  })
})

for (const [reason, status, type] of [
  ['NO_USER', 424, 'NoUserError'],
  ['PROVIDER_MISCONFIGURED', 424, 'ProviderMisconfiguredError'],
  ['NOT_CONFIGURED', 404, 'NotConfiguredError'],
  ['NOT_FOUND', 404, 'NotFoundError'],
  ['UNAUTHENTICATED', 401, 'UnauthenticatedError'],
  ['FORBIDDEN', 403, 'ForbiddenError'],
  ['INVALID', 400, 'InvalidRequestError'],
  ['INTERNAL', 500, 'InternalError'],
  ['SOMETHING_NEW', 409, 'GrantkeeperError'],
]) {
  test(`lookup_${reason}_is${type}AtOnce`, async t => {
    const errors = [{field: 'min_ttl', message: 'must be less'}]
    const vault = await playVault(t, {user: problem(reason, status, reason === 'INVALID' ? {errors} : {})})
    await assert.rejects(createClient({vault: vault.url, token: 'token'}).getUserConnection(), error => {
      assert.equal(error.constructor, sdk[type])
      assert.equal(error.name, type)
      assert.equal(error.reason, reason)
      assert.equal(error.message, `The detail of ${reason}.`)
      if (reason === 'INVALID') assert.deepEqual(error.errors, errors)
      return true
    })
    assert.equal(vault.asked.length, 1)
  })
}

for (const [what, answer] of [
  ['withoutValue', {json: {...connection(), value: undefined}}],
  ['emptyValue', {json: connection({value: ''})}],
  ['notJson', {text: '<html>'}],
  ['null', {text: 'null'}],
  ['redirect', {status: 302, headers: {location: 'http://127.0.0.1:1/'}}],
]) {
  test(`lookup_${what}_rejectsAndIsNeverNothing`, async t => {
    const vault = await serve(t, () => answer)
    await assert.rejects(createClient({vault: vault.url, token: 'token'}).getUserConnection(), sdk.InternalError)
    assert.equal(vault.asked.length, 1)
  })
}

test('lookup_renewing_isRepeatedWhenTheVaultSaid', async t => {
  const renewing = problem('RENEWING', 503, {}, {'retry-after': '1'})
  const vault = await playVault(t, {user: first(1, renewing, connection())})
  const begun = performance.now()
  const found = await createClient({vault: vault.url, token: 'token'}).getUserConnection()
  assert.equal(found.value, 'value-1')
  assert.equal(vault.asked.length, 2)
  assert.ok(performance.now() - begun >= 1_000)
})

test('lookup_proxyWithoutVault_isRepeated', async t => {
  const vault = await playVault(t, {user: first(2, {status: 502, text: 'bad gateway'}, connection())})
  assert.equal((await createClient({vault: vault.url, token: 'token'}).getUserConnection()).generation, 1)
  assert.equal(vault.asked.length, 3)
})

test('lookup_retryAfterPastDeadline_rejectsAtOnceWithIt', async t => {
  const vault = await playVault(t, {user: problem('UNAVAILABLE', 503, {}, {'retry-after': '30'})})
  await assert.rejects(createClient({vault: vault.url, token: 'token', deadline: 5_000}).getUserConnection(), {
    name: 'UnavailableError',
    reason: 'UNAVAILABLE',
    retryAfter: 30,
  })
  assert.equal(vault.asked.length, 1)
})

test('lookup_nobodyListens_isUnavailableByTheDeadline', async t => {
  const gone = await serve(t, () => {})
  gone.server.close()
  await assert.rejects(createClient({vault: gone.url, token: 'token'}).getUserConnection({deadline: 300}), {
    name: 'UnavailableError',
    message: 'The vault cannot be reached.',
  })
})

test('lookup_noAnswer_isUnavailableByTheDeadline', async t => {
  const silent = await serve(t, () => {})
  await assert.rejects(createClient({vault: silent.url, token: 'token'}).getUserConnection({deadline: 150}), {
    name: 'UnavailableError',
    message: 'The vault did not answer within 150 ms.',
  })
})

test('lookup_aborted_rejectsWithTheReason', async t => {
  const ending = new AbortController()
  const silent = await serve(t, () => {
    ending.abort(new Error('the user left'))
  })
  await assert.rejects(createClient({vault: silent.url, token: 'token'}).getUserConnection({signal: ending.signal}), {
    message: 'the user left',
  })
})

test('lookup_abortedWhileItWaits_rejectsWithTheReason', async t => {
  const ending = new AbortController()
  const vault = await playVault(t, {user: problem('RENEWING', 503, {}, {'retry-after': '5'})})
  const asking = createClient({vault: vault.url, token: 'token'}).getUserConnection({signal: ending.signal})
  while (vault.asked.length === 0) await new Promise(setImmediate)
  setImmediate(() => ending.abort(new Error('the user left')))
  await assert.rejects(asking, {message: 'the user left'})
})

test('token_function_isAskedForEveryRequestAndAnewWhenRefused', async t => {
  const minted = []
  const vault = await serve(t, ({headers}) =>
    headers.authorization === 'Bearer token-1' ? problem('UNAUTHENTICATED', 401) : {json: connection()},
  )
  const client = createClient({
    vault: vault.url,
    token: async () => {
      minted.push(`token-${minted.length + 1}`)
      return minted.at(-1)
    },
  })
  await client.getUserConnection()
  await client.getUserConnection()
  assert.deepEqual(vault.asked.map(({headers}) => headers.authorization), [
    'Bearer token-1',
    'Bearer token-2',
    'Bearer token-3',
  ])
})

test('token_functionFails_rejectsWithItsError', async () => {
  const token = async () => {
    throw new RangeError('no tokens today')
  }
  await assert.rejects(createClient({vault: 'http://127.0.0.1:1', token}).getUserConnection(), {message: 'no tokens today'})
})

test('reportRejected_connection_saysWhatIsDone', async t => {
  const vault = await playVault(t, {user: connection(), onRejection: () => ({json: {generation: 2, action: 'newer_value'}})})
  const client = createClient({vault: vault.url, token: 'token'})
  const answer = await client.reportRejected(await client.getUserConnection())
  assert.deepEqual(answer, {generation: 2, action: 'newer_value'})
  assert.deepEqual(vault.rejections, [{connection_id: '3f0c5d52-8a61-4b0e-9a53-5f6f1f9d2c11', generation: 1}])
})

test('createClient_wrongOptions_throwsSayingWhatToChange', () => {
  const token = 'token'
  assert.throws(() => createClient(), /vault must be/)
  assert.throws(() => createClient({vault: 'vault.example.com', token}), /vault must be/)
  assert.throws(() => createClient({vault: 'http://vault.example.com', token}), /allowHttp/)
  assert.throws(() => createClient({vault: 'ftp://vault.example.com', token, allowHttp: true}), /https/)
  assert.throws(() => createClient({vault: 'https://vault.example.com'}), /token must be/)
  assert.throws(() => createClient({vault: 'https://vault.example.com', token, deadline: 0}), /deadline/)
  createClient({vault: 'http://vault.internal', token, allowHttp: true})
  createClient({vault: 'http://[::1]:8480', token})
})
