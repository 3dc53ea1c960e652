import assert from 'node:assert/strict'
import test from 'node:test'
import { Once } from '../../main/resources/console/once.js'

function counted(answer) {
  const seen = { asked: 0, changes: 0 }
  seen.once = new Once(
    async () => {
      seen.asked++
      return answer()
    },
    () => {
      seen.changes++
      // As a component does that renders when the store changes.
      seen.once.want()
    },
  )
  return seen
}

test('want_answerThatFailed_isNotAskedForAgainByItself', async () => {
  const fault = new Error('503')
  const seen = counted(() => {
    throw fault
  })
  await seen.once.want()
  await seen.once.want()
  assert.deepEqual([seen.asked, seen.changes, seen.once.fault], [1, 1, fault])
})

test('again_afterAFailure_asksAndForgetsIt', async () => {
  let answer = () => {
    throw new Error('503')
  }
  const seen = counted(() => answer())
  await seen.once.want()
  answer = () => ['hubspot']
  await seen.once.again()
  assert.deepEqual([seen.asked, seen.once.value, seen.once.fault], [2, ['hubspot'], undefined])
})

test('want_whileItIsAskedForAndAfterwards_asksOnce', async () => {
  const seen = counted(() => [])
  await Promise.all([seen.once.want(), seen.once.want(), seen.once.again()])
  await seen.once.want()
  assert.equal(seen.asked, 1)
})
