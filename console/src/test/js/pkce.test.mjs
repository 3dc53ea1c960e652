import assert from 'node:assert/strict'
import test from 'node:test'
import { answerFault, base64url, challenge, claims, idTokenFits, unguessable } from '../../main/resources/console/pkce.js'

const METADATA = { issuer: 'https://id.example', authorization_response_iss_parameter_supported: true }
const OLDER = { issuer: 'https://id.example' }
const params = (text) => new URLSearchParams(text)
const jwt = (told) => `x.${Buffer.from(JSON.stringify(told)).toString('base64url')}.y`

test('challenge_exampleOfTheRfc_isTheirs', async () => {
  // RFC 7636, appendix B.
  assert.equal(await challenge('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'), 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM')
})

test('unguessable_twice_differsAndIsAVerifier', () => {
  const one = unguessable()
  assert.match(one, /^[A-Za-z0-9_-]{43}$/)
  assert.notEqual(one, unguessable())
})

test('base64url_bytesThatNeedIt_hasNeitherPlusNorSlashNorPadding', () => {
  assert.equal(base64url(new Uint8Array([251, 255, 254, 1])), '-__-AQ')
})

for (const [what, text, begun, metadata, word] of [
  ['codeAndIssuer', 'code=c&state=s&iss=https://id.example', true, METADATA, undefined],
  ['noIssuerWhereNoneIsPromised', 'code=c&state=s', true, OLDER, undefined],
  ['noIssuerWhereOneIsPromised', 'code=c&state=s', true, METADATA, 'issuer'],
  ['anotherIssuer', 'code=c&state=s&iss=https://evil.example', true, OLDER, 'issuer'],
  ['anotherIssuersError', 'error=access_denied&state=s&iss=https://evil.example', true, METADATA, 'issuer'],
  ['aStateNobodyHereMade', 'code=c&state=s&iss=https://id.example', false, METADATA, 'state'],
  ['noCode', 'state=s&iss=https://id.example', true, METADATA, 'state'],
  ['anError', 'error=login_required&state=s&iss=https://id.example', true, METADATA, 'declined'],
]) {
  test(`answerFault_${what}_${word ?? 'isNone'}`, () => {
    assert.equal(answerFault(params(text), begun ? { nonce: 'n' } : null, metadata)?.word, word)
  })
}

const MINE = { issuer: 'https://id.example', clientId: 'console', nonce: 'n' }
const GOOD = { iss: 'https://id.example', aud: 'console', nonce: 'n', exp: 2000 }

for (const [what, change, fits] of [
  ['good', {}, true],
  ['anotherIssuer', { iss: 'https://evil.example' }, false],
  ['anotherClient', { aud: 'other' }, false],
  ['twoClientsAndAuthorizedHere', { aud: ['console', 'other'], azp: 'console' }, true],
  ['twoClientsAndAuthorizedElsewhere', { aud: ['console', 'other'], azp: 'other' }, false],
  ['anotherNonce', { nonce: 'm' }, false],
  ['noNonce', { nonce: undefined }, false],
  ['over', { exp: 1000 }, false],
]) {
  test(`idToken_${what}_${fits ? 'fits' : 'doesNotFit'}`, () => {
    assert.equal(idTokenFits(jwt({ ...GOOD, ...change }), MINE, 1900 * 1000), fits)
  })
}

test('claims_lettersBeyondAscii_areRead', () => {
  assert.equal(claims(jwt({ name: 'Ådå ✓' })).name, 'Ådå ✓')
})
