import assert from 'node:assert/strict'
import test from 'node:test'
import { day, distance, exact, locale } from '../../main/resources/console/times.js'
import { words } from '../../main/resources/console/strings.js'

// Of a reader who has asked for no English of their own.
Object.defineProperty(globalThis, 'navigator', { value: { languages: [] }, configurable: true })

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const NOON = Date.parse('2026-12-01T12:00:00Z')

for (const [milliseconds, unit, count] of [
  [0, 'now', 0],
  [9 * SECOND, 'now', 0],
  [10 * SECOND, 'second', 10],
  [-59 * SECOND, 'second', 59],
  [MINUTE, 'minute', 1],
  [-59 * MINUTE - 59 * SECOND, 'minute', 59],
  [HOUR, 'hour', 1],
  [35 * HOUR, 'hour', 35],
  [36 * HOUR, 'day', 2],
  [-13 * DAY, 'day', 13],
  [14 * DAY, 'date', 0],
]) {
  test(`distance_${milliseconds}_is${count}${unit}`, () => {
    assert.deepEqual(distance(milliseconds), { unit, count })
  })
}

for (const [at, zone, said] of [
  ['2026-12-01T08:00:00Z', 'UTC', 'today'],
  ['2026-11-30T23:30:00Z', 'UTC', 'yesterday'],
  ['2026-11-30T23:30:00Z', 'Europe/Berlin', 'today'],
  ['2026-11-27T10:00:00Z', 'UTC', 'on Friday'],
  ['2026-11-12T10:00:00Z', 'UTC', 'on 12 Nov'],
  ['2025-11-12T10:00:00Z', 'UTC', 'on 12 Nov 2025'],
]) {
  test(`day_${at}In${zone}_is${said}`, () => {
    assert.equal(day(Date.parse(at), NOON, zone, { ...words.time }), said)
  })
}

test('exact_readersZone_isNamed', () => {
  const text = exact(NOON, 'Asia/Tokyo')
  assert.match(text, /21:00:00/)
  assert.match(text, /GMT\+9|JST/)
})

test('locale_readersLanguages_takesTheirEnglishOrTheConsoles', () => {
  assert.equal(locale(['de-DE', 'en-US']), 'en-US')
  assert.equal(locale(['de-DE']), 'en-GB')
})
