import assert from 'node:assert/strict'
import test from 'node:test'
import { backoff, EventParser } from '../../main/resources/console/sse.js'

const STREAM =
  'event: snapshot\ndata: {"prompts":[]}\n\n: heartbeat\n\nevent: prompt\r\ndata: {"a":\r\ndata: 1}\r\n\r\ndata:bare\n\n'
const EVENTS = [
  { event: 'snapshot', data: '{"prompts":[]}' },
  { event: 'prompt', data: '{"a":\n1}' },
  { event: 'message', data: 'bare' },
]

for (const size of [1, 2, 3, 7, 1000]) {
  test(`feed_piecesOf${size}_givesTheSameEvents`, () => {
    const parser = new EventParser()
    const events = []
    for (let at = 0; at < STREAM.length; at += size) events.push(...parser.feed(STREAM.slice(at, at + size)))
    assert.deepEqual(events, EVENTS)
  })
}

test('feed_eventWithoutData_isNone', () => {
  assert.deepEqual(new EventParser().feed('event: prompt\n\n'), [])
})

test('feed_halfAnEvent_waits', () => {
  const parser = new EventParser()
  assert.deepEqual(parser.feed('event: prompt\ndata: 1\n'), [])
  assert.deepEqual(parser.feed('\n'), [{ event: 'prompt', data: '1' }])
})

test('backoff_manyAttempts_growsToABoundWithJitter', () => {
  const bounds = [0, 1, 2, 3, 4, 5, 6, 50].map((attempt) => backoff(attempt, () => 1))
  assert.deepEqual(bounds, [500, 1000, 2000, 4000, 8000, 15000, 15000, 15000])
  assert.equal(
    backoff(3, () => 0.5),
    2000,
  )
})
