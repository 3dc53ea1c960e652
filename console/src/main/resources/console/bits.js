// Small pieces of pages.
import { html, LitElement, nothing, svg } from 'lit'
import { date, distance, exact } from './times.js'
import { initials, tint } from './names.js'
import { tick } from './part.js'
import { words } from './strings.js'

const PATHS = {
  connections: 'M6 2v3M10 2v3M4.5 5h7v3a3.5 3.5 0 0 1-7 0ZM8 11.5V14',
  apps: 'M2.5 2.5h4.5v4.5H2.5ZM9 2.5h4.5v4.5H9ZM2.5 9h4.5v4.5H2.5ZM9 9h4.5v4.5H9Z',
  activity: 'M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11ZM8 5v3.2l2.2 1.3',
  search: 'M7 2.8a4.2 4.2 0 1 1 0 8.4 4.2 4.2 0 0 1 0-8.4ZM10.2 10.2 13.5 13.5',
  chevron: 'M6 4l4 4-4 4',
  down: 'M4 6l4 4 4-4',
  close: 'M4 4l8 8M12 4l-8 8',
  copy: 'M6 5.5h7v8H6ZM10 5.5v-3H3v8h3',
  check: 'M3 8.5l3.2 3L13 4.5',
  lock: 'M4 7.5h8v6H4ZM5.8 7.5V5.2a2.2 2.2 0 0 1 4.4 0v2.3',
}

export const icon = (name) => svg`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${PATHS[name]}/></svg>`

export const mark = (name) => html`<span class="mark tint-${tint(name)}" aria-hidden="true">${initials(name)}</span>`

export const status = ({ word, tone }) =>
  html`<span class="status ${tone}"><i class="dot" aria-hidden="true"></i>${words.connections.status[word]}</span>`

/** A time as people say it, kept true as time goes by; the exact one on hover. */
class Time extends LitElement {
  static properties = { at: {} }

  createRenderRoot() {
    return this
  }

  connectedCallback() {
    super.connectedCallback()
    this.stop = tick(() => this.#text() !== this.said && this.requestUpdate())
  }

  disconnectedCallback() {
    super.disconnectedCallback()
    this.stop()
  }

  #text() {
    const now = Date.now()
    const at = Date.parse(this.at)
    const { unit, count } = distance(at - now)
    const ahead = at > now
    if (unit === 'now') return ahead ? words.time.soon : words.time.now
    if (unit === 'date') return words.time.date(date(at, now))
    return words.time[ahead ? 'ahead' : 'ago'][unit](count)
  }

  render() {
    this.said = this.#text()
    return html`<time datetime=${this.at} title=${exact(Date.parse(this.at))}>${this.said}</time>`
  }
}
customElements.define('gk-time', Time)

export const time = (at) => html`<gk-time at=${at}></gk-time>`

/** Shown in place of what did not load. */
export const failed = (what, fault, retry) => html`<div class="notice bad" role="alert">
  <p><strong>${what}</strong> ${said(fault)}</p>
  <button type="button" @click=${retry}>${words.retry}</button>
</div>`

/** What a failure is called. */
export function said(fault) {
  const signIn = fault.word && words.signIn[fault.word]
  if (signIn) return typeof signIn === 'function' ? signIn(fault.code) : signIn
  if (fault.status === 0) return words.errors.offline
  if (fault.status === 503) return words.errors.unavailable
  return words.errors.internal(fault.message)
}

export const empty = (text) => html`<p class="empty">${text}</p>`

export const skeleton = (rows) => html`<div class="rows skeleton" aria-hidden="true">
  ${Array.from({ length: rows }, () => html`<div class="bone-row"><i></i><b></b><u></u></div>`)}
</div>`

/** A value to take elsewhere, with a button that says when it has been taken. */
class CopyField extends LitElement {
  static properties = { value: {}, label: {}, done: { state: true } }

  createRenderRoot() {
    return this
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.value)
    } catch {
      this.querySelector('input').select()
      return
    }
    this.done = true
    setTimeout(() => (this.done = false), 2000)
  }

  render() {
    return html`<div class="copy">
      <input readonly .value=${this.value} aria-label=${this.label} @focus=${(e) => e.target.select()} />
      <button type="button" @click=${this.#copy}>${icon(this.done ? 'check' : 'copy')}<span role="status">${this.done ? words.copied : words.copy}</span></button>
    </div>`
  }
}
customElements.define('gk-copy', CopyField)

/** A field for what nobody else should see: hidden unless revealed, and without the blanks that pasting brings along. */
class SecretField extends LitElement {
  static properties = {
    name: {},
    label: {},
    help: {},
    optional: { type: Boolean },
    first: { type: Boolean },
    multiline: { type: Boolean },
    error: {},
    shown: { state: true },
    trimmed: { state: true },
  }

  createRenderRoot() {
    return this
  }

  get value() {
    return this.querySelector('input, textarea').value.trim()
  }

  clear() {
    this.querySelector('input, textarea').value = ''
  }

  #changed(event) {
    const typed = event.target.value
    if (typed !== typed.trim() && event.type === 'change') {
      event.target.value = typed.trim()
      this.trimmed = true
    } else if (event.type === 'input') {
      this.trimmed = false
    }
  }

  #pasted() {
    queueMicrotask(() => setTimeout(() => this.#changed({ type: 'change', target: this.querySelector('input, textarea') })))
  }

  render() {
    const id = `secret-${this.name}`
    const described = `${id}-help${this.error ? ` ${id}-error` : ''}`
    return html`<div class="field">
      <label for=${id}>${this.label}</label>
      <div class="secret">
        ${
          this.multiline
            ? html`<textarea id=${id} name=${this.name} rows="4" spellcheck="false" autocomplete="off" class=${this.shown ? '' : 'veiled'} aria-describedby=${described} aria-invalid=${this.error ? 'true' : 'false'} ?required=${!this.optional} @input=${this.#changed} @change=${this.#changed} @paste=${this.#pasted}></textarea>`
            : html`<input id=${id} name=${this.name} ?autofocus=${this.first} type=${this.shown ? 'text' : 'password'} spellcheck="false" autocapitalize="none" autocomplete="off" data-1p-ignore aria-describedby=${described} aria-invalid=${this.error ? 'true' : 'false'} ?required=${!this.optional} @input=${this.#changed} @change=${this.#changed} @paste=${this.#pasted} />`
        }
        <button type="button" class="quiet" aria-pressed=${this.shown ? 'true' : 'false'} @click=${() => (this.shown = !this.shown)}>${this.shown ? words.hide : words.show}</button>
      </div>
      <p class="help" id="${id}-help" role="status">${this.trimmed ? words.connect.trimmed : (this.help ?? nothing)}</p>
      ${this.error ? html`<p class="error" id="${id}-error">${this.error}</p>` : nothing}
    </div>`
  }
}
customElements.define('gk-secret', SecretField)
