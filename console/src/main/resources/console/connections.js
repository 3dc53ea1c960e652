// Every connection that this person may see, and what apps offer and nobody has connected yet.
import { html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { empty, failed, icon, mark, said, skeleton, status, time } from './bits.js'
import { connect, isConnecting } from './connect.js'
import './detail.js'
import { appName } from './names.js'
import { Part, tick } from './part.js'
import { keyOf, statusOf } from './status.js'
import { words } from './strings.js'

const { connections: say } = words

class Connections extends Part {
  static properties = { query: { state: true }, open: { state: true } }

  constructor() {
    super()
    this.query = ''
    this.open = new URLSearchParams(location.search).get('open')
  }

  connectedCallback() {
    super.connectedCallback()
    // Renewals fall due without an event.
    this.stop = tick(() => this.#states() !== this.seen && this.requestUpdate())
    this.slash = (event) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.target.closest?.('input, textarea, select, dialog')) return
      event.preventDefault()
      this.querySelector('input[type=search]')?.focus()
    }
    addEventListener('keydown', this.slash)
  }

  disconnectedCallback() {
    super.disconnectedCallback()
    this.stop()
    removeEventListener('keydown', this.slash)
  }

  updated() {
    this.#connectAsAsked()
  }

  /** The link of a prompt that wants something typed leads here: `?connect=app.owner`. */
  #connectAsAsked() {
    const wanted = new URLSearchParams(location.search).get('connect')
    if (!wanted || !this.store.loaded) return
    history.replaceState(null, '', '/console/connections')
    const offer = this.store.offers.get(wanted)
    if (offer && offer.connect !== 'authorization') this.#connect(offer)
  }

  #state(connection) {
    const { store } = this
    return statusOf(connection, { now: Date.now(), admin: store.admin, lastResult: store.lastResults.get(connection.id) })
  }

  #states() {
    return [...this.store.connections.values()].map((connection) => this.#state(connection).word).join()
  }

  #connect(it) {
    Promise.resolve(connect(this.store, it)).catch((fault) => this.store.toast(said(fault), 'bad'))
  }

  #matches(it) {
    const offer = this.store.offerOf(it)
    const text = [it.app, appName(it.app), offer?.name, it.created_by?.id, it.status && say.status[this.#state(it).word]]
      .join(' ')
      .toLowerCase()
    return this.query
      .toLowerCase()
      .split(/\s+/)
      .every((word) => text.includes(word))
  }

  #toggle(id) {
    this.open = this.open === id ? null : id
    history.replaceState(null, '', this.open ? `?open=${this.open}` : location.pathname)
  }

  render() {
    const { store } = this
    this.seen = this.#states()
    return html`<div class="page-head">
        <div><h1>${say.title}</h1><p class="muted">${say.intro}</p></div>
        <label class="search">${icon('search')}<input type="search" placeholder=${say.search} aria-label=${say.search} aria-keyshortcuts="/" .value=${this.query} @input=${(e) => (this.query = e.target.value.trim())} @keydown=${this.#escaped} /><kbd aria-hidden="true">/</kbd></label>
      </div>
      ${store.fault ? failed(words.errors.load.connections, store.fault, () => store.load()) : store.loaded ? this.#lists() : skeleton(4)}`
  }

  #escaped(event) {
    if (event.key !== 'Escape') return
    if (this.query) this.query = ''
    else event.target.blur()
  }

  #lists() {
    const { store } = this
    const all = [...store.connections.values()].filter(
      (connection) => connection.status !== 'disconnected' || store.offerOf(connection),
    )
    const known = new Set(all.map(keyOf))
    const offers = [...store.offers.values()].filter((offer) => !known.has(keyOf(offer)))
    if (!store.me.user) return empty(say.nobody)
    if (!all.length && !offers.length) return empty(say.none)
    const found = all
      .filter((connection) => this.#matches(connection))
      .sort((a, b) => appName(a.app).localeCompare(appName(b.app)))
    const open = offers.filter((offer) => this.#matches(offer))
    if (!found.length && !open.length) return empty(say.noMatch(this.query))
    const workspace = store.me.tenant?.split('/').slice(1).join('/')
    return html`${this.#group(
      say.yours,
      found.filter((it) => it.owner.type === 'user'),
    )}
      ${this.#group(
        say.workspace(workspace),
        found.filter((it) => it.owner.type === 'workspace'),
        store.admin ? '' : say.workspaceHint,
      )}
      ${open.length ? html`<section><h2>${say.available}</h2><ul class="rows">${open.map((offer) => this.#offer(offer))}</ul></section>` : nothing}`
  }

  #group(title, rows, hint) {
    if (!rows.length) return nothing
    return html`<section>
      <h2>${title}</h2>
      ${hint ? html`<p class="muted under">${hint}</p>` : nothing}
      <ul class="rows">
        ${repeat(
          rows,
          (row) => row.id,
          (row) => this.#row(row),
        )}
      </ul>
    </section>`
  }

  #name(it) {
    const provider = this.store.offerOf(it)?.name
    const name = appName(it.app)
    return html`<span class="name"><strong title=${name}>${name}</strong>${provider && provider !== name ? html`<small title=${provider}>${provider}</small>` : nothing}</span>`
  }

  #row(connection) {
    const { store } = this
    const state = this.#state(connection)
    const opened = this.open === connection.id
    const name = appName(connection.app)
    return html`<li class="row ${opened ? 'opened' : ''}" data-connection=${connection.id}>
      <div class="line">
        ${mark(name)}
        <button class="opener" type="button" aria-expanded=${opened ? 'true' : 'false'} aria-label=${say.open(name)} @click=${() => this.#toggle(connection.id)}></button>
        ${this.#name(connection)} ${status(state)}
        <span class="when muted">${this.#when(connection, state)}</span>
        <span class="act">${this.#action(connection, state)}</span>
        <span class="chevron">${icon('chevron')}</span>
      </div>
      ${opened ? html`<gk-detail .store=${store} .connection=${connection} .state=${state}></gk-detail>` : nothing}
    </li>`
  }

  #when(connection, { word }) {
    if (word === 'misconfigured' || word === 'disconnected') return nothing
    if (connection.type === 'secret') return html`${say.set}${time(connection.connected_at)}`
    const since = connection.renewed_at
      ? html`${say.renewed}${time(connection.renewed_at)}`
      : html`${say.connected}${time(connection.connected_at)}`
    if (word === 'renewing') return connection.generation ? html`${since}` : say.waiting
    if (word !== 'connected') return since
    if (connection.next_renewal_at) return html`${since}${say.next}${time(connection.next_renewal_at)}`
    return connection.renewable === false && connection.expires_at
      ? html`${since}${say.ends}${time(connection.expires_at)}`
      : since
  }

  #action(connection, { word }) {
    if (isConnecting(connection)) return html`<span class="muted">${say.connecting}</span>`
    const mine = connection.owner.type === 'user' || this.store.admin
    if (!mine || !['needs_you', 'disconnected'].includes(word)) return nothing
    const offer = this.store.offerOf(connection)
    const label = offer?.connect === 'secret' ? say.enterKey : word === 'needs_you' ? say.reconnect : say.connect
    return html`<button type="button" @click=${() => this.#connect(connection)}>${label}</button>`
  }

  #offer(offer) {
    const mine = offer.owner === 'user' || this.store.admin
    return html`<li class="row">
      <div class="line">
        ${mark(appName(offer.app))} ${this.#name(offer)} ${status({ word: 'offered', tone: 'none' })}
        <span class="when muted">${offer.owner === 'user' ? nothing : mine ? words.workspace : say.askAdmin}</span>
        <span class="act">
          ${
            isConnecting(offer)
              ? html`<span class="muted">${say.connecting}</span>`
              : mine
                ? html`<button type="button" @click=${() => this.#connect(offer)}>${offer.connect === 'secret' ? say.enterKey : say.connect}</button>`
                : nothing
          }
        </span>
      </div>
    </li>`
  }
}
customElements.define('gk-connections', Connections)
