// A developer's app: what it asks people to connect.
import { html, nothing } from 'lit'
import { failed, mark, said, skeleton, time } from './bits.js'
import { connect, isConnecting } from './connect.js'
import './definition-form.js'
import { appName } from './names.js'
import { Dialog } from './dialog.js'
import { Part } from './part.js'
import { isOthersToo } from './status.js'
import { words } from './strings.js'

const { apps: say } = words
const KINDS = ['user', 'workspace']

class Apps extends Part {
  static properties = { definitions: { state: true }, fault: { state: true }, editing: { state: true } }

  #asked = false

  updated() {
    if (this.#asked || !this.store.me?.app) return
    this.#asked = true
    this.#load()
  }

  async #load() {
    this.fault = undefined
    try {
      const told = await this.store.api.get('/v1/definitions')
      this.definitions = told.definitions
      this.redirectUri = told.redirect_uri
    } catch (fault) {
      this.fault = fault
    }
  }

  #saved({ detail }) {
    this.definitions = [...this.definitions.filter(({ owner }) => owner !== detail.owner), detail]
    this.editing = undefined
    this.store.toast(say.saved)
    this.store.load()
    this.updateComplete.then(() => this.querySelector(`#edit-${detail.owner}`)?.focus())
  }

  #left(owner) {
    this.editing = undefined
    this.updateComplete.then(() => this.querySelector(`#edit-${owner}`)?.focus())
  }

  render() {
    const { store } = this
    if (!store.loaded && !store.fault) return html`${this.#head(say.title, '')}${skeleton(2)}`
    if (store.fault) return html`${this.#head(say.title, '')}${failed(words.errors.load.apps, store.fault, () => store.load())}`
    if (!store.me.app) return html`${this.#head(say.title, '')}<p class="empty">${say.nobody}</p>`
    const name = appName(store.me.app)
    return html`${this.#head(name, say.intro)}
      ${this.fault ? failed(words.errors.load.apps, this.fault, () => this.#load()) : this.definitions ? KINDS.map((owner) => this.#kind(owner)) : skeleton(2)}`
  }

  #head(title, intro) {
    return html`<div class="page-head"><div><h1>${title}</h1>${intro ? html`<p class="muted">${intro}</p>` : nothing}</div></div>`
  }

  #kind(owner) {
    const definition = this.definitions.find((any) => any.owner === owner)
    const user = owner === 'user'
    return html`<section aria-labelledby="kind-${owner}">
      <h2 id="kind-${owner}">${user ? say.user : say.workspaceTitle}</h2>
      <p class="muted under">${user ? say.userHint : say.workspaceHint}</p>
      <div class="rows">
        <div class="row">${this.#summary(owner, definition)}</div>
        ${
          this.editing === owner
            ? html`<div class="row"><gk-definition .store=${this.store} .owner=${owner} .definition=${definition} .redirectUri=${this.redirectUri} @saved=${this.#saved} @left=${() => this.#left(owner)}></gk-definition></div>`
            : definition
              ? html`<gk-test .store=${this.store} .definition=${definition}></gk-test>`
              : nothing
        }
      </div>
    </section>`
  }

  #summary(owner, definition) {
    const name = definition?.name ?? (definition ? say.kinds[definition.type] : say.off)
    const editing = this.editing === owner
    return html`<div class="line summary">
      ${definition ? mark(name) : html`<span class="mark hollow" aria-hidden="true"></span>`}
      <span class="name"><strong title=${name}>${name}</strong><small>${definition ? (definition.name ? say.kinds[definition.type] : nothing) : say.offHint}</small></span>
      <span class="when muted">${definition ? html`${say.version(definition.version)}, ${say.since}${time(definition.created_at)}` : nothing}</span>
      <span class="act">${editing ? nothing : html`<button type="button" id="edit-${owner}" @click=${() => (this.editing = owner)}>${definition ? say.edit : say.setUp}</button>`}</span>
    </div>`
  }
}
customElements.define('gk-apps', Apps)

/** Runs the flow as whoever is signed in, and shows what came back. */
class Test extends Part {
  static properties = { definition: { attribute: false }, state: { state: true }, fault: { state: true }, came: { state: true } }

  disconnectedCallback() {
    super.disconnectedCallback()
    this.#stop()
  }

  #stop() {
    this.store.removeEventListener('moved', this.heard)
    this.store.removeEventListener('change', this.closed)
  }

  #asked() {
    const { store, definition } = this
    if (!isOthersToo(store.connectionOf({ app: store.me.app, owner: definition.owner }))) return this.#run()
    const dialog = document.createElement('gk-replace')
    // Browsers open windows in answer to a click only: it is run in that of the dialog.
    Object.assign(dialog, { store, run: () => this.#run() })
    Dialog.show(dialog)
  }

  #run() {
    const { store, definition } = this
    const it = { app: store.me.app, owner: definition.owner }
    this.fault = this.came = undefined
    this.#stop()
    this.heard = async ({ detail }) => {
      if (detail.app !== it.app || detail.owner.type !== it.owner || detail.change !== 'connected') return
      this.#stop()
      this.came = await store.api.get(`/v1/connections/${detail.connection_id}`)
      this.state = 'ok'
    }
    this.closed = () => {
      if (this.state === 'running' && !isConnecting(it)) this.state = 'none'
    }
    store.addEventListener('moved', this.heard)
    Promise.resolve(connect(store, it)).catch((fault) => {
      this.fault = fault
      this.state = undefined
    })
    this.state = isConnecting(it) ? 'running' : undefined
    store.addEventListener('change', this.closed)
  }

  render() {
    const { store, definition, state } = this
    const { tests } = say
    const refused = !store.me.user ? tests.person : definition.owner === 'workspace' && !store.admin ? tests.admin : ''
    return html`<div class="row test">
      <div class="line summary">
        <span></span>
        <span class="name"><small>${refused || tests.lead[definition.owner]}</small></span>
        <span class="when" role="status">${state === 'ok' ? html`<span class="status good"><i class="dot"></i>${tests.ok}</span>` : state === 'running' ? html`<span class="status busy"><i class="dot"></i>${tests.running}</span>` : state === 'none' ? html`<span class="status bad"><i class="dot"></i>${tests.none}</span>` : nothing}</span>
        <span class="act">${refused ? nothing : html`<button type="button" ?disabled=${state === 'running'} @click=${this.#asked}>${tests.run}</button>`}</span>
      </div>
      ${this.fault ? html`<p class="error came" role="alert">${said(this.fault)}</p>` : nothing} ${this.came ? this.#came() : nothing}
    </div>`
  }

  #came() {
    const { came } = this
    const { rows, yes, no, never, nothing: none } = say.tests
    return html`<dl class="came">
      <dt>${rows.scopes}</dt><dd>${came.scopes.length ? came.scopes.map((scope) => html`<code>${scope}</code> `) : none}</dd>
      <dt>${rows.expires}</dt><dd>${came.expires_at ? time(came.expires_at) : never}</dd>
      ${came.type === 'oauth2' ? html`<dt>${rows.renewable}</dt><dd>${came.renewable ? yes : no}</dd>` : nothing}
      ${Object.entries(came.metadata ?? {}).map(([name, value]) => html`<dt><code>${name}</code></dt><dd class="long">${value}</dd>`)}
      <dt>${rows.generation}</dt><dd>${came.generation}</dd>
    </dl>`
  }
}
customElements.define('gk-test', Test)

class Replace extends Dialog {
  render() {
    const { replace } = say.tests
    return this.frame({
      title: replace.title,
      action: replace.go,
      danger: true,
      submit: () => {
        this.close(true)
        this.run()
      },
      body: html`<p>${replace.lead(appName(this.store.me.app))}</p>`,
    })
  }
}
customElements.define('gk-replace', Replace)
