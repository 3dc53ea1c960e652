import assert from 'node:assert/strict'
import test from 'node:test'
import { seal } from '../../main/resources/embed/seal.js'
import * as HPKE from '../../main/resources/embed/vendor/hpke.js'

const INFO = 'grantkeeper.secret.submission.v1'
const AAD = new Uint8Array([0, 1, 250, 255, 62, 63])
const suite = new HPKE.CipherSuite(
  HPKE.KEM_DHKEM_P256_HKDF_SHA256,
  HPKE.KDF_HKDF_SHA256,
  HPKE.AEAD_AES_256_GCM,
)
const receiver = await suite.GenerateKeyPair()
const key = {
  key_id: '0192f0c1-7d3a-7a41-9f6e-0c5b8d7e2a10.1',
  suite: 'DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM',
  public_key: Buffer.from(await suite.SerializePublicKey(receiver.publicKey)).toString('base64url'),
  info: INFO,
  aad: Buffer.from(AAD).toString('base64url'),
  expires_at: '2026-12-01T12:10:00Z',
}

async function open(sealed, aad = AAD) {
  const message = Buffer.from(sealed.ciphertext, 'base64url')
  const typed = await suite.Open(
    receiver,
    new Uint8Array(message.subarray(0, 65)),
    new Uint8Array(message.subarray(65)),
    { info: new TextEncoder().encode(INFO), aad },
  )
  return new TextDecoder('utf-8', { fatal: true }).decode(typed)
}

for (const [name, secret] of Object.entries({
  ascii: 'sk-12345',
  'blanks around it': ' \t sk-12345\r\n ',
  'multi-byte text': 'pässwörd-密码-🔑-\u0000',
  nothing: '',
  'the longest': '🔑'.repeat(16_384),
})) {
  test(`seal_${name}_opensToExactlyThat`, async () => {
    assert.equal(await open(await seal(secret, key)), secret)
  })
}

test('seal_anySecret_answersWhatTheVaultTakes', async () => {
  const sealed = await seal('sk-12345', key)

  assert.deepEqual(Object.keys(sealed), ['key_id', 'expires_at', 'ciphertext'])
  assert.equal(sealed.key_id, key.key_id)
  assert.equal(sealed.expires_at, key.expires_at)
  assert.match(sealed.ciphertext, /^[A-Za-z0-9_-]+$/)
  assert.equal(Buffer.from(sealed.ciphertext, 'base64url').length, 81 + 'sk-12345'.length)
})

test('seal_twice_givesOtherBytes', async () => {
  assert.notEqual((await seal('sk', key)).ciphertext, (await seal('sk', key)).ciphertext)
})

test('seal_forOneAad_doesNotOpenForAnother', async () => {
  const sealed = await seal('sk-12345', key)

  await assert.rejects(open(sealed, new Uint8Array()), HPKE.OpenError)
})

test('seal_unpairedSurrogate_isRefusedInsteadOfChanged', async () => {
  await assert.rejects(seal('sk-\ud800', key), TypeError)
  await assert.rejects(seal('\udc00', key), TypeError)
})

test('seal_noText_isRefused', async () => {
  await assert.rejects(seal(undefined, key), TypeError)
})

test('seal_keyOfAnotherKind_isRefused', async () => {
  await assert.rejects(seal('sk', { ...key, suite: 'none' }), TypeError)
  await assert.rejects(seal('sk', { ...key, info: 'another' }), TypeError)
  await assert.rejects(seal('sk', { reason: 'FORBIDDEN' }), TypeError)
  await assert.rejects(seal('sk', undefined), TypeError)
})

test('seal_publicKeyOffTheCurve_isRefused', async () => {
  const point = Buffer.from(key.public_key, 'base64url')
  point[64] ^= 1

  await assert.rejects(seal('sk', { ...key, public_key: point.toString('base64url') }))
})

test('seal_pageWithoutHttps_saysSo', async () => {
  const crypto = Object.getOwnPropertyDescriptor(globalThis, 'crypto')
  Object.defineProperty(globalThis, 'crypto', { value: {}, configurable: true })
  try {
    await assert.rejects(seal('sk', key), /HTTPS/)
  } finally {
    Object.defineProperty(globalThis, 'crypto', crypto)
  }
})
