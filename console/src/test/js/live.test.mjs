import assert from 'node:assert/strict'
import test from 'node:test'
import { Live } from '../../main/resources/console/live.js'

const SNAPSHOT = 'event: snapshot\ndata: {"prompts":[]}\n\n'
const SILENCE = 40000

test('stream_thatEndsRightAfterItsSnapshot_isOpenedLessAndLessOften', async (t) => {
  t.mock.method(Math, 'random', () => 1)
  globalThis.addEventListener ??= () => {}
  globalThis.document = { hidden: false }
  Object.defineProperty(globalThis, 'navigator', { value: { onLine: true }, configurable: true })
  t.mock.method(globalThis, 'fetch', async () => new Response(SNAPSHOT))
  const pauses = []
  const later = globalThis.setTimeout
  await new Promise((enough) => {
    t.mock.method(globalThis, 'setTimeout', (act, milliseconds) => {
      if (milliseconds === SILENCE) return later(() => {}, 0)
      pauses.push(milliseconds)
      if (pauses.length === 4) enough()
      else act()
    })
    new Live({ token: async () => 'token', leaves: false }).start()
  })
  assert.deepEqual(pauses, [2500, 4500, 8500, 16500])
})
