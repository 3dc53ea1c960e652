import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { appName, initials, personName, tint } from '../../main/resources/console/names.js'
import { promptAction, reason, shown, snoozeEnd, wakesAt } from '../../main/resources/console/reasons.js'
import { scopeWords } from '../../main/resources/console/scopes.js'
import { words } from '../../main/resources/console/strings.js'

// Of a reader who has asked for no English of their own.
Object.defineProperty(globalThis, 'navigator', { value: { languages: [] }, configurable: true })

const NOW = Date.parse('2026-12-03T12:00:00Z')
const prompt = (more) => ({
  prompt_id: '1',
  app: 'email-sequencer',
  owner: { type: 'user', id: 'ada' },
  reason: 'grant_revoked',
  opened_at: '2026-12-01T09:00:00Z',
  ...more,
})

for (const [scope, plain] of [
  ['openid', 'Know who you are'],
  ['offline_access', 'Stay connected while you are away'],
  ['sequences.read', 'See sequences'],
  ['sequences.write', 'See and change sequences'],
  ['crm.objects.contacts.read', 'See contacts'],
  ['https://www.googleapis.com/auth/calendar.readonly', 'See calendar'],
  ['mail.send', 'Send mail'],
  ['User.Read', 'See user'],
  ['Mail.ReadWrite', 'See and change mail'],
  ['read:org', 'See org'],
  ['repo', 'repo'],
  ['full_access', 'full_access'],
]) {
  test(`scope_${scope}_is${plain}`, () => assert.equal(scopeWords(scope), plain))
}

test('reason_ofEveryPromptReasonOfTheContract_isASentenceWithAnEnd', () => {
  const contract = readFileSync(new URL('../../../../contracts/grantkeeper/openapi/openapi.yaml', import.meta.url), 'utf8')
  const known = contract.match(/PromptReason:[\s\S]*?enum:\n((?:\s+- \w+\n)+)/)[1].match(/\w+/g)
  assert.ok(known.length >= 8)
  for (const word of known) {
    assert.ok(words.reasons[word], word)
    const { why, then } = reason(prompt({ reason: word }), { name: 'HubSpot' }, NOW, 'UTC')
    assert.match(`${why} ${then}`, /^[A-Z].*\. [A-Z].*\.$/, word)
    assert.doesNotMatch(`${why} ${then}`, /undefined|OAuth|token|grant_/, word)
  }
})

test('activity_everyReasonAndActionOfTheContract_isTold', () => {
  const contract = readFileSync(new URL('../../../../contracts/grantkeeper/openapi/openapi.yaml', import.meta.url), 'utf8')
  const reasons = contract.match(/PromptReason:[\s\S]*?enum:\n((?:\s+- \w+\n)+)/)[1].match(/\w+/g)
  const told = words.activity.reasons
  for (const word of [...reasons, 'provider_misconfigured'].filter((any) => any !== 'never_connected'))
    assert.ok(told[word], word)
  const actions = contract.match(/\n    Activity:[\s\S]*?action:[\s\S]*?enum: \[([^\]]+)\]/)[1].split(', ')
  assert.equal(actions.length, 4)
  for (const action of actions) assert.ok(words.activity.actions[action], action)
})

test('reason_revokedAtAKnownProvider_saysWhoAndWhen', () => {
  const { why, then } = reason(prompt(), { name: 'HubSpot' }, NOW, 'UTC')
  assert.equal(why, 'HubSpot stopped accepting the old permission on Tuesday.')
  assert.equal(then, 'Reconnect to let Email Sequencer work again.')
})

test('reason_providerWithoutAName_readsWell', () => {
  assert.equal(reason(prompt(), undefined, NOW, 'UTC').why, 'The provider stopped accepting the old permission on Tuesday.')
})

test('reason_ofAWorkspacesConnection_doesNotSayYour', () => {
  const { why } = reason(
    prompt({ reason: 'never_connected', owner: { type: 'workspace', id: 'acme' } }),
    { name: 'HubSpot' },
    NOW,
    'UTC',
  )
  assert.equal(why, 'Email Sequencer wants to use the workspace’s HubSpot account and is not connected yet.')
})

test('promptAction_ways_areNamedAfterWhatOneDoes', () => {
  assert.equal(promptAction(prompt({ reason: 'never_connected' }), { connect: 'authorization' }), 'Connect')
  assert.equal(promptAction(prompt(), { connect: 'authorization' }), 'Reconnect')
  assert.equal(promptAction(prompt(), { connect: 'secret' }), 'Enter the key')
})

test('shown_hiddenAndSleepingPrompts_areLeftOutUntilTheirTime', () => {
  const prompts = [
    prompt({ prompt_id: 'b', opened_at: '2026-12-02T00:00:00Z' }),
    prompt({ prompt_id: 'a' }),
    prompt({ prompt_id: 'gone', dismissed: true }),
    prompt({ prompt_id: 'asleep', snoozed_until: '2026-12-03T13:00:00Z' }),
    prompt({ prompt_id: 'woken', snoozed_until: '2026-12-03T11:00:00Z', opened_at: '2026-12-03T00:00:00Z' }),
  ]
  assert.deepEqual(
    shown(prompts, NOW).map(({ prompt_id: id }) => id),
    ['a', 'b', 'woken'],
  )
  assert.equal(wakesAt(prompts, NOW), Date.parse('2026-12-03T13:00:00Z'))
})

test('snoozeEnd_choices_areWithinTheThirtyDaysTheVaultTakes', () => {
  for (const [, choice] of words.needs.snoozeFor) {
    const end = snoozeEnd(choice, NOW).getTime()
    assert.ok(end > NOW && end < NOW + 30 * 86400000, choice)
  }
  assert.equal(snoozeEnd('tomorrow', NOW).getHours(), 8)
})

test('appName_idsAndWhatIsNone_readWell', () => {
  assert.equal(appName('email-sequencer'), 'Email Sequencer')
  assert.equal(appName('CRM@acme'), 'CRM@acme')
})

test('personName_idsOfPeopleAndMachines_areTold', () => {
  assert.equal(personName('ada'), 'Ada')
  assert.equal(personName('ada@example.com'), 'ada@example.com')
  assert.equal(personName('6f1b-44'), '6f1b-44')
})

test('initials_names_areOneOrTwoLetters', () => {
  assert.equal(initials('Email Sequencer'), 'ES')
  assert.equal(initials('HubSpot'), 'H')
  assert.equal(initials('Adobe (IMS)'), 'AI')
  assert.equal(initials(''), '?')
})

test('tint_sameName_isTheSame', () => {
  assert.equal(tint('HubSpot'), tint('HubSpot'))
  assert.ok(new Set(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(tint)).size > 3)
})

test('page_firstPaint_hasTheWordsOfTheModule', () => {
  const page = readFileSync(new URL('../../main/resources/console/page.html', import.meta.url), 'utf8')
  const said = [...page.matchAll(/<span>([^<]+)<\/span>/g)].map(([, word]) => word)
  assert.deepEqual(said, [words.product, words.nav.connections, words.nav.apps, words.nav.activity])
})

test('secret_inRowBarAndSentence_isOneActionWithOneName', () => {
  assert.equal(words.connections.enterKey, words.needs.action.secret)
  const offer = { name: 'Mailgun', connect: 'secret' }
  for (const word of Object.keys(words.reasons)) {
    const { then } = reason(prompt({ reason: word }), offer, NOW, 'UTC')
    assert.match(then, /^Enter the (new )?key /, word)
  }
  assert.equal(reason(prompt({ reason: 'never_connected' }), offer, NOW, 'UTC').then, 'Enter the key to let it work.')
})

test('apps_whoIsNoDeveloper_isToldWithoutADevelopersWords', () => {
  assert.doesNotMatch(words.apps.nobody, /token|scope|apps:write/)
})
