import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { gzipSync } from 'node:zlib'
import * as connect from '../../main/resources/embed/gk-connect.js'
import { callAt, eventReader, fill, pauseBefore, sentence, webAddress } from '../../main/resources/embed/gk-prompts.js'

const FILES = Object.fromEntries(
  ['gk-prompts.js', 'gk-connect.js', 'form.js'].map((name) => [
    name,
    readFileSync(new URL(`../../main/resources/embed/${name}`, import.meta.url), 'utf8')
  ])
)
const REASONS = JSON.parse(
  readFileSync(new URL('../../../../contracts/grantkeeper/events/auth-required.schema.json', import.meta.url), 'utf8')
).properties.reason.enum

function read(...pieces) {
  const events = []
  const reader = eventReader((name, data) => events.push([name, data]))
  pieces.forEach(reader)
  return events
}

const STREAM = 'event: snapshot\r\ndata: {"prompts":\r\ndata:[]}\r\n\r\n:heartbeat\n\nevent:prompt\rdata: ü:1\r\rdata:last\n\n'
const EVENTS = [
  ['snapshot', '{"prompts":\n[]}'],
  ['prompt', 'ü:1'],
  ['', 'last']
]

test('eventReader_everyLineEnding_isOne', () => {
  assert.deepEqual(read(STREAM), EVENTS)
})

test('eventReader_cutAnywhere_readsTheSame', () => {
  for (let cut = 0; cut <= STREAM.length; cut++) {
    assert.deepEqual(read(STREAM.slice(0, cut), STREAM.slice(cut)), EVENTS, `cut at ${cut}`)
  }
  assert.deepEqual(read(...STREAM), EVENTS)
})

test('eventReader_eventWithoutData_isNone', () => {
  assert.deepEqual(read('event: prompt\n\ndata: x\n\n'), [['', 'x']])
})

test('eventReader_unfinishedEvent_isNotTold', () => {
  assert.deepEqual(read('event: prompt\ndata: {}\n'), [])
})

test('eventReader_fieldsItDoesNotKnow_areIgnored', () => {
  assert.deepEqual(read('id: 7\nretry: 1\nevent: a\ndata: x\nanything\n\n'), [['a', 'x']])
})

test('pauseBefore_afterAnOrderlyEnd_spreadsOverThreeSeconds', () => {
  assert.equal(pauseBefore(0, 0), 0)
  assert.equal(pauseBefore(0, 0.5), 1_500)
  assert.equal(pauseBefore(0, 1), 3_000)
})

test('pauseBefore_everyFailure_waitsLongerUpToAMinute', () => {
  assert.deepEqual([1, 2, 3, 9, 99].map((failures) => pauseBefore(failures, 1)), [2_500, 4_500, 8_500, 60_500, 60_500])
  assert.ok([1, 2, 99].every((failures) => pauseBefore(failures, 0) === 500))
})

test('callAt_functionOfAnObject_isCalledOnIt', () => {
  globalThis.app = {
    session: {
      name: 'ada',
      token({ fresh }) {
        return `${this.name} ${fresh}`
      }
    }
  }
  globalThis.vaultToken = ({ fresh }) => fresh
  assert.equal(callAt('app.session.token', { fresh: true }), 'ada true')
  assert.equal(callAt('vaultToken', { fresh: false }), false)
})

test('callAt_nothingThere_isNothing', () => {
  assert.equal(callAt('none', {}), undefined)
  assert.equal(callAt('none.of.these', {}), undefined)
})

test('webAddress_ofTheWeb_isTaken', () => {
  assert.equal(webAddress('https://vault.example.com/connect/1'), 'https://vault.example.com/connect/1')
  assert.equal(webAddress('http://127.0.0.1:8480/connect/1'), 'http://127.0.0.1:8480/connect/1')
})

for (const text of ['javascript:alert(1)', ' javascript:alert(1)', 'data:text/html,x', 'blob:https://a/b', '/connect/1', '']) {
  test(`webAddress_${text}_isRefused`, () => {
    assert.throws(() => webAddress(text))
  })
}

test('fill_namesThatAreNotGiven_areLeftOut', () => {
  assert.equal(fill('{a} and {b}{c}', { a: '$&', b: '{a}' }), '$& and {a}')
})

const english = (module) => (name, values) => {
  const text = new RegExp(`^  ${name}:\\s+'(.*)',?$`, 'm').exec(module)?.[1]
  assert.ok(text, `there are words for ${name}`)
  return fill(text, values)
}

for (const reason of REASONS) {
  for (const isKey of [false, true]) {
    for (const isShared of [false, true]) {
      test(`sentence_${reason}${isKey ? 'OfAKey' : ''}${isShared ? 'OfAWorkspace' : ''}_readsWell`, () => {
        for (const when of ['', 'on Tuesday']) {
          const values = { app: 'Email Sequencer', service: 'the service', when, isKey, isShared }
          const text = sentence(english(FILES['gk-prompts.js']), reason, values)

          assert.match(text, /^[A-Z][^{}]*\.$/)
          assert.doesNotMatch(text, /\s[.,]|\s\s/)
          assert.match(text, /Email Sequencer/)
          assert.match(text, /[Tt]he service/)
        }
      })
    }
  }
}

test('sharedPart_ofBothFiles_isTheSameToTheLetter', () => {
  const [prompts, other] = ['gk-prompts.js', 'gk-connect.js'].map(
    (name) => /\/\/ ---- The same in .*?\/\/ ---- Its own again/s.exec(FILES[name])?.[0]
  )

  assert.ok(prompts.length > 10_000)
  assert.equal(other, prompts)
  assert.equal(connect.pauseBefore.toString(), pauseBefore.toString())
})

test('files_asServed_areSmall', () => {
  for (const [name, text] of Object.entries(FILES)) {
    assert.ok(gzipSync(text).length < 12_500, `${name}: ${gzipSync(text).length} bytes compressed`)
  }
})

test('files_importNothingBeforeAFormOpens', () => {
  for (const name of ['gk-prompts.js', 'gk-connect.js']) {
    assert.doesNotMatch(FILES[name], /^\s*(import|export .* from)\b/m)
    assert.deepEqual(FILES[name].match(/import\(.*\)/g), ["import(new URL('form.js', HOME))"])
  }
})

test('files_pageWithAStrictPolicy_areNotStopped', () => {
  for (const text of Object.values(FILES)) {
    assert.doesNotMatch(text, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|\.style\b|style=/)
    assert.doesNotMatch(text, /localStorage|sessionStorage|document\.cookie/)
  }
})

test('words_thatAreAskedFor_areThere', () => {
  for (const name of ['gk-prompts.js', 'gk-connect.js']) {
    const asked = [...(FILES[name] + FILES['form.js']).matchAll(/(?:\bwords|#button)\('(\w+)'/g)].map(([, word]) => word)

    assert.ok(asked.length > 20)
    for (const word of new Set(asked)) english(FILES[name])(word, {})
  }
})
