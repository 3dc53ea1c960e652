// Proof that the code comes back to who asked for it (RFC 7636), and the checks of what an OpenID provider answers. Pure.

export function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '')
}

export function unguessable(crypto = globalThis.crypto) {
  return base64url(crypto.getRandomValues(new Uint8Array(32)))
}

export async function challenge(verifier, crypto = globalThis.crypto) {
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))))
}

/** What is in a JWT, unverified: the issuer itself gave it, over TLS (OpenID Connect Core 1.0, section 3.1.3.7, 6.). */
export function claims(token) {
  const bytes = Uint8Array.from(atob(token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0))
  return JSON.parse(new TextDecoder().decode(bytes))
}

/**
 * The faults of an answer to an authorization request, as one word, or nothing: `state` where nobody here asked, `issuer` where
 * somebody else answered (RFC 9207 section 2.4), `declined` with the error code in `code`.
 */
export function answerFault(params, begun, metadata) {
  if (!begun) return { word: 'state' }
  const issuer = params.get('iss')
  const promised = metadata.authorization_response_iss_parameter_supported === true
  if (issuer === null ? promised : issuer !== metadata.issuer) return { word: 'issuer' }
  if (params.get('error') !== null) return { word: 'declined', code: params.get('error') }
  return params.get('code') ? null : { word: 'state' }
}

/** Whether an ID token is for this client, of this issuer, of this request, and in time (section 3.1.3.7). */
export function idTokenFits(token, { issuer, clientId, nonce }, now) {
  const told = claims(token)
  const audience = [].concat(told.aud ?? [])
  return (
    told.iss === issuer &&
    audience.includes(clientId) &&
    (audience.length === 1 || told.azp === clientId) &&
    told.nonce === nonce &&
    told.exp * 1000 > now - 30000
  )
}
