/**
 * Seals what somebody typed to the vault's key, so that nothing between this page and the vault sees it: HPKE (RFC 9180).
 *
 *     const key = await (await fetch(`${place}/sealing-key`, { headers })).json()
 *     const sealed_value = await seal(input.value, key)
 *     await fetch(`${place}/secret`, { method: 'PUT', headers, body: JSON.stringify({ sealed_value }) })
 *
 * Fetches nothing, keeps nothing, and changes nothing: whoever wants a text trimmed trims it before.
 */
import {
  AEAD_AES_256_GCM,
  CipherSuite,
  KDF_HKDF_SHA256,
  KEM_DHKEM_P256_HKDF_SHA256,
} from './vendor/hpke.js'

const SUITE = 'DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM'
const INFO = 'grantkeeper.secret.submission.v1'

/**
 * @param {string} secret what was typed
 * @param {{key_id: string, suite: string, public_key: string, info: string, aad: string, expires_at: string}} key what the
 *   vault's sealing-key route answered
 * @returns {Promise<{key_id: string, expires_at: string, ciphertext: string}>} what goes into `sealed_value`, or
 *   `sealed_client_secret`
 * @throws {TypeError} if the secret is no valid Unicode text, or the key is not of the kind that this file knows
 * @throws {Error} if the browser keeps its cryptography from this page, as it does without HTTPS
 */
export async function seal(secret, key) {
  // TextEncoder would silently write another character in its place.
  if (typeof secret !== 'string' || /\p{Surrogate}/u.test(secret)) {
    throw new TypeError('A secret must be valid Unicode text.')
  }
  if (key?.suite !== SUITE || key.info !== INFO) {
    throw new TypeError('The vault seals in a way that this page does not know. Load the page again.')
  }
  if (!globalThis.crypto?.subtle) {
    throw new Error('Secrets can be sealed on pages served over HTTPS only.')
  }
  const suite = new CipherSuite(KEM_DHKEM_P256_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM)
  const typed = new TextEncoder().encode(secret)
  try {
    const { encapsulatedSecret, ciphertext } = await suite.Seal(
      await suite.DeserializePublicKey(bytes(key.public_key)),
      typed,
      { info: new TextEncoder().encode(INFO), aad: bytes(key.aad) },
    )
    return {
      key_id: key.key_id,
      expires_at: key.expires_at,
      ciphertext: base64url(encapsulatedSecret, ciphertext),
    }
  } finally {
    typed.fill(0)
  }
}

function bytes(text) {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}

function base64url(...parts) {
  let binary = ''
  for (const part of parts) {
    for (const byte of part) {
      binary += String.fromCharCode(byte)
    }
  }
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
