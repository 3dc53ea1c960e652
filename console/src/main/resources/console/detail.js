// What there is to know of one connection, and the end of it.
import { html, nothing, svg } from 'lit'
import { failed, said, time } from './bits.js'
import { connect, isConnecting } from './connect.js'
import { Dialog } from './dialog.js'
import { appName, personName } from './names.js'
import { Part } from './part.js'
import { scopeWords } from './scopes.js'
import { daysOf, perDay, toneOf } from './status.js'
import { words } from './strings.js'
import { date, exact } from './times.js'

const { connections: say } = words
const ASKED = 100
const TICKS = 30

class Detail extends Part {
  static properties = {
    connection: { attribute: false },
    state: { attribute: false },
    renewals: { state: true },
    fault: { state: true },
    told: { state: true },
    at: { state: true },
  }

  constructor() {
    super()
    this.at = 0
  }

  connectedCallback() {
    super.connectedCallback()
    this.store.addEventListener('moved', this.#moved)
  }

  disconnectedCallback() {
    super.disconnectedCallback()
    this.store.removeEventListener('moved', this.#moved)
  }

  /** A renewal that failed is one more to tell of, and leaves the generation as it was. */
  #moved = ({ detail }) => {
    if (detail.connection_id === this.connection.id && detail.change === 'failed') this.#load()
  }

  willUpdate(changed) {
    const before = changed.get('connection')
    const { id, generation } = this.connection
    if (changed.has('connection') && (before?.id !== id || before?.generation !== generation)) this.#load()
  }

  async #load() {
    if (this.connection.type === 'secret') return
    this.fault = undefined
    try {
      this.renewals = (await this.store.api.get(`/v1/connections/${this.connection.id}/renewals?limit=${ASKED}`)).renewals
    } catch (fault) {
      this.fault = fault
    }
  }

  render() {
    const { connection, store } = this
    const shared = connection.owner.type === 'workspace'
    const app = appName(connection.app)
    const mine = !shared || store.admin
    return html`<div class="detail">
      <dl class="facts">
        <dt>${connection.created_by.type === 'app' ? say.made.byApp(app) : say.made.by}</dt>
        <dd>${connection.created_by.type === 'app' ? nothing : html`${connection.created_by.id === store.me.user ? words.yourself : personName(connection.created_by.id)}, `}${time(connection.connected_at)}</dd>
        ${Object.entries(connection.metadata ?? {}).map(([name, value]) => html`<dt>${appName(name)}</dt><dd class="long">${value}</dd>`)}
        ${connection.reauthorize_by ? html`<dt>${say.until}</dt><dd>${time(connection.reauthorize_by)}</dd>` : nothing}
        <dt>${say.scopes}</dt>
        <dd>${this.#scopes()}</dd>
        <dt>${say.may}</dt>
        <dd>${shared ? say.mayWorkspace(app) : say.mayUser(app)}</dd>
      </dl>
      <div class="history">
        <h3>${say.renewals}</h3>
        ${this.#history()}
        ${this.state.word === 'misconfigured' ? html`<p class="notice">${say.misconfigured}</p>` : nothing}
      </div>
      ${mine && connection.status !== 'disconnected' ? html`<div class="end">${this.#again()}<button type="button" class="danger quiet" @click=${this.#disconnect}>${say.disconnect}</button></div>` : nothing}
    </div>`
  }

  /** What else works already can be connected anew: with another account, or another key. */
  #again() {
    const way = this.store.offerOf(this.connection)?.connect
    if (this.connection.status !== 'connected' || !['authorization', 'secret', 'client'].includes(way)) return nothing
    return html`<button type="button" ?disabled=${isConnecting(this.connection)} @click=${this.#connect}>${way === 'authorization' ? say.reconnect : say.replace}</button>`
  }

  #connect() {
    Promise.resolve(connect(this.store, this.connection)).catch((fault) => this.store.toast(said(fault), 'bad'))
  }

  #scopes() {
    if (this.connection.type === 'secret') return say.secretGranted
    if (!this.connection.scopes.length) return say.noScopes
    return html`<ul class="scopes">${this.connection.scopes.map((scope) => html`<li title=${scope}>${scopeWords(scope)}</li>`)}</ul>`
  }

  #history() {
    if (this.connection.type === 'secret') return html`<p class="muted">${say.noRenewalsSecret}</p>`
    if (this.fault) return failed(words.errors.load.renewals, this.fault, () => this.#load())
    if (!this.renewals) return html`<div class="bone ticks-bone" aria-hidden="true"></div>`
    if (!this.renewals.length) return html`<p class="muted">${say.noRenewals}</p>`
    const last = this.renewals.slice(0, TICKS).reverse()
    const good = last.filter(({ result }) => ['good', 'late'].includes(toneOf(result))).length
    const bad = last.filter(({ result }) => toneOf(result) === 'bad').length
    return html`<div class="ticks" role="toolbar" aria-label=${say.ticks(good, bad)} @keydown=${(event) => this.#step(event, last.length)} @pointerleave=${() => (this.told = undefined)} @focusout=${() => (this.told = undefined)}>
        ${last.map((renewal, i) => {
          const text = this.#tell(renewal)
          return html`<button type="button" class="tick ${toneOf(renewal.result)}" tabindex=${i === this.at ? 0 : -1} aria-label=${text} @pointerenter=${() => (this.told = text)} @focus=${() => ((this.told = text), (this.at = i))}></button>`
        })}
      </div>
      <p class="muted told">${this.told ?? say.ticks(good, bad)}</p>
      ${this.#chart()}`
  }

  #tell({ at, answered_at: answered, result, urgency }) {
    return say.tick(say.results[result] ?? result, say.urgency[urgency], exact(Date.parse(answered ?? at)))
  }

  #step(event, count) {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -count, End: count }[event.key]
    if (!step) return
    event.preventDefault()
    this.at = Math.max(0, Math.min(count - 1, this.at + step))
    this.updateComplete.then(() => this.querySelectorAll('.tick')[this.at].focus())
  }

  #chart() {
    const now = Date.now()
    const days = daysOf(this.renewals, now, ASKED)
    const bars = perDay(this.renewals, now, days)
    const most = Math.max(1, ...bars.map(({ good, bad }) => good + bad))
    const sum = (name) => bars.reduce((all, bar) => all + bar[name], 0)
    const height = (n) => (n ? Math.max(2, (n / most) * 36) : 0)
    return html`<figure class="chart days-${days}">
      <figcaption><span>${say.chart(days)}</span><span class="legend good">${say.legend.good}</span><span class="legend bad">${say.legend.bad}</span></figcaption>
      <svg viewBox="0 0 ${days * 20} 40" preserveAspectRatio="none" role="img" aria-label=${say.chartLabel(sum('good'), sum('bad'), days)}>
        <line class="ground" x1="0" y1="39.5" x2=${days * 20} y2="39.5" />
        ${bars.map(({ at, good, bad }, i) => {
          const top = 39 - height(good)
          return svg`<g><title>${date(at, now)}: ${say.chartDay(good, bad)}</title>
            <rect class="hit" x=${i * 20} y="0" width="20" height="40"/>
            <rect class="good" x=${i * 20 + 3} y=${top} width="14" height=${height(good)}/>
            <rect class="bad" x=${i * 20 + 3} y=${top - height(bad) - (bad && good ? 1 : 0)} width="14" height=${height(bad)}/></g>`
        })}
      </svg>
      <div class="axis">${days > 1 ? html`<span>${date(bars[0].at, now)}</span>` : nothing}<span>${words.time.today}</span></div>
    </figure>`
  }

  #disconnect() {
    const dialog = document.createElement('gk-disconnect')
    Object.assign(dialog, { store: this.store, connection: this.connection })
    Dialog.show(dialog)
  }
}
customElements.define('gk-detail', Detail)

class Disconnect extends Dialog {
  static properties = { typed: { state: true } }

  constructor() {
    super()
    this.typed = ''
  }

  async #end() {
    const { store, connection } = this
    await store.api.delete(`/v1/connections/${connection.id}`)
    store.toast(words.disconnect.done(appName(connection.app)))
    this.close(true)
    store.reload(connection.id)
  }

  render() {
    const { connection, store } = this
    const app = appName(connection.app)
    const provider = store.offerOf(connection)?.name ?? words.theProvider
    const { disconnect: tell } = words
    const [before, name, behind] = tell.type(app)
    return this.frame({
      title: tell.title(app),
      action: tell.button,
      danger: true,
      disabled: this.typed.trim() !== app,
      submit: () => this.typed.trim() === app && this.attempt(() => this.#end()),
      body: html`<p>${tell.lead(app, connection.owner.type === 'workspace')} ${connection.type === 'secret' ? tell.secret(provider) : tell.oauth(provider)} ${tell.back}</p>
        <div class="field">
          <label for="type-name">${before}<strong>${name}</strong>${behind}</label>
          <input id="type-name" autofocus autocomplete="off" spellcheck="false" .value=${this.typed} @input=${(event) => (this.typed = event.target.value)} />
        </div>`,
    })
  }
}
customElements.define('gk-disconnect', Disconnect)
