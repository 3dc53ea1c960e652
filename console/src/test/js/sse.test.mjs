import assert from 'node:assert/strict'
import test from 'node:test'
import { EventParser, failuresAfter, pauseBefore } from '../../main/resources/console/sse.js'

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

test('pauseBefore_afterAStreamThatLasted_spreadsOverThreeSeconds', () => {
  assert.deepEqual(
    [0, 0.5, 1].map((random) => pauseBefore(0, () => random)),
    [0, 1500, 3000],
  )
})

test('pauseBefore_everyFailure_waitsLongerUpToAMinute', () => {
  assert.deepEqual(
    [1, 2, 3, 9, 99].map((failures) => pauseBefore(failures, () => 1)),
    [2500, 4500, 8500, 60500, 60500],
  )
  assert.ok([1, 2, 99].every((failures) => pauseBefore(failures, () => 0) === 500))
})

test('failuresAfter_streams_areGoodOnlyWhenTheyLasted', () => {
  assert.equal(failuresAfter(0, 100), 1)
  assert.equal(failuresAfter(7, 59000), 8)
  assert.equal(failuresAfter(7, 61000), 0)
})
