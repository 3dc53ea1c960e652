// The shell: who is signed in, where one is, what needs somebody, and the page below.
import { html, nothing } from 'lit'
import { Api } from './api.js'
import { icon, said, skeleton } from './bits.js'
import './connections.js'
import './needs-you.js'
import { Live } from './live.js'
import { initials, personName } from './names.js'
import { Part } from './part.js'
import { here, Session } from './session.js'
import { Store } from './store.js'
import { words } from './strings.js'

const PLACES = ['connections', 'apps', 'activity']

class Console extends Part {
  static properties = {
    place: { reflect: true },
    issuer: {},
    clientId: { attribute: 'client-id' },
    scopes: {},
    phase: { state: true },
  }

  #fault

  constructor() {
    super()
    this.phase = 'starting'
  }

  connectedCallback() {
    const session = new Session({
      issuer: this.getAttribute('issuer'),
      clientId: this.getAttribute('client-id'),
      scopes: this.getAttribute('scopes'),
    })
    this.store = new Store(session, new Api(session), new Live(session))
    super.connectedCallback()
    addEventListener('popstate', () => this.#go(location.pathname + location.search, false))
    this.#signIn()
  }

  async #signIn() {
    const { session } = this.store
    const params = new URLSearchParams(location.search)
    const returned = this.place === 'callback'
    if (returned && ![...params.keys()].length) return this.#is('out')
    try {
      if (!returned) return await session.begin(here())
      history.replaceState(null, '', '/console/callback')
      this.#go(await session.finish(params), false)
    } catch (fault) {
      this.#fault = fault
      return this.#is('fault')
    }
    this.#is('in')
    await this.store.load()
  }

  #is(phase) {
    this.phase = phase
  }

  #again() {
    this.phase = 'starting'
    this.store.session.begin(this.place === 'callback' ? '/console/connections' : here()).catch((fault) => {
      this.#fault = fault
      this.#is('fault')
    })
  }

  /** Without leaving the page, which would take the way through the issuer again. */
  #go(path, push) {
    const url = new URL(path, location.origin)
    const place = url.pathname.split('/')[2]
    this.place = PLACES.includes(place) ? place : 'connections'
    if (push) history.pushState(null, '', url)
    else if (location.pathname + location.search !== path) history.replaceState(null, '', url)
    document.title = `${words.nav[this.place]} · ${words.product}`
    if (this.place === 'apps') import('./apps.js').then(() => this.requestUpdate())
    if (this.place === 'activity') import('./activity.js').then(() => this.requestUpdate())
    if (push) this.updateComplete.then(() => scrollTo(0, 0))
  }

  #followed(event) {
    const link = event.target.closest('a[href^="/console/"]')
    if (
      !link ||
      this.phase !== 'in' ||
      event.defaultPrevented ||
      event.button ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return
    event.preventDefault()
    this.#go(link.getAttribute('href'), true)
  }

  render() {
    return html`<a class="skip" href="#content">${words.skip}</a>
      <header class="rail" @click=${this.#followed}>
        <a class="brand" href="/console/connections"
          ><svg class="logo" viewBox="0 0 20 20" aria-hidden="true">
            <path d="M10 1.5 17.5 5v5.2c0 4-3.1 6.9-7.5 8.3-4.4-1.4-7.5-4.3-7.5-8.3V5Z" />
            <path class="keyhole" d="M10 6.6a2 2 0 0 1 1 3.7v2.9H9v-2.9a2 2 0 0 1 1-3.7Z" /></svg
          ><span>${words.product}</span></a
        >
        <nav aria-label=${words.nav.label}>
          ${PLACES.map((place) => html`<a href="/console/${place}" aria-current=${place === this.place ? 'page' : nothing}>${icon(place)}<span>${words.nav[place]}</span></a>`)}
        </nav>
        ${this.#person()}
      </header>
      <main class="content" id="content" tabindex="-1" aria-busy=${this.phase === 'starting' ? 'true' : 'false'} @click=${this.#followed}>${this.#main()}</main>
      <div class="toasts" role="status">${this.store.toasts.map((toast) => html`<p class="toast ${toast.tone}"><i class="dot" aria-hidden="true"></i>${toast.text}</p>`)}</div>`
  }

  #person() {
    const { me, live } = this.store
    if (!me) return nothing
    const name = personName(me.user ?? me.app)
    return html`<div class="person">
      ${['lost', 'offline'].includes(live.state) ? html`<p class="lost" role="status"><i class="dot" aria-hidden="true"></i>${live.state === 'lost' ? words.live.lost : words.live.offline}</p>` : nothing}
      <span class="avatar" aria-hidden="true">${initials(name)}</span>
      <span class="who"><strong title=${me.user ?? me.app}>${name}</strong><small>${[me.tenant?.split('/').slice(1).join('/'), words.roles[me.role]].filter(Boolean).join(' · ')}</small></span>
      <button class="quiet" type="button" @click=${this.#signOut}>${words.signOut}</button>
    </div>`
  }

  async #signOut() {
    await this.store.api.delete('/v1/session').catch(() => {})
    this.store.session.end()
  }

  #main() {
    const { phase, store, place } = this
    if (phase === 'starting' || (phase === 'in' && !store.loaded && !store.fault)) {
      return html`<div class="skeleton" aria-hidden="true">
        <div class="bone title"></div>
        <div class="bone bar"></div>
        <div class="rows">${[1, 2, 3].map(() => html`<div class="bone-row"><i></i><b></b><u></u></div>`)}</div>
      </div>`
    }
    if (phase === 'out') return this.#gate(words.signIn.out, '', words.signIn.again)
    if (phase === 'fault') {
      return this.#gate(words.signIn.title, said(this.#fault), words.signIn.again)
    }
    if (store.fault?.status === 403 && !store.me)
      return this.#gate(words.signIn.title, words.signIn.refused, words.signOut, this.#signOut)
    return html`<gk-needs-you .store=${store}></gk-needs-you>
      ${
        !customElements.get(`gk-${place}`)
          ? skeleton(4)
          : place === 'apps'
            ? html`<gk-apps .store=${store}></gk-apps>`
            : place === 'activity'
              ? html`<gk-activity .store=${store}></gk-activity>`
              : html`<gk-connections .store=${store}></gk-connections>`
      }`
  }

  #gate(title, text, action, act = () => this.#again()) {
    return html`<section class="gate">
      <h1>${title}</h1>
      ${text ? html`<p>${text}</p>` : nothing}
      <button class="primary" type="button" @click=${act}>${action}</button>
    </section>`
  }
}
customElements.define('gk-console', Console)
