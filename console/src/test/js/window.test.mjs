import assert from 'node:assert/strict'
import test from 'node:test'
import { isConnecting, opened, watch } from '../../main/resources/console/window.js'

const VAULT = 'https://vault.example.com'
const IT = { app: 'notes', owner: { type: 'user', id: 'ada' } }
globalThis.location = { origin: VAULT }

class Store extends EventTarget {
  status = 'auth_required'
  asked = 0
  changed() {}
  connectionOf() {
    return { id: '1', ...IT, status: this.known ?? 'auth_required' }
  }
  async reload() {
    this.asked++
    this.known = this.status
  }
  say(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail: { ...IT, ...detail } }))
    return new Promise((resolve) => setImmediate(resolve))
  }
}

function watched(t, popup = {}) {
  t.mock.timers.enable({ apis: ['setInterval', 'setTimeout'] })
  const store = new Store()
  const seen = { store, connected: 0, closes: 0 }
  seen.popup = { closed: false, location: { origin: VAULT }, close: () => seen.closes++ }
  Object.defineProperties(seen.popup, Object.getOwnPropertyDescriptors(popup))
  watch(store, IT, seen.popup, () => seen.connected++)
  return seen
}

test('opened_window_hasNoOpenerBeforeItGoesAnywhere_andTheNameThatTheVaultsLastPageCloses', () => {
  const calls = []
  globalThis.window = { open: (...args) => (calls.push(args), { opener: globalThis.window }) }
  const popup = opened()
  assert.equal(popup.opener, null)
  assert.equal(calls[0][0], 'about:blank')
  assert.match(calls[0][1], /^gk-connect-\d+$/)
})

test('opened_browserThatAllowsNone_isNothing', () => {
  globalThis.window = { open: () => null }
  assert.equal(opened(), null)
})

test('watch_connected_closesAndSaysSoOnce', async (t) => {
  const seen = watched(t)
  assert.ok(isConnecting(IT))
  await seen.store.say('moved', { change: 'connected' })
  await seen.store.say('moved', { change: 'connected' })
  assert.deepEqual([seen.connected, seen.closes, isConnecting(IT)], [1, 1, false])
})

test('watch_windowStillAtTheProvider_isNotTouchedUntilItIsBack', async (t) => {
  let back = false
  const seen = watched(t, {
    get location() {
      if (!back) throw new DOMException('', 'SecurityError')
      return { origin: VAULT }
    },
  })
  await seen.store.say('moved', { change: 'connected' })
  assert.equal(seen.closes, 0)
  back = true
  t.mock.timers.tick(1000)
  assert.equal(seen.closes, 1)
})

for (const [status, connected] of [
  ['connected', 1],
  ['disconnected', 0],
  ['auth_required', 0],
]) {
  test(`watch_promptResolvedWhileThe${status}ConnectionIsAsked_says${connected ? 'So' : 'Nothing'}`, async (t) => {
    const seen = watched(t)
    seen.store.status = status
    await seen.store.say('resolved', {})
    assert.equal(seen.store.asked, 1)
    assert.deepEqual([seen.connected, isConnecting(IT)], [connected, !connected])
    await seen.store.say('moved', { change: 'connected' })
  })
}

test('watch_anotherConnections_areNoneOfIts', async (t) => {
  const seen = watched(t)
  await seen.store.say('resolved', { app: 'mail' })
  await seen.store.say('moved', { app: 'mail', change: 'connected' })
  assert.deepEqual([seen.connected, seen.store.asked, isConnecting(IT)], [0, 0, true])
  await seen.store.say('moved', { change: 'connected' })
})

test('watch_windowClosedByItsPerson_isGivenUp', (t) => {
  const seen = watched(t)
  seen.popup.closed = true
  t.mock.timers.tick(1000)
  assert.ok(isConnecting(IT))
  t.mock.timers.tick(500)
  assert.deepEqual([isConnecting(IT), seen.connected], [false, 0])
})
