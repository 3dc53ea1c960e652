// <gk-connect>: one connection of one app: how it is, and one button to connect it, or to end it.
// One file without dependencies; docs/embedding.md says how to use it.

const STREAM = '/v1/prompts/stream?connections=true'

const WORDS = {
  loading: 'Looking…',
  connect: 'Connect',
  reconnect: 'Reconnect',
  replace: 'Replace',
  disconnect: 'Disconnect',
  connected_by: 'Connected by {name}',
  renewed: 'renewed {ago}',
  needs_you: 'Needs you',
  needs_admin: 'Needs an admin',
  not_connected: 'Not connected',
  not_offered: '{app} offers no such connection.',
  admins_only: 'Only admins connect this one.',
  sure: '{app} stops working with {service} at once. The permission is taken back there, too.',
  sure_key: '{app} stops working with {service} at once. The key stays valid there until you delete it.',
  type: 'Type {service} to confirm'
}

// ---- The same in gk-prompts.js and gk-connect.js from here on, so that neither needs the other, or a build ----

const SHARED_WORDS = {
  language: 'en',
  service: 'the service',
  never_connected: '{app} needs an account of yours at {service} to go on.',
  never_connected_workspace: '{app} needs an account of your workspace at {service} to go on.',
  never_connected_key: '{app} needs a key for {service} to go on.',
  grant_revoked: '{service} stopped accepting the old permission {when}. Reconnect to let {app} work again.',
  scopes_missing: '{app} needs one more permission at {service}. Reconnect to give it.',
  outcome_unknown:
    'An answer of {service} was lost {when}, and the permission with it. Reconnect to let {app} work again.',
  expires_soon: 'The permission at {service} ends soon. Reconnect now, and {app} goes on without a break.',
  expired: 'The permission at {service} ended {when}. Reconnect to let {app} work again.',
  rejected_by_service: '{service} stopped accepting the permission {when}. Reconnect to let {app} work again.',
  rejected_by_service_key: '{service} stopped accepting the key {when}. Enter a new one to let {app} work again.',
  settings_changed: '{app} has changed what it asks for at {service}. Reconnect to agree to it.',
  today: 'today at {time}',
  weekday: 'on {day}',
  date: 'on {date}',
  waiting: 'Go on in the other window. This one notices when you are done.',
  blocked: 'Your browser did not open the window.',
  open: 'Open it',
  again: 'Try again',
  cancel: 'Cancel',
  save: 'Connect',
  secret: 'Key for {service}',
  client_id: 'Client ID',
  client_secret: 'Client secret',
  sealed: 'Sealed in your browser. Only the vault can open it.',
  trimmed: 'Spaces around it were left out.',
  such: 'Such as {example}',
  empty: 'This is needed.',
  unlike: 'That does not look like {example}.',
  check: 'Have a look at what is marked.',
  show: 'Show',
  hide: 'Hide',
  unreachable: 'The vault cannot be reached. Your connection may be down.',
  signed_out: 'You are signed out. Sign in again, then try once more.',
  forbidden: 'Only an admin can do this.',
  gone: 'This is not needed any more.',
  failed: 'That did not work. Try again in a minute.'
}

const HOME = new URL(import.meta.url)
const SILENCE = 45_000 // three heartbeats of the vault
const SPREAD = 3_000
const STEADY = 60_000 // what ends sooner may be ended by its like: the vault keeps a number of streams for each person

/** Elements from plain values. Nothing is parsed, so that nothing told or typed turns into markup. */
function h(tag, attributes, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value)
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value)
  }
  element.append(...children.filter(Boolean))
  return element
}

/** A text with its {names} replaced. */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '')
}

/** Reads server-sent events (WHATWG HTML, section 9.2.6) from text that comes in pieces of any size. */
export function eventReader(told) {
  let rest = ''
  let name = ''
  let data = []
  return (piece) => {
    rest += piece
    const whole = rest.endsWith('\r') ? rest.slice(0, -1) : rest // its \n may be still to come
    const lines = whole.split(/\r\n|\r|\n/)
    rest = lines.pop() + rest.slice(whole.length)
    for (const line of lines) {
      const [, field, value] = /^([^:]*)(?:: ?)?(.*)$/.exec(line)
      if (!line) {
        if (data.length) told(name, data.join('\n'))
        name = ''
        data = []
      } else if (field === 'event') name = value
      else if (field === 'data') data.push(value)
    }
  }
}

/** Milliseconds until the stream is opened again. All readers of a vault that restarts end together, and must not return so. */
export function pauseBefore(failures, random = Math.random()) {
  return failures ? 500 + random * Math.min(60_000, 1_000 * 2 ** failures) : random * SPREAD
}

/** Calls a function of the page, of the object that has it; nothing where there is none yet. */
export function callAt(path, hint) {
  const names = path.split('.')
  const last = names.pop()
  return names.reduce((object, name) => object?.[name], globalThis)?.[last]?.(hint)
}

/** Only what a browser may be sent to: whoever defined the app chose the address. */
export function webAddress(text) {
  const url = new URL(text)
  if (!/^https?:$/.test(url.protocol)) throw new Problem(-1, {})
  return url.href
}

/** An answer that is no success (RFC 9457); status 0 where none came, and -1 for one that will not do. */
class Problem extends Error {
  constructor(status, body, retryAfter = 0) {
    super(body.detail ?? '')
    Object.assign(this, { status, retryAfter, errors: body.errors ?? [] })
  }
}

/** One vault and the person in front of it, shared by the elements of this file: together they need one stream. */
class Vault {
  static #known = new Map()

  static at(origin) {
    if (!Vault.#known.has(origin)) Vault.#known.set(origin, new Vault(origin))
    return Vault.#known.get(origin)
  }

  prompts = new Map()
  live = false
  #origin
  #elements = new Set()
  #asked = new Map()
  #stopping
  #wake = () => {}

  constructor(origin) {
    this.#origin = origin
    addEventListener('online', () => setTimeout(() => this.#wake(), pauseBefore(0) / 3))
  }

  join(element) {
    this.#elements.add(element)
    if (this.live) element.told('snapshot')
    this.open()
  }

  leave(element) {
    this.#elements.delete(element)
    if (this.#elements.size) return
    this.#stopping?.abort()
    this.#stopping = undefined
    this.prompts.clear()
    this.#asked.clear()
    this.live = false
  }

  /** Opens the stream once somebody knows where tokens come from. */
  open() {
    if (this.#stopping || !this.#tokens()) return
    this.#stopping = new AbortController()
    this.#stream(this.#stopping.signal)
  }

  /** @param cookies whether the answer's are kept; the API never reads any */
  async call(method, path, body, cookies) {
    const send = async (fresh) => {
      const token = await this.#token(fresh)
      return fetch(this.#origin + path, {
        method,
        headers: { Authorization: token, ...(body && { 'Content-Type': 'application/json' }) },
        body: body && JSON.stringify(body),
        credentials: cookies ? 'include' : 'omit',
        cache: 'no-store'
      }).catch(() => {
        throw new Problem(0, {})
      })
    }
    let answer = await send(false)
    if (answer.status === 401) answer = await send(true)
    if (!answer.ok) throw await problem(answer)
    return answer.status === 204 ? undefined : answer.json()
  }

  me() {
    return this.#once('me', () => this.call('GET', '/v1/me'))
  }

  /** One that is not there may be new. */
  async offer(app, owner) {
    const find = async () => (await this.#all('offers')).find((offer) => offer.app === app && offer.owner === owner)
    return (await find()) ?? (this.#asked.delete('offers') && find())
  }

  async connection(app, owner) {
    return (await this.#all('connections')).find((one) => one.app === app && one.owner.type === owner)
  }

  /** The prompt as this person sees it now. */
  apply(prompt) {
    if (prompt.state === 'open') this.prompts.set(prompt.prompt_id, prompt)
    else this.prompts.delete(prompt.prompt_id)
    this.changed()
    this.#tell('prompt', prompt)
  }

  changed() {
    this.#asked.delete('connections')
  }

  /** Asked by all elements together, until something changes. */
  #once(name, ask) {
    if (!this.#asked.has(name)) {
      const asked = ask()
      this.#asked.set(name, asked)
      asked.catch(() => this.#asked.get(name) === asked && this.#asked.delete(name))
    }
    return this.#asked.get(name)
  }

  #all(list) {
    return this.#once(list, async () => {
      const found = []
      let cursor = ''
      do {
        const page = await this.call('GET', `/v1/${list}?limit=200${cursor && '&cursor=' + encodeURIComponent(cursor)}`)
        found.push(...page[list])
        cursor = page.next_cursor
      } while (cursor)
      return found
    })
  }

  #tokens() {
    return [...this.#elements].map((element) => element.getToken).find(Boolean)
  }

  async #token(fresh) {
    const token = await this.#tokens()?.({ fresh })
    if (typeof token !== 'string' || !token) throw new Problem(401, {})
    return 'Bearer ' + token
  }

  #tell(kind, data) {
    for (const element of [...this.#elements]) element.told(kind, data)
  }

  async #stream(stopping) {
    let failures = 0
    let fresh = false
    while (!stopping.aborted) {
      let pause
      const begun = performance.now()
      const again = () => (performance.now() - begun > STEADY ? 0 : failures + 1)
      try {
        await this.#listen(fresh, stopping)
        failures = again()
        fresh = true // a stream ends with its token
        pause = pauseBefore(failures)
      } catch (fault) {
        failures = again() || 1
        pause = fault.status === 401 && !fresh ? 0 : pauseBefore(failures) + 1_000 * (fault.retryAfter ?? 0)
        fresh = fault.status === 401
        if (pause && !stopping.aborted) this.#tell('failed', fault)
      }
      if (stopping.aborted) return
      if (this.live) this.#tell('lost')
      this.live = false
      await new Promise((resolve) => {
        this.#wake = resolve
        setTimeout(resolve, pause)
      })
    }
  }

  async #listen(fresh, stopping) {
    const ending = new AbortController()
    const end = () => ending.abort()
    stopping.addEventListener('abort', end)
    let silence = setTimeout(end, SILENCE)
    try {
      const answer = await fetch(this.#origin + STREAM, {
        headers: { Authorization: await this.#token(fresh), Accept: 'text/event-stream' },
        credentials: 'omit',
        cache: 'no-store',
        signal: ending.signal
      })
      if (!answer.ok) throw await problem(answer)
      const read = eventReader((name, data) => stopping.aborted || this.#heard(name, JSON.parse(data)))
      const pieces = answer.body.pipeThrough(new TextDecoderStream()).getReader()
      for (;;) {
        const { done, value } = await pieces.read()
        if (done) return
        clearTimeout(silence)
        silence = setTimeout(end, SILENCE)
        read(value)
      }
    } finally {
      clearTimeout(silence)
      stopping.removeEventListener('abort', end)
      end()
    }
  }

  #heard(name, data) {
    if (name === 'snapshot') {
      this.prompts = new Map(data.prompts.map((prompt) => [prompt.prompt_id, prompt]))
      this.#asked.clear()
      this.live = true
      this.#tell('snapshot')
    } else if (name === 'prompt') this.apply(data)
    else if (name === 'connection') {
      this.changed()
      this.#tell('connection', data)
    }
  }
}

async function problem(answer) {
  const body = await answer.json().catch(() => ({}))
  return new Problem(answer.status, body, Number(answer.headers.get('Retry-After')) || 0)
}

/** A vault, a token, words, names, and a style that a strict policy of the page allows. */
class VaultElement extends (globalThis.HTMLElement ?? Object) {
  static observedAttributes = ['vault', 'get-token', 'app', 'owner', 'display']
  #keeper
  #set = {}

  get app() {
    return this.getAttribute('app') ?? ''
  }

  set app(id) {
    this.setAttribute('app', id)
  }

  get owner() {
    return this.getAttribute('owner') === 'workspace' ? 'workspace' : 'user'
  }

  set owner(kind) {
    this.setAttribute('owner', kind)
  }

  set getToken(ask) {
    this.#set.getToken = ask
    this.#keeper?.open()
  }

  get getToken() {
    const path = this.getAttribute('get-token')
    return this.#set.getToken ?? (path && ((hint) => callAt(path, hint)))
  }

  set strings(strings) {
    this.#set.strings = strings
    if (this.shadowRoot) this.render()
  }

  set nameOf(name) {
    this.#set.nameOf = name
  }

  set appName(name) {
    this.#set.appName = name
    if (this.shadowRoot) this.render()
  }

  set vault(address) {
    this.#set.vault = new URL(address).origin
    this.#join()
  }

  get vault() {
    return this.#set.vault ?? new URL(this.getAttribute('vault') ?? HOME).origin
  }

  /** The vault that this element has joined; undefined while it is in no page. */
  get keeper() {
    return this.#keeper
  }

  words(name, values = {}) {
    return fill(this.#set.strings?.[name] ?? WORDS[name] ?? SHARED_WORDS[name] ?? '', values)
  }

  titleOf(id) {
    const words = id.replace(/[-_]+/g, ' ').replace(/(^| )\p{L}/gu, (letter) => letter.toUpperCase())
    return this.#set.appName?.(id) ?? words
  }

  async personOf(id) {
    return (await this.#set.nameOf?.(id)) ?? id
  }

  /** For dates: of the language of the words, and where the person has one, the kind of it that they prefer. */
  get locale() {
    const language = this.words('language')
    return navigator.languages.find((preferred) => preferred.split('-')[0] === language) ?? language
  }

  /** Why a person is needed. */
  sentence({ reason, owner, app, opened_at: since }, offer) {
    return sentence((name, values) => this.words(name, values), reason, {
      app: this.titleOf(app),
      service: offer?.name ?? this.words('service'),
      when: since ? day(since, this) : '',
      isKey: /^(secret|client)$/.test(offer?.connect),
      isShared: owner.type === 'workspace'
    })
  }

  connectedCallback() {
    // What was set before this file had loaded hides the accessors.
    for (const name of ['app', 'owner', 'nameOf', 'appName', 'strings', 'getToken', 'vault']) {
      if (!Object.hasOwn(this, name)) continue
      const value = this[name]
      delete this[name]
      this[name] = value
    }
    if (!this.shadowRoot) {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(BASE_STYLE + STYLE)
      this.attachShadow({ mode: 'open' }).adoptedStyleSheets = [sheet]
    }
    this.render()
    this.#join()
  }

  disconnectedCallback() {
    this.#keeper?.leave(this)
    this.#keeper = undefined
  }

  attributeChangedCallback() {
    if (!this.#keeper) return
    this.render()
    this.#join()
  }

  emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }))
  }

  /** Markup that somebody smuggled into the page must not send tokens elsewhere: an attribute names no other vault. */
  #join() {
    if (!this.isConnected || !this.shadowRoot) return
    const origin = this.vault
    if (!this.#set.vault && origin !== HOME.origin) {
      throw new Error(`${this.localName}: load the module from ${origin}, or set the property vault from a script`)
    }
    const vault = Vault.at(origin)
    if (vault === this.#keeper) return
    this.#keeper?.leave(this)
    this.#keeper = vault
    vault.join(this)
  }
}

/** A reason in words: those for a key where it is one, those for a workspace where there are any. */
export function sentence(words, reason, { isKey, isShared, ...values }) {
  const key = isKey && SHARED_WORDS[reason + '_key'] ? reason + '_key' : reason
  const text = words(isShared && SHARED_WORDS[key + '_workspace'] ? key + '_workspace' : key, values)
  return text.replace(/\s+(?=[.,])/g, '').replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())
}

/** When something was, for a sentence. */
function day(instant, element) {
  const at = new Date(instant)
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(instant).setHours(0, 0, 0, 0)) / 86_400_000)
  const format = (options) => new Intl.DateTimeFormat(element.locale, options).format(at)
  if (days < 1) return element.words('today', { time: format({ timeStyle: 'short' }) })
  return days < 7
    ? element.words('weekday', { day: format({ weekday: 'long' }) })
    : element.words('date', { date: format({ day: 'numeric', month: 'long' }) })
}

/** One account being connected: what has to be typed is asked for in `place`, the provider gets a window of its own. */
class Connecting {
  #element
  #place
  #what
  #over
  #watch
  #typed
  #ended = false

  /**
   * @param what app, owner, what the app offers, and the prompt's link where there is one
   * @param over called once, with the connection where it is known, and with whether what the person was at is gone now
   */
  constructor(element, place, what, over) {
    this.#element = element
    this.#place = place
    this.#what = what
    this.#over = over
  }

  /** To be called while a click is handled: browsers open windows only then. */
  start() {
    const { offer, url } = this.#what
    const way = offer?.connect
    if (way === 'secret' || way === 'client' || (offer?.inputs?.length && !(way === 'authorization' && url)))
      this.#form()
    else if (way === 'app_client') this.#put('client-credentials', {}).catch((fault) => this.#stuck(fault))
    else this.#window()
  }

  /** It is connected, or given up. */
  end(connection) {
    if (this.#ended) return
    this.#ended = true
    clearInterval(this.#watch)
    const held = this.#place.contains(this.#place.getRootNode().activeElement)
    this.#place.replaceChildren()
    this.#over(connection, held)
  }

  #words(name, values) {
    const service = this.#what.offer?.name ?? this.#element.words('service')
    return this.#element.words(name, { service, app: this.#element.titleOf(this.#what.app), ...values })
  }

  #path(end) {
    return `/v1/apps/${encodeURIComponent(this.#what.app)}/connections/${this.#what.owner}/${end}`
  }

  #button(name, click, kind = 'button') {
    return h('button', { type: 'button', part: kind, class: kind, click }, this.#words(name))
  }

  #show(...children) {
    this.#place.replaceChildren(...children)
    this.#place.querySelector('input,a,button')?.focus()
  }

  #row(...buttons) {
    return h(
      'div',
      { class: 'row' },
      ...buttons,
      this.#button('cancel', () => this.end())
    )
  }

  #stuck(fault) {
    if (this.#ended) return
    if (this.#typed && fault.errors?.length) {
      this.#show(this.#typed.element)
      this.#typed.wrong(fault)
    } else this.#show(wrong(this.#element, fault), this.#row(this.#button('again', () => this.start(), 'primary')))
  }

  async #put(end, body) {
    this.end(await this.#element.keeper.call('PUT', this.#path(end), body))
  }

  /** The vault's key for what is sealed is asked for when it is needed: it is good for minutes. */
  async #form() {
    try {
      const { AccountForm } = await import(new URL('form.js', HOME))
      const { keeper: vault } = this.#element
      const sealing = () => vault.call('GET', this.#path('sealing-key'))
      const send = (body) => {
        if (this.#what.offer.connect === 'authorization') return this.#window(body.inputs)
        return this.#put(this.#what.offer.connect === 'secret' ? 'secret' : 'client-credentials', body)
      }
      const words = (name, values) => this.#words(name, values)
      this.#typed = new AccountForm(this.#place.getRootNode(), this.#what.offer, {
        words,
        sealing,
        send,
        row: (button) => this.#row(button)
      })
      if (!this.#ended) this.#show(this.#typed.element)
    } catch {
      this.#stuck(new Problem(0, {}))
    }
  }

  async #window(inputs) {
    const popup = opened()
    const { keeper: vault } = this.#element
    this.#show(h('p', { class: 'muted' }, this.#words('waiting')), this.#row())
    try {
      const [begun] = await Promise.all([
        this.#what.url
          ? { authorization_url: this.#what.url }
          : vault.call('POST', this.#path('authorization'), { inputs }, true),
        vault.call('POST', '/v1/session', undefined, true)
      ])
      const url = webAddress(begun.authorization_url)
      if (this.#ended) popup?.close()
      else if (!popup || popup.closed) this.#blocked(url)
      else {
        popup.location.replace(url)
        this.#watch = setInterval(() => popup.closed && this.#closed(), 500)
      }
    } catch (fault) {
      popup?.close()
      this.#stuck(fault)
    }
  }

  #blocked(url) {
    const link = { href: url, target: '_blank', rel: 'noopener noreferrer', class: 'primary', part: 'primary' }
    this.#show(h('p', {}, this.#words('blocked')), this.#row(h('a', link, this.#words('open'))))
  }

  /** The news that it worked may be under way still. */
  #closed() {
    clearInterval(this.#watch)
    this.#element.keeper?.changed()
    setTimeout(() => this.end(), 2_000)
  }
}

function wrong(element, fault) {
  const known = { 0: 'unreachable', 401: 'signed_out', 403: 'forbidden', 404: 'gone' }[fault.status]
  return h('p', { class: 'wrong', part: 'error', role: 'alert' }, element.words(known ?? 'failed'))
}

/** A window that cannot turn the page that opened it into another one: the provider is whoever an app's developer named. */
function opened() {
  const left = Math.max(0, screenX + (outerWidth - 520) / 2)
  const popup = open('about:blank', 'gk-connect-' + Date.now(), `popup,width=520,height=720,left=${left},top=80`)
  if (popup) popup.opener = null
  return popup
}

const BASE_STYLE = `
:host{
--surface:var(--gk-surface,light-dark(#fff,#1c1d20));--text:var(--gk-text,light-dark(#1b1c1f,#ececee));
--muted:var(--gk-muted,light-dark(#62656d,#a0a3ab));--line:var(--gk-line,light-dark(#e3e4e8,#33353b));
--accent:var(--gk-accent,light-dark(#1f5fbf,#7fb0ff));--on-accent:var(--gk-on-accent,light-dark(#fff,#0d1a30));
--good:var(--gk-good,light-dark(#15803d,#5fce8a));--warn:var(--gk-warn,light-dark(#a35200,#f0b35b));
--bad:var(--gk-bad,light-dark(#c0242b,#ff8b85));--line-strong:light-dark(#8b8e96,#777a83);--field:light-dark(#fff,#141517);--radius:var(--gk-radius,10px);
font:var(--gk-font,14px/20px system-ui,sans-serif);color:var(--text);letter-spacing:normal;text-align:start}
:host([theme=light]){color-scheme:light}:host([theme=dark]){color-scheme:dark}:host([theme=auto]){color-scheme:light dark}
:host([hidden]),[hidden]{display:none!important}
*{box-sizing:border-box}
p{margin:0;overflow-wrap:anywhere}
.muted{color:var(--muted)}
.wrong{color:var(--bad)}
.mark{flex:none;width:32px;height:32px;border:1px solid var(--line);border-radius:8px;display:grid;place-items:center;font-weight:600;color:var(--muted)}
.grow{flex:1;min-width:0}
.name{font-weight:600}
.row{display:flex;flex-wrap:wrap;gap:8px;align-items:center}
.place:empty{display:none}
.place{display:grid;gap:8px}
button,.primary{font:inherit;font-weight:500;min-height:32px;padding:5px 12px;border:1px solid var(--line);border-radius:7px;background:none;color:inherit;cursor:pointer;text-decoration:none}
button:hover{background:color-mix(in srgb,var(--text) 6%,transparent)}
.primary,.primary:hover{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}
.primary:hover{filter:brightness(1.08)}
.quiet{border-color:transparent;color:var(--muted)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
`

// ---- Its own again ----

const STYLE = `
:host{display:block}
.card{display:grid;gap:12px;padding:14px;background:var(--surface);border:1px solid var(--line);border-radius:var(--radius)}
.line{display:flex;gap:12px;align-items:center;flex-wrap:wrap}
.line .grow{flex:1 1 180px}
.state{display:flex;gap:6px;align-items:center;font-size:13px;line-height:18px;color:var(--muted);font-variant-numeric:tabular-nums}
.state::before{content:'';flex:none;width:7px;height:7px;border-radius:50%;background:var(--line-strong)}
.connected::before{background:var(--good)}
.auth_required::before{background:var(--warn)}
form label{font-weight:600}
.confirm,.confirm label{display:grid;gap:8px}
.confirm input{height:34px;padding:0 10px;border:1px solid var(--line-strong);border-radius:7px;background:var(--field);color:inherit;font:inherit}
.danger{border-color:var(--bad);color:var(--bad)}
.danger:disabled{opacity:.5;cursor:default}
.loading{height:38px;border-radius:7px;background:var(--line);animation:late 0s .15s both}
@keyframes late{from{opacity:0}}
`

class GkConnect extends VaultElement {
  #line
  #place
  #seen
  #offer
  #mayAct
  #fault
  #connecting
  #looks = 0
  #minutes

  get #service() {
    return this.#offer?.name ?? this.titleOf(this.app)
  }

  connectedCallback() {
    super.connectedCallback()
    this.#minutes = setInterval(() => this.render(), 60_000)
  }

  disconnectedCallback() {
    super.disconnectedCallback()
    clearInterval(this.#minutes)
    this.#reset()
  }

  attributeChangedCallback(...changed) {
    if (!this.keeper) return
    this.#reset()
    super.attributeChangedCallback(...changed)
    if (this.keeper.live) this.#look()
  }

  told(kind, data) {
    const { app, owner } = this
    if (kind === 'snapshot') this.#look()
    else if (kind === 'failed') {
      this.emit('gk-error', { status: data.status ?? 0 })
      this.#failed(data)
    } else if (data?.app === app && (data.owner.type ?? data.owner) === owner) this.#look()
  }

  #reset() {
    this.#looks++
    this.#connecting?.end()
    this.#place?.replaceChildren()
    this.#seen = this.#fault = undefined
  }

  /** Of several looks the last one counts, whichever is answered first. */
  async #look() {
    const { app, owner } = this
    const look = ++this.#looks
    try {
      const vault = this.keeper
      const asked = await Promise.all([vault.connection(app, owner), vault.offer(app, owner), vault.me()])
      const [now = { status: 'none' }, offer, me] = asked
      const name = now.created_by && (await this.personOf(now.created_by.id))
      if (look !== this.#looks) return
      const before = this.#seen
      this.#offer = offer
      this.#mayAct = owner === 'user' || me.role === 'admin'
      this.#seen = { ...now, name }
      this.#fault = undefined
      const told = { app, owner, connectionId: now.id }
      const isNew = before && (before.status !== now.status || before.connected_at !== now.connected_at)
      if (isNew && now.status === 'connected') {
        this.#connecting?.end()
        this.emit('gk-connected', told)
      }
      if (isNew && now.status === 'disconnected') this.emit('gk-disconnected', told)
    } catch (fault) {
      if (look === this.#looks) this.#failed(fault)
    }
    this.render()
  }

  #failed(fault) {
    if (this.#seen) return // what was seen is old, not wrong; the stream brings a new look
    this.#fault = fault
    this.render()
  }

  render() {
    if (!this.#line) {
      this.#line = h('div', { class: 'line', part: 'line' })
      this.#place = h('div', {
        class: 'place',
        part: 'place',
        keydown: (event) => event.key === 'Escape' && this.#giveUp()
      })
      this.shadowRoot.append(h('div', { class: 'card', part: 'card' }, this.#line, this.#place))
    }
    const held = this.#line.contains(this.shadowRoot.activeElement)
    this.#line.replaceChildren(...this.#shown())
    if (held) this.#line.querySelector('button')?.focus()
  }

  #shown() {
    if (this.#fault) return [wrong(this, this.#fault), this.#button('again', () => this.#look())]
    if (!this.#seen) return [h('div', { class: 'grow loading', role: 'status', 'aria-label': this.words('loading') })]
    if (!this.#offer && this.#seen.status !== 'connected')
      return [h('p', { class: 'muted' }, this.words('not_offered', { app: this.titleOf(this.app) }))]
    const { status } = this.#seen
    const why = status === 'auth_required' && this.sentence(this.#seen, this.#offer)
    return [
      h('span', { class: 'mark', part: 'mark', 'aria-hidden': 'true' }, this.#service.slice(0, 1).toUpperCase()),
      h(
        'div',
        { class: 'grow' },
        h('p', { class: 'name', part: 'title' }, this.#service),
        h(
          'p',
          { class: 'state ' + status, part: 'state', role: 'status', title: this.#exactly() },
          h('span', {}, this.#state())
        ),
        why && h('p', { part: 'text' }, why)
      ),
      ...(this.#connecting || this.#place.hasChildNodes() ? [] : this.#buttons())
    ]
  }

  #state() {
    const { status, name, renewed_at: renewed } = this.#seen
    if (status === 'auth_required') return this.words(this.#mayAct ? 'needs_you' : 'needs_admin')
    if (status !== 'connected') return this.words(this.#mayAct ? 'not_connected' : 'admins_only')
    const by = this.words('connected_by', { name })
    return renewed ? `${by} · ${this.words('renewed', { ago: this.#ago(renewed) })}` : by
  }

  #exactly() {
    const at = this.#seen.renewed_at ?? this.#seen.connected_at
    return at && new Intl.DateTimeFormat(this.locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(at))
  }

  #ago(instant) {
    const minutes = Math.round((Date.parse(instant) - Date.now()) / 60_000)
    const unit = minutes > -60 ? ['minute', 1] : minutes > -1_440 ? ['hour', 60] : ['day', 1_440]
    return new Intl.RelativeTimeFormat(this.locale, { numeric: 'auto' }).format(Math.round(minutes / unit[1]), unit[0])
  }

  #buttons() {
    if (!this.#mayAct) return []
    const { status } = this.#seen
    if (status === 'auth_required') return [this.#button('reconnect', () => this.#connect(), 'primary')]
    if (status !== 'connected') return [this.#button('connect', () => this.#connect(), 'primary')]
    const typed = /^(secret|client)$/.test(this.#offer?.connect)
    return [
      typed && this.#button('replace', () => this.#connect(), 'quiet'),
      this.#button('disconnect', () => this.#ask())
    ].filter(Boolean)
  }

  #button(name, click, kind = 'button') {
    return h('button', { type: 'button', class: kind, part: kind, click }, this.words(name))
  }

  #connect() {
    const { app, owner } = this
    const prompt = [...this.keeper.prompts.values()].find((one) => one.app === app && one.owner.type === owner)
    const what = { app, owner, offer: this.#offer, url: prompt?.connect_url }
    this.#connecting = new Connecting(this, this.#place, what, (connection, held) => {
      this.#connecting = undefined
      this.render()
      if (held) this.#line.querySelector('button')?.focus()
      this.keeper?.changed()
      if (this.keeper) this.#look()
    })
    this.#connecting.start()
    this.render()
  }

  #giveUp() {
    this.#connecting?.end()
    this.#place.replaceChildren()
    this.render()
    this.#line.querySelector('button')?.focus()
  }

  /** What is hard to take back asks for more than a second click. */
  #ask() {
    const service = this.#service
    const end = h('button', { class: 'danger', part: 'danger', disabled: true }, this.words('disconnect'))
    const alike = () => input.value.trim().toLowerCase() === service.toLowerCase()
    const input = h('input', { autocomplete: 'off', part: 'input', input: () => (end.disabled = !alike()) })
    const sure = this.#seen.type === 'secret' ? 'sure_key' : 'sure'
    const submit = (event) => {
      event.preventDefault()
      if (alike()) this.#disconnect(end)
    }
    this.#place.replaceChildren(
      h(
        'form',
        { class: 'confirm', part: 'form', submit },
        h('p', {}, this.words(sure, { app: this.titleOf(this.app), service })),
        h('label', {}, this.words('type', { service }), input),
        h(
          'div',
          { class: 'row' },
          end,
          this.#button('cancel', () => this.#giveUp())
        )
      )
    )
    this.render()
    input.focus()
  }

  async #disconnect(button) {
    button.disabled = true
    try {
      await this.keeper.call('DELETE', '/v1/connections/' + this.#seen.id)
      this.keeper.changed()
      this.#giveUp()
      await this.#look()
    } catch (fault) {
      button.disabled = false
      button.parentNode.before(wrong(this, fault))
    }
  }
}

if (globalThis.customElements && !customElements.get('gk-connect')) customElements.define('gk-connect', GkConnect)
