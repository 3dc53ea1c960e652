// Signing in: the code flow with PKCE of a public client (OpenID Connect Core 1.0, RFC 7636, RFC 9207). Tokens are in this
// object's memory and nowhere else; what waits in sessionStorage for the answer is good for nothing without it.
import { answerFault, challenge, claims, idTokenFits, unguessable } from './pkce.js';

const WAITING = 'gk.sign-in.';
const CALLBACK = '/console/callback';

export class SignInFault extends Error {
  constructor(word, code) {
    super(word);
    this.word = word;
    this.code = code;
  }
}

export class Session extends EventTarget {
  #issuer;
  #clientId;
  #scopes;
  #metadata;
  #access;
  #refresh;
  #id;
  #expiresAt = 0;
  #timer;
  #renewing;

  constructor({ issuer, clientId, scopes }) {
    super();
    this.#issuer = issuer;
    this.#clientId = clientId;
    this.#scopes = scopes;
  }

  get signedIn() {
    return Boolean(this.#access) && Date.now() < this.#expiresAt;
  }

  /** Whether the next token takes a way through the issuer, for which the page is left. */
  get leaves() {
    return !this.#refresh && Date.now() >= this.#expiresAt - 5000;
  }

  /** A token that is good for a few seconds more. Leaves the page where only the issuer can give one. */
  async token() {
    if (this.#access && Date.now() < this.#expiresAt - 5000) return this.#access;
    return this.renew();
  }

  /** Goes to the issuer, which sends the browser back to the callback and by it to the place. */
  async begin(place) {
    const metadata = await this.#discover();
    const state = unguessable();
    const nonce = unguessable();
    const verifier = unguessable();
    sessionStorage.setItem(WAITING + state, JSON.stringify({ nonce, verifier, place }));
    const url = new URL(metadata.authorization_endpoint);
    const asked = {
      response_type: 'code',
      client_id: this.#clientId,
      redirect_uri: location.origin + CALLBACK,
      scope: this.#scopes,
      state,
      nonce,
      code_challenge: await challenge(verifier),
      code_challenge_method: 'S256',
    };
    for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
    location.assign(url);
    return new Promise(() => {});
  }

  /** Takes the issuer's answer from the callback's address; gives back the place that was wanted. */
  async finish(params) {
    const key = WAITING + (params.get('state') ?? '');
    const begun = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    sessionStorage.removeItem(key);
    const metadata = await this.#discover();
    const fault = answerFault(params, begun, metadata);
    if (fault) throw new SignInFault(fault.word, fault.code);
    await this.#ask({ grant_type: 'authorization_code', code: params.get('code'), redirect_uri: location.origin + CALLBACK, code_verifier: begun.verifier });
    const mine = { issuer: metadata.issuer, clientId: this.#clientId, nonce: begun.nonce };
    if (!this.#id || !idTokenFits(this.#id, mine, Date.now())) {
      this.#forget();
      throw new SignInFault('identity');
    }
    return begun.place;
  }

  renew() {
    this.#renewing ??= this.#renew().finally(() => (this.#renewing = undefined));
    return this.#renewing;
  }

  async #renew() {
    if (this.#refresh) {
      try {
        await this.#ask({ grant_type: 'refresh_token', refresh_token: this.#refresh });
        return this.#access;
      } catch (fault) {
        if (fault.word === 'unreachable') throw fault;
        this.#refresh = undefined;
      }
    }
    return this.begin(here());
  }

  /** Ends the session here and, where it offers that, at the issuer (OpenID Connect RP-Initiated Logout 1.0). */
  async end() {
    const { end_session_endpoint: there } = await this.#discover();
    const hint = this.#id;
    this.#forget();
    if (!there) return location.assign(CALLBACK);
    const url = new URL(there);
    url.searchParams.set('client_id', this.#clientId);
    url.searchParams.set('post_logout_redirect_uri', location.origin + CALLBACK);
    if (hint) url.searchParams.set('id_token_hint', hint);
    location.assign(url);
  }

  #forget() {
    clearTimeout(this.#timer);
    this.#access = this.#refresh = this.#id = undefined;
    this.#expiresAt = 0;
  }

  async #discover() {
    if (this.#metadata) return this.#metadata;
    let metadata;
    try {
      const answer = await fetch(this.#issuer.replace(/\/$/, '') + '/.well-known/openid-configuration', { credentials: 'omit', referrerPolicy: 'no-referrer' });
      metadata = await answer.json();
    } catch {
      throw new SignInFault('unreachable');
    }
    if (metadata.issuer !== this.#issuer) throw new SignInFault('issuer');
    return (this.#metadata = metadata);
  }

  async #ask(fields) {
    const { token_endpoint: endpoint } = await this.#discover();
    let answer;
    try {
      answer = await fetch(endpoint, { method: 'POST', body: new URLSearchParams({ client_id: this.#clientId, ...fields }), credentials: 'omit', referrerPolicy: 'no-referrer' });
    } catch {
      throw new SignInFault('unreachable');
    }
    if (answer.status >= 500) throw new SignInFault('unreachable');
    const told = await answer.json().catch(() => ({}));
    if (!answer.ok || !told.access_token) throw new SignInFault('token');
    this.#access = told.access_token;
    this.#refresh = told.refresh_token ?? this.#refresh;
    this.#id = told.id_token ?? this.#id;
    const life = told.expires_in ? told.expires_in * 1000 : claims(told.access_token).exp * 1000 - Date.now();
    this.#expiresAt = Date.now() + life;
    clearTimeout(this.#timer);
    // Through the issuer the page goes and comes: that waits for whoever asks next, or for the end.
    if (this.#refresh) this.#timer = setTimeout(() => this.renew().catch(() => {}), Math.max(1000, life - Math.min(60000, life / 4)));
  }
}

export const here = () => location.pathname + location.search;
