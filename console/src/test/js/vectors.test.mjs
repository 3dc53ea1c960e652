import assert from 'node:assert/strict'
import { hkdfSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import * as HPKE from '../../main/resources/embed/vendor/hpke.js'

const published = new URL(
  '../../../../contracts/grantkeeper/envelope/vectors-v1.json',
  import.meta.url,
)
const { messages, mustFail } = JSON.parse(readFileSync(published, 'utf8')).submissions
const info = new TextEncoder().encode('grantkeeper.secret.submission.v1')
const suite = new HPKE.CipherSuite(
  HPKE.KEM_DHKEM_P256_HKDF_SHA256,
  HPKE.KDF_HKDF_SHA256,
  HPKE.AEAD_AES_256_GCM,
)

function hex(text) {
  return Uint8Array.from(Buffer.from(text, 'hex'))
}

async function receiver({ id, version, key }) {
  const salt = Buffer.concat([hex(id), Buffer.alloc(4)])
  salt.writeUInt32BE(version, 16)
  const seed = hkdfSync('sha512', hex(key), salt, 'GKEV1hpkesubmission', 32)
  return suite.DeriveKeyPair(new Uint8Array(seed))
}

function aad(context) {
  const { purpose, tenant, app, ownerKind, ownerId, asker, expiresAt } = context
  const parts = ['gk-sub-1', purpose, tenant, app, ownerKind, ownerId, asker].flatMap((text) => {
    const length = Buffer.alloc(2)
    length.writeUInt16BE(Buffer.byteLength(text))
    return [length, Buffer.from(text)]
  })
  const end = Buffer.alloc(8)
  end.writeBigUInt64BE(BigInt(expiresAt))
  return Uint8Array.from(Buffer.concat([...parts, end]))
}

async function open(vector) {
  const pair = await receiver(vector.scopeKey)
  const sealed = hex(vector.sealed)
  return suite.Open(pair, sealed.slice(0, 65), sealed.slice(65), {
    info,
    aad: aad(vector.context),
  })
}

for (const vector of messages) {
  test(`open_published_${vector.name}_opens`, async () => {
    const pair = await receiver(vector.scopeKey)

    assert.deepEqual(await suite.SerializePublicKey(pair.publicKey), hex(vector.publicKey))
    assert.deepEqual(aad(vector.context), hex(vector.aad))
    assert.deepEqual(await open(vector), hex(vector.plaintext))
  })
}

for (const vector of mustFail) {
  test(`open_mustFail_${vector.name}_fails`, async () => {
    await assert.rejects(open(vector))
  })
}
