// The bar at the top of every page: who needs this person, why, and the button.
import { html, nothing } from 'lit'
import { icon, said } from './bits.js'
import { connect, isConnecting } from './connect.js'
import { appName, personName } from './names.js'
import { Part, tick } from './part.js'
import { promptAction, reason, shown, snoozeEnd } from './reasons.js'
import { keyOf } from './status.js'
import { words } from './strings.js'

const MOST = 3

class NeedsYou extends Part {
  static properties = { all: { state: true }, said: { state: true } }

  #announced = new Set()

  connectedCallback() {
    super.connectedCallback()
    // A snooze that is over.
    this.stop = tick(() => shown(this.store.live.prompts, Date.now()).length !== this.count && this.requestUpdate())
    this.esc = (event) => event.key === 'Escape' && this.querySelectorAll('details[open]').forEach((menu) => this.#shut(menu))
    this.out = (event) =>
      this.querySelectorAll('details[open]').forEach((menu) => menu.contains(event.target) || (menu.open = false))
    addEventListener('keydown', this.esc)
    addEventListener('click', this.out)
  }

  disconnectedCallback() {
    super.disconnectedCallback()
    this.stop()
    removeEventListener('keydown', this.esc)
    removeEventListener('click', this.out)
  }

  #shut(menu) {
    menu.open = false
    menu.querySelector('summary').focus()
  }

  updated() {
    const fresh = shown(this.store.live.prompts, Date.now()).find((prompt) => !this.#announced.has(prompt.prompt_id))
    if (!fresh) return
    this.#announced.add(fresh.prompt_id)
    this.said = words.needs.announce(reason(fresh, this.store.offerOf(fresh), Date.now()).why)
  }

  async #hide(prompt, path, body) {
    const { store } = this
    try {
      store.live.put(await store.api.put(`/v1/prompts/${prompt.prompt_id}/${path}`, body))
    } catch (fault) {
      store.toast(said(fault), 'bad')
    }
  }

  #connect(prompt) {
    Promise.resolve(connect(this.store, prompt)).catch((fault) => this.store.toast(said(fault), 'bad'))
  }

  render() {
    const { store } = this
    const prompts = shown(store.live.prompts, Date.now())
    this.count = prompts.length
    const visible = this.all ? prompts : prompts.slice(0, MOST)
    const notes = store.resolved.filter((note) => !prompts.some((prompt) => keyOf(prompt) === keyOf(note)))
    return html`<p class="unseen" aria-live="assertive">${this.said ?? nothing}</p>
      ${
        prompts.length + notes.length
          ? html`<section class="needs" aria-label=${words.needs.label}>
            ${visible.map((prompt) => this.#bar(prompt))}
            ${prompts.length > visible.length ? html`<button class="quiet" type="button" @click=${() => (this.all = true)}>${words.needs.more(prompts.length - visible.length)}</button>` : nothing}
            ${notes.map((note) => this.#note(note))}
          </section>`
          : nothing
      }`
  }

  #bar(prompt) {
    const offer = this.store.offerOf(prompt)
    const { why, then } = reason(prompt, offer, Date.now())
    return html`<div class="need">
      <i class="dot" aria-hidden="true"></i>
      <p><strong>${why}</strong> ${then}</p>
      <div class="acts">
        <button class="primary" type="button" ?disabled=${isConnecting(prompt)} @click=${() => this.#connect(prompt)}>${promptAction(prompt, offer)}</button>
        <div class="later">
          <details class="menu">
            <summary class="button">${words.needs.snooze}${icon('down')}</summary>
            <div class="items">
              ${words.needs.snoozeFor.map(([label, choice]) => html`<button type="button" @click=${() => this.#hide(prompt, 'snooze', { until: snoozeEnd(choice, Date.now()).toISOString() })}>${label}</button>`)}
            </div>
          </details>
          <button class="quiet square" type="button" aria-label="${words.needs.dismiss}: ${appName(prompt.app)}" title=${words.needs.dismissHint} @click=${() => this.#hide(prompt, 'dismissal')}>${icon('close')}</button>
        </div>
      </div>
    </div>`
  }

  #note(note) {
    const { resolved } = words.needs
    const by = note.resolved_by
    return html`<p class="need over" role="status">
      <i class="dot good" aria-hidden="true"></i>${appName(note.app)}: ${!by ? resolved.gone : by === this.store.me?.user ? resolved.you : resolved.by(personName(by))}
    </p>`
  }
}
customElements.define('gk-needs-you', NeedsYou)
