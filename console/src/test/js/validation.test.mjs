import assert from 'node:assert/strict'
import test from 'node:test'
import {
  bodyOf,
  draftOf,
  faultsOf,
  inputFault,
  jsonFault,
  matching,
  scopesFault,
  urlFault,
} from '../../main/resources/console/validation.js'

const TEMPLATE = {
  id: 'entra',
  name: 'Microsoft Entra ID',
  category: 'identity',
  inputs: [{ name: 'tenant', title: 'Tenant', example: 'contoso.com', pattern: '[a-z.]+' }],
  settings: {},
}
const draft = (more) => ({
  ...draftOf(undefined),
  type: 'oauth2',
  template: TEMPLATE,
  inputs: { tenant: 'acme.com' },
  client_id: 'c',
  confirmed: true,
  ...more,
})

for (const [text, good] of [
  ['https://id.example/token', true],
  ['http://127.0.0.1:8490/token', true],
  ['http://id.example/token', false],
  ['https://id.example/#x', false],
  ['https://me@id.example/', false],
  ['ftp://id.example', false],
  ['id.example', false],
]) {
  test(`url_${text}_${good ? 'will' : 'willNot'}Do`, () => assert.equal(urlFault(text, true) === '', good))
}

test('url_left_isNeededOnlyWhereItIs', () => {
  assert.notEqual(urlFault('', true), '')
  assert.equal(urlFault('', false), '')
})

test('scopes_repeatedOrOfTheOthers_areNamed', () => {
  assert.equal(scopesFault('a b\nc'), '')
  assert.match(scopesFault('a b a'), /“a”/)
  assert.match(scopesFault('d b', ['b']), /“b”/)
})

test('json_anythingButAnObject_isRefused', () => {
  assert.equal(jsonFault('{"a": 1}'), '')
  for (const text of ['[1]', '1', '{', 'null']) assert.notEqual(jsonFault(text), '', text)
})

test('input_whatDoesNotFitThePattern_saysWhatDoes', () => {
  assert.equal(inputFault(TEMPLATE.inputs[0], 'acme.com'), '')
  assert.match(inputFault(TEMPLATE.inputs[0], 'ACME!'), /contoso\.com/)
})

test('faults_goodDraft_areNone', () => assert.deepEqual(faultsOf(draft(), true), {}))

for (const [what, more, secret, fields] of [
  [
    'nothingFilledIn',
    { template: undefined, client_id: '', confirmed: false },
    false,
    ['template', 'client_id', 'client_secret', 'confirmed'],
  ],
  ['inputMissing', { inputs: {} }, true, ['inputs.tenant']],
  ['inputAskedOfPeople', { inputs: {}, ask: ['tenant'] }, true, []],
  ['customWithoutUrls', { way: 'custom', from: 'urls' }, true, ['settings.authorization_url', 'settings.token_url']],
  ['customByIssuer', { way: 'custom', from: 'issuer', issuer: 'https://id.example' }, true, []],
  ['publicClient', { way: 'custom', from: 'issuer', issuer: 'https://id.example', client_authentication: 'none' }, false, []],
  [
    'clientOfTheOwner',
    {
      way: 'custom',
      from: 'urls',
      grant: 'client_credentials',
      token_url: 'https://id.example/t',
      client_id: '',
      confirmed: false,
    },
    false,
    [],
  ],
  ['nameTooLong', { name: 'x'.repeat(81) }, true, ['name']],
]) {
  test(`faults_${what}_areOf${fields.join('And') || 'Nothing'}`, () => {
    assert.deepEqual(Object.keys(faultsOf(draft(more), secret)).sort(), [...fields].sort())
  })
}

test('body_ofATemplate_namesItAndWhatIsSaidAndAsked', () => {
  assert.deepEqual(bodyOf(draft({ scopes: 'a\nb', name: ' Entra ' })), {
    type: 'oauth2',
    name: 'Entra',
    template: 'entra',
    inputs: { tenant: 'acme.com' },
    settings: { scopes: ['a', 'b'] },
    client_id: 'c',
  })
  assert.deepEqual(bodyOf(draft({ ask: ['tenant'] })).ask, ['tenant'])
  assert.equal(bodyOf(draft({ ask: ['tenant'] })).inputs, undefined)
})

test('body_ofADefinitionOpenedAndSaved_keepsWhatTheFormHasNoFieldFor', () => {
  const definition = {
    owner: 'user',
    type: 'oauth2',
    name: 'X',
    client_id: 'c',
    settings: {
      token_url: 'https://a/t',
      authorization_url: 'https://a/a',
      scopes: ['s'],
      token_style: 'json',
      grant: 'authorization_code',
      client_authentication: 'basic',
      pkce: false,
      rotation: 'strict',
    },
  }
  const { settings } = bodyOf(draftOf(definition))
  assert.deepEqual(settings, definition.settings)
})

test('body_ofASecret_isItsTypeAndName', () => {
  assert.deepEqual(bodyOf({ ...draftOf(undefined), type: 'secret', name: 'Stripe' }), { type: 'secret', name: 'Stripe' })
})

test('matching_query_findsByNameIdAndCategoryAndPutsBeginningsFirst', () => {
  const templates = [
    TEMPLATE,
    { id: 'x', name: 'Xero', category: 'finance' },
    { id: 'id', name: 'Identity One', category: 'identity' },
  ]
  assert.deepEqual(
    matching(templates, 'ident').map(({ id }) => id),
    ['id', 'entra'],
  )
  assert.deepEqual(
    matching(templates, '').map(({ id }) => id),
    ['id', 'entra', 'x'],
  )
  assert.deepEqual(matching(templates, 'nothing'), [])
})
