// Who did what, newest first, a page at a time.
import { html, nothing } from 'lit'
import { empty, failed, mark, skeleton, time } from './bits.js'
import { appName, personName } from './names.js'
import { Part } from './part.js'
import { words } from './strings.js'

const { activity: say } = words
const PAGE = 50
// Of the reasons of a failed renewal, those that leave the value working.
const WORKS_ON = ['expires_soon', 'settings_changed', 'scopes_missing']

class Activity extends Part {
  static properties = { entries: { state: true }, cursor: { state: true }, fault: { state: true }, busy: { state: true } }

  connectedCallback() {
    super.connectedCallback()
    this.again = () => this.#load()
    this.store.addEventListener('moved', this.again)
    this.#load()
  }

  disconnectedCallback() {
    super.disconnectedCallback()
    this.store.removeEventListener('moved', this.again)
  }

  /** The first page anew, or the next one below. */
  async #load(cursor) {
    this.busy = true
    this.fault = undefined
    try {
      const page = await this.store.api.get(`/v1/activity?limit=${PAGE}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`)
      this.entries = cursor ? [...this.entries, ...page.activity] : page.activity
      this.cursor = page.next_cursor
    } catch (fault) {
      this.fault = fault
    }
    this.busy = false
  }

  render() {
    return html`<div class="page-head"><div><h1>${say.title}</h1><p class="muted">${say.intro}</p></div></div>
      ${this.entries ? (this.entries.length ? html`<ul class="rows">${this.entries.map((entry) => this.#entry(entry))}</ul>` : empty(say.none)) : this.fault ? nothing : skeleton(6)}
      ${this.fault ? failed(words.errors.load.activity, this.fault, () => this.#load(this.entries && this.cursor)) : this.cursor ? html`<div class="below"><button type="button" ?disabled=${this.busy} @click=${() => this.#load(this.cursor)}>${words.more}</button></div>` : nothing}`
  }

  #entry(entry) {
    const { me } = this.store
    const app = appName(entry.app)
    const tell = say.actions[entry.action] ?? say.actions.other
    const what = html`<strong>${app}</strong>`
    const parts = tell({ who: this.#who(entry.actor, me), what, action: entry.action, worksOn: WORKS_ON.includes(entry.reason) })
    const owner =
      entry.owner.type === 'workspace'
        ? say.forWorkspace
        : entry.owner.id === me?.user
          ? say.forYou
          : say.forUser(personName(entry.owner.id))
    return html`<li class="row"><div class="line entry">
      ${mark(app)}
      <p>${parts} <span class="muted">${owner}${entry.reason ? html` · ${say.reasons[entry.reason] ?? entry.reason.replace(/_/g, ' ')}` : nothing}</span></p>
      <span class="muted when">${time(entry.at)}</span>
    </div></li>`
  }

  #who(actor, me) {
    if (actor.type === 'user') return actor.id === me?.user ? words.yourself : personName(actor.id)
    return actor.type === 'app' ? appName(actor.id) : say.vault
  }
}
customElements.define('gk-activity', Activity)
