import assert from 'node:assert/strict'
import {test} from 'node:test'
import {AuthRequiredError, createClient} from '@grantkeeper/sdk'
import {authRequired, connection, playVault, problem, serve} from './playing.js'

/** A vault that has a newer value once it was told that the first one was refused. */
async function renewingVault(t, renewals = 2) {
  const vault = await playVault(t, {
    user: () => (vault.rejections.length && ++vault.polls >= renewals ? connection(NEWER) : connection()),
    polls: 0,
    onRejection: () => ({json: {generation: 1, action: 'renewing'}}),
  })
  return vault
}

const NEWER = {value: 'value-2', generation: 2}

/** A service that takes one value. */
function accepting(value) {
  return ({headers, body}) =>
    headers.authorization === `Bearer ${value}` ? {json: {got: body}} : {status: 401, text: 'who are you?'}
}

test('fetchAs_accepted_sendsTheBearerAndWhatWasGiven', async t => {
  const vault = await playVault(t, {workspace: connection()})
  const service = await serve(t, accepting('value-1'))
  const asWorkspace = createClient({vault: vault.url, token: 'token'}).fetchAs('workspace', {minTtl: 90})
  const response = await asWorkspace(`${service.url}/items?x=1`, {
    method: 'PUT',
    headers: {'X-Kept': 'yes', Authorization: 'Basic replaced'},
    body: 'hello',
  })
  assert.deepEqual(await response.json(), {got: 'hello'})
  assert.equal(service.asked[0].method, 'PUT')
  assert.equal(service.asked[0].headers['x-kept'], 'yes')
  assert.equal(vault.asked[0].query.min_ttl, '90')
  assert.deepEqual(vault.rejections, [])
})

test('fetchAs_rejected_reportsOnceAndRepeatsWithTheNewerValue', async t => {
  const vault = await renewingVault(t)
  const service = await serve(t, accepting('value-2'))
  const asUser = createClient({vault: vault.url, token: 'token'}).fetchAs('user')
  const response = await asUser(service.url, {method: 'POST', body: new URLSearchParams({a: 'b'})})
  assert.deepEqual(await response.json(), {got: 'a=b'})
  assert.equal(service.asked.length, 2)
  assert.deepEqual(vault.rejections.map(({generation}) => generation), [1])
})

test('fetchAs_rejectedAgain_isHandedTheSecondAnswer', async t => {
  const vault = await renewingVault(t)
  const service = await serve(t, accepting('value-3'))
  const response = await createClient({vault: vault.url, token: 'token'}).fetchAs('user')(service.url)
  assert.equal(response.status, 401)
  assert.equal(await response.text(), 'who are you?')
  assert.equal(service.asked.length, 2)
  assert.equal(vault.rejections.length, 1)
})

test('fetchAs_grantIsDead_rejectsWithTheLink', async t => {
  const vault = await playVault(t, {
    user: () => (vault.rejections.length ? authRequired('grant_revoked') : connection()),
    onRejection: () => ({json: {generation: 1, action: 'renewing'}}),
  })
  const service = await serve(t, accepting('value-2'))
  await assert.rejects(createClient({vault: vault.url, token: 'token'}).fetchAs('user')(service.url), error => {
    assert.ok(error instanceof AuthRequiredError)
    assert.match(error.connectUrl, /\/connect\//)
    return true
  })
})

for (const [action, lookedUp] of [['limited', 1], ['prompted', 2]]) {
  test(`fetchAs_reportIs_${action}_handsOverTheServicesAnswer`, async t => {
    const vault = await playVault(t, {user: connection(), onRejection: () => ({json: {generation: 1, action}})})
    const service = await serve(t, accepting('value-2'))
    const response = await createClient({vault: vault.url, token: 'token'}).fetchAs('user')(service.url)
    assert.equal(await response.text(), 'who are you?')
    assert.equal(vault.asked.filter(({method}) => method === 'GET').length, lookedUp)
  })
}

test('fetchAs_vaultIsAwayAtTheReport_handsOverTheServicesAnswer', async t => {
  const vault = await playVault(t, {user: connection(), onRejection: () => problem('INTERNAL', 500)})
  const service = await serve(t, accepting('value-2'))
  const response = await createClient({vault: vault.url, token: 'token'}).fetchAs('user')(service.url)
  assert.equal(await response.text(), 'who are you?')
})

test('fetchAs_renewalTakesTooLong_handsOverTheServicesAnswer', async t => {
  const vault = await renewingVault(t, Infinity)
  const service = await serve(t, accepting('value-2'))
  const asUser = createClient({vault: vault.url, token: 'token'}).fetchAs('user', {deadline: 1_000})
  assert.equal((await asUser(service.url)).status, 401)
  assert.equal(vault.rejections.length, 1)
})

for (const [what, body, times] of [
  ['text', 'hello', 2],
  ['stream', new Blob(['hello']).stream(), 1],
  ['iterator', new Blob(['hello']).stream()[Symbol.asyncIterator](), 1],
]) {
  test(`fetchAs_rejectedWithBody_${what}_isSentWhileItLasts`, async t => {
    const vault = await renewingVault(t)
    const service = await serve(t, accepting('value-2'))
    const asUser = createClient({vault: vault.url, token: 'token'}).fetchAs('user')
    const response = await asUser(service.url, {method: 'POST', body, duplex: 'half'})
    assert.equal(response.status, times === 2 ? 200 : 401)
    assert.deepEqual(service.asked.map(asked => asked.body), Array(times).fill('hello'))
    assert.equal(vault.rejections.length, 1)
  })
}

test('fetchAs_requestObject_isRepeatedWithItsBodyAndHeaders', async t => {
  const vault = await renewingVault(t)
  const service = await serve(t, accepting('value-2'))
  const request = new Request(service.url, {method: 'POST', body: 'hello', headers: {'X-Kept': 'yes'}})
  const response = await createClient({vault: vault.url, token: 'token'}).fetchAs('user')(request)
  assert.deepEqual(await response.json(), {got: 'hello'})
  assert.deepEqual(service.asked.map(({headers}) => headers['x-kept']), ['yes', 'yes'])
})

test('fetchAs_redirectToAnotherOrigin_takesNoBearerThereAndReportsNothing', async t => {
  const vault = await renewingVault(t)
  const elsewhere = await serve(t, accepting('never'))
  const service = await serve(t, () => ({status: 307, headers: {location: `${elsewhere.url}/there`}}))
  const response = await createClient({vault: vault.url, token: 'token'}).fetchAs('user')(service.url)
  assert.equal(response.status, 401)
  assert.equal(service.asked[0].headers.authorization, 'Bearer value-1')
  assert.equal(elsewhere.asked.length, 1)
  assert.equal(elsewhere.asked[0].headers.authorization, undefined)
  assert.deepEqual(vault.rejections, [])
})

test('fetchAs_redirectWithinTheOrigin_keepsTheBearer', async t => {
  const vault = await renewingVault(t)
  const service = await serve(t, request =>
    request.path === '/old' ? {status: 302, headers: {location: '/new'}} : accepting('value-1')(request),
  )
  assert.equal((await createClient({vault: vault.url, token: 'token'}).fetchAs('user')(`${service.url}/old`)).status, 200)
})

test('fetchAs_requestWithSignal_endsWithIt', async t => {
  const ending = new AbortController()
  const vault = await playVault(t, {user: () => ending.abort(new Error('the user left'))})
  const asUser = createClient({vault: vault.url, token: 'token'}).fetchAs('user')
  await assert.rejects(asUser('http://127.0.0.1:1', {signal: ending.signal}), {message: 'the user left'})
  assert.throws(() => createClient({vault: vault.url, token: 'token'}).fetchAs('app'), TypeError)
})
