// Signing in: the code flow with PKCE of a public client (OpenID Connect Core 1.0, RFC 7636, RFC 9207). Tokens are in this
// object's memory and nowhere else; what waits in sessionStorage for the answer is good for nothing without it.
import { answerFault, challenge, claims, idTokenFits, unguessable } from './pkce.js'

const WAITING = 'gk.sign-in.'
const CALLBACK = '/console/callback'
const FRAME = 8000

export class SignInFault extends Error {
  constructor(word, code) {
    super(word)
    this.word = word
    this.code = code
  }
}

export class Session extends EventTarget {
  #issuer
  #clientId
  #scopes
  #metadata
  #access
  #refresh
  #id
  #expiresAt = 0
  #timer
  #renewing
  #silent = true

  constructor({ issuer, clientId, scopes }) {
    super()
    this.#issuer = issuer
    this.#clientId = clientId
    this.#scopes = scopes
  }

  get signedIn() {
    return Boolean(this.#access) && Date.now() < this.#expiresAt
  }

  /** Whether somebody would lose what they are typing, were the page left now. */
  static get typing() {
    return Boolean(document.querySelector('dialog[open], form.definition'))
  }

  /** Whether the next token takes a way through the issuer, for which the page is left. */
  get leaves() {
    return !this.#refresh && !this.#silent && Date.now() >= this.#expiresAt - 5000
  }

  /** A token that is good for a few seconds more. Leaves the page where only a visible answer of the issuer gives one. */
  async token() {
    if (this.#access && Date.now() < this.#expiresAt - 5000) return this.#access
    return this.renew()
  }

  /** Goes to the issuer, which sends the browser back to the callback and by it to the place. */
  async begin(place) {
    location.assign(await this.#request(place))
    return new Promise(() => {})
  }

  async #request(place, more = {}) {
    const metadata = await this.#discover()
    const state = unguessable()
    const nonce = unguessable()
    const verifier = unguessable()
    sessionStorage.setItem(WAITING + state, JSON.stringify({ nonce, verifier, place }))
    const url = new URL(metadata.authorization_endpoint)
    const asked = {
      response_type: 'code',
      client_id: this.#clientId,
      redirect_uri: location.origin + CALLBACK,
      scope: this.#scopes,
      state,
      nonce,
      code_challenge: await challenge(verifier),
      code_challenge_method: 'S256',
      ...more,
    }
    for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value)
    return url.href
  }

  /** Takes the issuer's answer from the callback's address; gives back the place that was wanted. */
  async finish(params) {
    const key = WAITING + (params.get('state') ?? '')
    const begun = JSON.parse(sessionStorage.getItem(key) ?? 'null')
    sessionStorage.removeItem(key)
    const metadata = await this.#discover()
    const fault = answerFault(params, begun, metadata)
    if (fault) throw new SignInFault(fault.word, fault.code)
    const before = this.#id
    const asked = {
      grant_type: 'authorization_code',
      code: params.get('code'),
      redirect_uri: location.origin + CALLBACK,
      code_verifier: begun.verifier,
    }
    await this.#ask(asked, (id) => {
      const fits = id && idTokenFits(id, { issuer: metadata.issuer, clientId: this.#clientId, nonce: begun.nonce }, Date.now())
      return fits && (!before || claims(before).sub === claims(id).sub)
    })
    return begun.place
  }

  /** @param leave whether the page may be left for it, at once */
  renew(leave = true) {
    this.#renewing ??= this.#unseen().finally(() => (this.#renewing = undefined))
    return this.#renewing.then((token) => {
      if (token || !leave) return token
      if (Session.typing) throw new SignInFault('ended')
      return this.begin(here())
    })
  }

  /** A new token without leaving the page, if that can be. */
  async #unseen() {
    if (this.#refresh) {
      try {
        await this.#ask({ grant_type: 'refresh_token', refresh_token: this.#refresh })
        return this.#access
      } catch (fault) {
        if (fault.word === 'unreachable') throw fault
        this.#refresh = undefined
      }
    }
    if (this.#silent) {
      try {
        await this.finish(await this.#inFrame(await this.#request('', { prompt: 'none' })))
        return this.#access
      } catch (fault) {
        if (fault.word === 'unreachable') throw fault
        this.#silent = false // Until the page is loaded again.
      }
    }
    return undefined
  }

  /** The issuer's answer out of a frame in which nothing runs: its address is all there is to see. */
  #inFrame(url) {
    const frame = document.createElement('iframe')
    frame.hidden = true
    frame.sandbox = 'allow-same-origin'
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new SignInFault('declined')), FRAME)
      frame.addEventListener('load', () => {
        let there
        try {
          there = frame.contentWindow.location
          if (there.pathname !== CALLBACK) return
        } catch {
          return // Of another origin: a page that wants to be seen.
        }
        clearTimeout(timer)
        resolve(new URLSearchParams(there.search))
      })
      frame.src = url
      document.body.append(frame)
    }).finally(() => frame.remove())
  }

  /** Ends the session here and, where it offers that, at the issuer (OpenID Connect RP-Initiated Logout 1.0). */
  async end() {
    const { end_session_endpoint: there } = await this.#discover()
    const hint = this.#id
    this.#forget()
    if (!there) return location.assign(CALLBACK)
    const url = new URL(there)
    url.searchParams.set('client_id', this.#clientId)
    url.searchParams.set('post_logout_redirect_uri', location.origin + CALLBACK)
    if (hint) url.searchParams.set('id_token_hint', hint)
    location.assign(url)
  }

  #forget() {
    clearTimeout(this.#timer)
    this.#access = this.#refresh = this.#id = undefined
    this.#expiresAt = 0
  }

  async #discover() {
    if (this.#metadata) return this.#metadata
    let metadata
    try {
      const answer = await fetch(this.#issuer.replace(/\/$/, '') + '/.well-known/openid-configuration', {
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
      })
      metadata = await answer.json()
    } catch {
      throw new SignInFault('unreachable')
    }
    if (metadata.issuer !== this.#issuer) throw new SignInFault('issuer')
    return (this.#metadata = metadata)
  }

  /** @param fits judges the ID token that came along */
  async #ask(fields, fits = () => true) {
    const { token_endpoint: endpoint } = await this.#discover()
    let answer
    try {
      answer = await fetch(endpoint, {
        method: 'POST',
        body: new URLSearchParams({ client_id: this.#clientId, ...fields }),
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
      })
    } catch {
      throw new SignInFault('unreachable')
    }
    if (answer.status >= 500) throw new SignInFault('unreachable')
    const told = await answer.json().catch(() => ({}))
    if (!answer.ok || !told.access_token) throw new SignInFault('token')
    if (!fits(told.id_token)) throw new SignInFault('identity')
    this.#access = told.access_token
    this.#refresh = told.refresh_token ?? this.#refresh
    this.#id = told.id_token ?? this.#id
    const life = told.expires_in ? told.expires_in * 1000 : claims(told.access_token).exp * 1000 - Date.now()
    this.#expiresAt = Date.now() + life
    clearTimeout(this.#timer)
    // Without leaving the page, if that can be: else it waits for whoever asks next.
    const early = Math.max(1000, life - Math.min(60000, life / 4))
    this.#timer = setTimeout(() => this.renew(false).catch(() => {}), early)
  }
}

export const here = () => location.pathname + location.search
