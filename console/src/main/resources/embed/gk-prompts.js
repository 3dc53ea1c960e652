// <gk-prompts>: tells people which of their accounts an app needs, the moment it does, and connects them in place.
// One file without dependencies; docs/embedding.md says how to use it.

const STREAM = '/v1/prompts/stream'
const LINGER = 6_000
const SHOWN = 3

const WORDS = {
  region: 'Accounts that need you',
  title: '{service} needs you',
  connect: 'Connect',
  reconnect: 'Reconnect',
  snooze: 'Snooze',
  hour: '1 hour',
  tomorrow: 'Tomorrow',
  dismiss: 'Dismiss',
  undo: 'Undo',
  snoozed: 'Snoozed',
  dismissed: 'Dismissed',
  connected_by: 'Connected by {name}',
  reconnected_by: 'Reconnected by {name}',
  disconnected_by: 'Disconnected by {name}',
  over: 'No longer needed',
  more: 'Show {count} more',
  lost: 'Connection lost. Reconnecting…'
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
:host{position:fixed;z-index:var(--gk-z,1000);inset:var(--gk-inset,auto 0 0 auto);width:min(var(--gk-width,416px),100vw);max-height:100vh;overflow:auto;pointer-events:none}
section{display:grid;gap:8px;padding:16px}
section>*{pointer-events:auto}
:host([display=list]){position:static;width:auto;max-height:none}
:host([display=list]) section{padding:0}
.card,.note{background:var(--surface);border:1px solid var(--line);border-radius:var(--radius)}
.card{display:flex;gap:12px;padding:14px;animation:come .14s ease-out}
:host(:not([display=list])) .card{box-shadow:var(--gk-shadow,0 4px 14px rgb(0 0 0/.1))}
.card>.grow{display:grid;gap:10px}
.head{display:flex;gap:8px}
.dismiss{flex:none;width:28px;min-height:28px;height:28px;padding:0;margin:-4px -6px 0 0;font-size:18px;line-height:1}
.choice{flex-basis:100%}
.settled{align-items:center}
.good .mark{color:var(--good);border-color:currentcolor}
.settled .grow{gap:0}
.note{padding:6px 14px}
.status{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
@keyframes come{from{opacity:0;transform:translateY(6px)}}
@media(prefers-reduced-motion:reduce){.card{animation:none}}
`

class GkPrompts extends VaultElement {
  #cards = new Map()
  #section
  #status
  #lost
  #more
  #all = false
  #waiting = new Map()

  render() {
    if (!this.#section) {
      this.#status = h('div', { class: 'status', role: 'status' })
      this.#lost = h('p', { class: 'note muted', part: 'lost', hidden: true })
      this.#more = h('button', {
        type: 'button',
        part: 'more',
        class: 'note',
        hidden: true,
        click: () => this.#showAll()
      })
      this.#section = h('section', { part: 'list', tabindex: -1 })
      this.shadowRoot.append(this.#status, this.#section)
    }
    this.#section.setAttribute('aria-label', this.words('region'))
    this.#section.lang = this.#status.lang = this.words('language')
    this.#lost.textContent = this.words('lost')
    for (const card of this.#cards.values()) card.show()
    this.arrange()
  }

  disconnectedCallback() {
    super.disconnectedCallback()
    this.#cards.forEach((card) => card.drop())
    this.#cards.clear()
    this.#waiting.forEach(clearTimeout)
    this.#waiting.clear()
    this.arrange()
  }

  told(kind, data) {
    const { prompts } = this.keeper
    if (kind === 'prompt') {
      if (data.state === 'open') this.#place(data)
      else this.#settle(data)
    } else if (kind === 'snapshot') {
      this.#later('lost')
      this.#lost.hidden = true
      for (const card of this.#cards.values()) if (!prompts.has(card.id)) this.#settle(card.prompt)
      for (const prompt of prompts.values()) this.#place(prompt)
    } else if (kind === 'lost') {
      this.#later('lost', 3_000, () => (this.#lost.hidden = false))
    } else if (kind === 'failed') this.emit('gk-error', { status: data.status ?? 0 })
  }

  /** Shows a prompt, or takes it away while its reader does not want to see it. */
  async #place(prompt) {
    const id = prompt.prompt_id
    const until = prompt.snoozed_until ? Date.parse(prompt.snoozed_until) - Date.now() : 0
    let card = this.#cards.get(id)
    this.#later(id)
    if (until > 0)
      this.#later(id, until, () => this.keeper?.prompts.has(id) && this.#place(this.keeper.prompts.get(id)))
    if (prompt.dismissed || until > 0) return card && (card.note ? card.putAside() : this.forget(card))
    if (card) return card.renew(prompt)
    card = new Card(this, prompt)
    this.#cards.set(id, card)
    const offered = this.keeper.offer(prompt.app, prompt.owner.type).catch(() => undefined)
    const offer = await Promise.race([offered, new Promise((resolve) => setTimeout(resolve, 2_000))])
    if (this.#cards.get(id) !== card) return
    card.open(offer)
    this.#section.append(card.element)
    this.arrange()
    this.say(card.text())
    this.emit('gk-prompt-open', card.detail())
  }

  /** It needs nobody any more; a word about why, to those who have it before their eyes. */
  async #settle(prompt) {
    const card = this.#cards.get(prompt.prompt_id)
    this.#later(prompt.prompt_id)
    if (!card || card.over) return
    card.over = true
    this.emit('gk-prompt-resolved', { ...card.detail(), by: prompt.resolved_by })
    const found = await this.keeper.connection(prompt.app, prompt.owner.type).catch(() => undefined)
    const isNew = found?.status === 'connected' && found.connected_at > prompt.opened_at
    const by = prompt.resolved_by ?? (isNew && found.created_by.id)
    const connected = prompt.reason === 'never_connected' ? 'connected_by' : 'reconnected_by'
    const word = (by && { disconnected: 'disconnected_by', connected }[found?.status]) || 'over'
    card.settle(this.words(word, { name: by && (await this.personOf(by)) }), word === connected ? 'good' : '')
  }

  say(text) {
    this.#status.textContent = text
  }

  forget(card) {
    if (this.#cards.get(card.id) === card) this.#cards.delete(card.id)
    const focused = card.element?.contains(this.shadowRoot.activeElement)
    card.element?.remove()
    this.arrange()
    if (focused && this.#cards.size) this.#section.focus()
  }

  arrange() {
    const cards = [...this.#cards.values()].map((card) => card.element).filter((element) => element?.parentNode)
    const most = this.#all || this.getAttribute('display') === 'list' ? cards.length : SHOWN
    cards.forEach((element, number) => (element.hidden = number >= most))
    this.#more.hidden = cards.length <= most
    this.#more.textContent = this.words('more', { count: cards.length - most })
    this.#section.append(this.#more, cards.length ? this.#lost : '')
    if (!cards.length) this.#lost.remove()
  }

  #showAll() {
    this.#all = true
    this.arrange()
    this.#section.focus()
  }

  #later(key, wait, act) {
    clearTimeout(this.#waiting.get(key))
    if (act) this.#waiting.set(key, setTimeout(act, Math.min(wait, 2 ** 31 - 1)))
  }
}

/** One prompt before somebody's eyes. */
class Card {
  over = false
  note = ''
  #list
  #offer
  #actions
  #place
  #connecting
  #leaving

  constructor(list, prompt) {
    this.#list = list
    this.prompt = prompt
    this.id = prompt.prompt_id
  }

  open(offer) {
    this.#offer = offer
    this.element = h('div', { role: 'group', keydown: (event) => event.key === 'Escape' && this.#escape() })
    this.show()
  }

  renew(prompt) {
    const changed = this.over || this.note || prompt.reason !== this.prompt.reason
    clearTimeout(this.#leaving)
    this.prompt = prompt
    this.note = ''
    this.over = false
    if (changed) this.show()
  }

  get #name() {
    return this.#offer?.name ?? this.#list.titleOf(this.prompt.app)
  }

  #mark(sign) {
    return h('span', { class: 'mark', part: 'mark', 'aria-hidden': 'true' }, sign)
  }

  detail() {
    const { prompt_id: promptId, app, owner, reason, connect_url: connectUrl } = this.prompt
    return { promptId, app, owner, reason, connectUrl }
  }

  text() {
    return this.#list.sentence(this.prompt, this.#offer)
  }

  show() {
    if (!this.element || this.over || this.note || this.#connecting) return
    const list = this.#list
    const name = this.#name
    const title = list.words('title', { service: name })
    const verb = this.prompt.reason === 'never_connected' ? 'connect' : 'reconnect'
    const dismiss = {
      type: 'button',
      class: 'quiet dismiss',
      part: 'dismiss',
      'aria-label': list.words('dismiss'),
      title: list.words('dismiss')
    }
    this.#place = h('div', { class: 'place', part: 'place' })
    this.#actions = h(
      'div',
      { class: 'row', part: 'actions' },
      this.#button(verb, () => this.#connect(), 'primary'),
      ...this.#snoozer()
    )
    this.#fill(
      'card',
      title,
      this.#mark(name.slice(0, 1).toUpperCase()),
      h(
        'div',
        { class: 'grow' },
        h(
          'div',
          { class: 'head' },
          h(
            'div',
            { class: 'grow' },
            h('p', { class: 'name', part: 'title' }, title),
            h('p', { part: 'text' }, this.text())
          ),
          h('button', { ...dismiss, click: () => this.#hide('dismissal', undefined, 'dismissed') }, '×')
        ),
        this.#actions,
        this.#place
      )
    )
  }

  drop() {
    this.over = true
    this.#connecting?.end()
    this.element?.remove()
  }

  /** Gone, and for a moment to be had back. */
  putAside() {
    const undo = this.#button('undo', () => this.#undo())
    this.#settled(this.#list.words(this.note, { app: this.#list.titleOf(this.prompt.app) }), '', undo)
  }

  settle(text, kind) {
    this.#connecting?.end()
    if (!this.element) return this.#list.forget(this)
    this.#settled(text, kind)
  }

  #settled(text, kind, ...more) {
    const said = h('div', { class: 'grow', part: 'settled' }, h('p', { class: 'name' }, this.#name), h('p', {}, text))
    this.#fill(
      'card settled ' + kind,
      this.#name,
      this.#mark(kind ? '✓' : this.#name.slice(0, 1).toUpperCase()),
      said,
      ...more
    )
    this.#list.say(`${this.#name}: ${text}`)
    clearTimeout(this.#leaving)
    this.#leave()
  }

  /** Stays while somebody is at it. */
  #leave() {
    this.#leaving = setTimeout(() => {
      if (this.element.matches(':hover,:focus-within')) this.#leave()
      else this.#list.forget(this)
    }, LINGER)
  }

  #fill(kind, label, ...children) {
    const held = this.element.contains(this.element.getRootNode().activeElement)
    this.element.className = kind
    this.element.setAttribute('part', kind.split(' ', 2).join(' '))
    this.element.setAttribute('aria-label', label)
    this.element.replaceChildren(...children)
    if (held) (this.element.querySelector('button') ?? this.element.parentNode).focus()
  }

  #button(name, click, kind = 'button') {
    return h('button', { type: 'button', class: kind, part: kind, click }, this.#list.words(name))
  }

  #snoozer() {
    const until = (instant) => () => this.#hide('snooze', { until: instant().toISOString() }, 'snoozed')
    const hour = this.#button(
      'hour',
      until(() => new Date(Date.now() + 3_600_000))
    )
    const tomorrow = this.#button('tomorrow', until(morning))
    const choice = h('span', { class: 'row choice', hidden: true }, hour, tomorrow)
    const button = this.#button(
      'snooze',
      () => {
        choice.hidden = !choice.hidden
        button.setAttribute('aria-expanded', !choice.hidden)
        if (!choice.hidden) hour.focus()
      },
      'snooze'
    )
    button.setAttribute('aria-expanded', false)
    return [button, choice]
  }

  #connect() {
    const { app, owner, connect_url: url } = this.prompt
    this.#actions.hidden = true
    const over = (connection, held) => {
      this.#connecting = undefined
      this.#actions.hidden = false
      // The stream says so as well; this does not wait for it.
      const by = connection?.created_by.id
      if (by) this.#list.keeper.apply({ ...this.prompt, state: 'resolved', resolved_by: by })
      else if (!this.over && held) this.#actions.querySelector('button').focus()
    }
    this.#connecting = new Connecting(
      this.#list,
      this.#place,
      { app, owner: owner.type, offer: this.#offer, url },
      over
    )
    this.#connecting.start()
  }

  async #hide(what, body, note) {
    this.note = note
    await this.#tell('PUT', what, body)
  }

  #undo() {
    return this.#tell('DELETE', this.note === 'snoozed' ? 'snooze' : 'dismissal')
  }

  async #tell(method, what, body) {
    try {
      const prompt = await this.#list.keeper.call(method, `/v1/prompts/${this.id}/${what}`, body)
      if (prompt) this.#list.keeper.apply(prompt)
    } catch (fault) {
      this.note = ''
      this.show()
      this.#place.replaceChildren(wrong(this.#list, fault))
    }
  }

  #escape() {
    const open = this.#actions?.querySelector('[aria-expanded=true]')
    if (this.#connecting) this.#connecting.end()
    else if (open) {
      open.click()
      open.focus()
    }
  }
}

function morning() {
  const at = new Date()
  at.setDate(at.getDate() + 1)
  at.setHours(9, 0, 0, 0)
  return at
}

if (globalThis.customElements && !customElements.get('gk-prompts')) customElements.define('gk-prompts', GkPrompts)
