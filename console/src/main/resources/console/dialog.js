// A dialog of the platform's own: modal, closed by Esc, and the focus goes back to where it came from.
import { html, nothing } from 'lit'
import { icon, said } from './bits.js'
import { Part } from './part.js'
import { words } from './strings.js'

export class Dialog extends Part {
  static properties = { busy: { state: true }, fault: { state: true }, faults: { state: true } }

  // No class fields for what is watched: they would take the place of Lit's accessors.
  constructor() {
    super()
    this.faults = {}
  }

  /** Shows a dialog; what it promises is kept when it closes, with what it was closed with. */
  static show(dialog) {
    document.body.append(dialog)
    return new Promise((resolve) => dialog.addEventListener('closed', ({ detail }) => resolve(detail), { once: true }))
  }

  /** The platform looks for what to focus when it shows the dialog; a field for a secret is drawn a moment later. */
  async firstUpdated() {
    this.querySelector('dialog').showModal()
    await Promise.all([...this.querySelectorAll('gk-secret')].map((field) => field.updateComplete))
    this.querySelector('dialog .body :is(input, textarea)')?.focus()
  }

  close(result) {
    this.result = result
    this.querySelector('dialog').close()
  }

  #closed() {
    this.dispatchEvent(new CustomEvent('closed', { detail: this.result }))
    this.remove()
  }

  /** Runs what the form is for; failures are shown where they belong, by the names the vault gives its fields. */
  async attempt(act) {
    if (this.busy) return
    this.busy = true
    this.fault = undefined
    this.faults = {}
    try {
      await act()
    } catch (fault) {
      for (const { field, message } of fault.errors ?? []) this.faults = { ...this.faults, [field]: message }
      this.fault = fault
    } finally {
      this.busy = false
    }
  }

  frame({ title, body, action, danger, submit, disabled }) {
    const nameless = this.fault && Object.keys(this.faults).length === 0
    return html`<dialog aria-labelledby="dialog-title" @close=${this.#closed}>
      <form
        novalidate
        @submit=${(event) => {
          event.preventDefault()
          submit(event)
        }}
      >
        <header>
          <h2 id="dialog-title">${title}</h2>
          <button type="button" class="quiet square" aria-label=${words.close} @click=${() => this.close()}>${icon('close')}</button>
        </header>
        <div class="body">
          ${body}
          ${this.fault ? html`<div class="notice bad" role="alert"><p>${nameless ? said(this.fault) : Object.entries(this.faults).map(([field, message]) => html`<span><code>${field}</code> ${message}</span> `)}</p></div>` : nothing}
        </div>
        <footer>
          <button type="button" @click=${() => this.close()}>${words.cancel}</button>
          <button class=${danger ? 'danger' : 'primary'} ?disabled=${this.busy || disabled} aria-busy=${this.busy ? 'true' : 'false'}>${action}</button>
        </footer>
      </form>
    </dialog>`
  }
}
