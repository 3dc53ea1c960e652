import assert from 'node:assert/strict'
import test from 'node:test'
import { after, daysOf, isOthersToo, keyOf, overdue, perDay, statusOf, toneOf } from '../../main/resources/console/status.js'

const NOW = Date.parse('2026-12-01T12:00:00Z')
const MINUTE = 60000
const at = (ms) => new Date(NOW + ms).toISOString()
const connection = (more) => ({
  id: '1',
  app: 'notes',
  owner: { type: 'user', id: 'ada' },
  type: 'oauth2',
  status: 'connected',
  renewable: true,
  expires_at: at(50 * MINUTE),
  next_renewal_at: at(40 * MINUTE),
  generation: 7,
  ...more,
})
const shared = { owner: { type: 'workspace', id: 'acme' } }

for (const [what, more, word, eyes = {}] of [
  ['fine', {}, 'connected'],
  ['ended', { status: 'disconnected' }, 'disconnected'],
  ['waitingForItsPerson', { status: 'auth_required' }, 'needs_you'],
  ['waitingForAnAdmin', { ...shared, status: 'auth_required' }, 'needs_admin'],
  ['waitingForThisAdmin', { ...shared, status: 'auth_required' }, 'needs_you', { admin: true }],
  ['due', { next_renewal_at: at(-1) }, 'renewing'],
  ['overAndRenewable', { expires_at: at(-1) }, 'renewing'],
  ['overAndNotRenewable', { expires_at: at(-1), renewable: false, next_renewal_at: undefined }, 'needs_you'],
  ['refusedAsAClient', { next_renewal_at: at(-5 * MINUTE) }, 'misconfigured', { lastResult: 'misconfigured' }],
  ['aSecret', { type: 'secret', expires_at: undefined, next_renewal_at: undefined, renewable: false }, 'connected'],
]) {
  test(`status_${what}_is${word}`, () => {
    assert.equal(statusOf(connection(more), { now: NOW, admin: false, ...eyes }).word, word)
  })
}

test('overdue_renewalThatIsMinutesLate_isWorthAQuestion', () => {
  assert.equal(overdue(connection({ next_renewal_at: at(-3 * MINUTE) }), NOW), true)
  assert.equal(overdue(connection({ next_renewal_at: at(-MINUTE) }), NOW), false)
  assert.equal(overdue(connection({ next_renewal_at: undefined }), NOW), false)
})

for (const [change, status] of [
  ['renewed', 'connected'],
  ['connected', 'connected'],
  ['disconnected', 'disconnected'],
  ['failed', 'auth_required'],
]) {
  test(`after_${change}_is${status}AtOnce`, () => {
    const changed = after(connection({ status: 'auth_required' }), { change, generation: 8, at: at(0) })
    assert.equal(changed.status, status)
    assert.equal(changed.generation, 8)
  })
}

test('after_eventOfAnOlderGeneration_changesNothing', () => {
  const known = connection({})
  assert.equal(after(known, { change: 'disconnected', generation: 6, at: at(0) }), known)
})

test('after_renewed_isNotStillShownAsDue', () => {
  const changed = after(connection({ next_renewal_at: at(-1), expires_at: at(-1) }), {
    change: 'renewed',
    generation: 8,
    at: at(0),
  })
  assert.equal(statusOf(changed, { now: NOW }).word, 'connected')
})

test('keyOf_offersConnectionsAndEvents_agree', () => {
  assert.equal(keyOf({ app: 'notes', owner: 'user' }), keyOf(connection({})))
})

test('toneOf_everyResultOfTheContract_isTold', () => {
  const tones = ['renewed', 'late', 'rejected', 'misconfigured', 'throttled', 'failed', 'lost', 'pending'].map(toneOf)
  assert.deepEqual(tones, ['good', 'late', 'bad', 'bad', 'bad', 'bad', 'bad', 'busy'])
})

test('perDay_renewals_areCountedOnTheReadersDaysAndEmptyDaysStay', () => {
  const bars = perDay(
    [
      { at: at(0), result: 'renewed' },
      { at: at(-MINUTE), result: 'failed' },
      { at: at(-26 * 60 * MINUTE), result: 'late' },
      { at: at(-99 * 86400000), result: 'renewed' },
      { at: at(0), result: 'pending' },
    ],
    NOW,
    14,
  )
  assert.equal(bars.length, 14)
  assert.deepEqual(
    bars.slice(-3).map(({ good, bad }) => [good, bad]),
    [
      [0, 0],
      [1, 0],
      [1, 1],
    ],
  )
  assert.equal(
    bars.reduce((sum, { good }) => sum + good, 0),
    2,
  )
})

const DAY = 24 * 60 * MINUTE
const renewals = (...days) => days.map((days) => ({ at: at(-days * DAY), result: 'renewed' }))

for (const [what, list, asked, days] of [
  ['none', [], 100, 1],
  ['ofToday', [0, 0], 100, 1],
  ['ofThreeDays', [0, 1, 2], 100, 3],
  ['ofDaysAgo', [4, 5], 100, 6],
  ['olderThanTheVaultRemembers', [0, 20], 100, 8],
  ['asManyAsWereAskedFor', [0, 1, 2], 3, 2],
  ['asManyAsWereAskedForOfToday', [0, 0, 0], 3, 1],
]) {
  test(`daysOf_renewals_${what}_are${days}`, () => assert.equal(daysOf(renewals(...list), NOW, asked), days))
}

test('isOthersToo_aWorkspacesConnectionThatWorks_alone', () => {
  assert.equal(isOthersToo(connection(shared)), true)
  assert.equal(isOthersToo(connection({ ...shared, status: 'disconnected' })), false)
  assert.equal(isOthersToo(connection({})), false)
  assert.ok(!isOthersToo(undefined))
})
