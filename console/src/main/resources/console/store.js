// What the console knows: asked for once, kept true by the stream, looked at by all components.
import { after, keyOf, overdue } from './status.js'
import { Once } from './once.js'
import { tick } from './part.js'

export class Store extends EventTarget {
  me
  offers = new Map()
  connections = new Map()
  lastResults = new Map()
  fault
  loaded = false
  templates = new Once(
    async () => (await this.api.get('/v1/provider-templates')).provider_templates,
    () => this.changed(),
  )
  toasts = []
  resolved = []

  constructor(session, api, live) {
    super()
    Object.assign(this, { session, api, live })
    live.addEventListener('state', () => this.changed())
    live.addEventListener('prompts', ({ detail }) => this.#prompted(detail))
    live.addEventListener('connection', ({ detail }) => this.#moved(detail))
    live.addEventListener('reloaded', () => this.load())
    tick(() => this.#askOverdue())
  }

  changed() {
    this.dispatchEvent(new Event('change'))
  }

  get admin() {
    return this.me?.role === 'admin'
  }

  offerOf(it) {
    return this.offers.get(keyOf(it))
  }

  /** The connection that an offer or a prompt is about. */
  connectionOf(it) {
    return [...this.connections.values()].find((connection) => keyOf(connection) === keyOf(it))
  }

  async load() {
    this.fault = undefined
    this.changed()
    try {
      this.me ??= await this.api.get('/v1/me')
      if (this.me.user) {
        this.live.start()
        const [connections, offers] = await Promise.all([
          this.api.all('/v1/connections', 'connections'),
          this.api.all('/v1/offers', 'offers'),
          // The bar above the page would push it down a moment later.
          Promise.race([this.live.first, new Promise((late) => setTimeout(late, 1000))]),
        ])
        this.connections = new Map(connections.map((connection) => [connection.id, connection]))
        this.offers = new Map(offers.map((offer) => [keyOf(offer), offer]))
      }
      this.loaded = true
    } catch (fault) {
      this.fault = fault
    }
    this.changed()
  }

  async reload(id) {
    try {
      this.connections.set(id, await this.api.get(`/v1/connections/${id}`))
      this.lastResults.delete(id)
    } catch (fault) {
      if (fault.status === 404) this.connections.delete(id)
    }
    this.changed()
  }

  toast(text, tone = 'good') {
    const toast = { text, tone }
    this.toasts = [...this.toasts, toast]
    this.changed()
    setTimeout(() => {
      this.toasts = this.toasts.filter((any) => any !== toast)
      this.changed()
    }, 5000)
  }

  #moved(event) {
    const known = this.connections.get(event.connection_id)
    if (known) {
      this.connections.set(known.id, after(known, event))
      this.changed()
    }
    this.dispatchEvent(new CustomEvent('moved', { detail: event }))
    this.reload(event.connection_id)
  }

  #prompted(prompt) {
    if (prompt?.state === 'resolved') {
      this.dispatchEvent(new CustomEvent('resolved', { detail: prompt }))
      const note = { ...prompt }
      this.resolved = [...this.resolved, note]
      setTimeout(() => {
        this.resolved = this.resolved.filter((any) => any !== note)
        this.changed()
      }, 6000)
    }
    this.changed()
  }

  /** A renewal that is late has a reason that the list does not say. */
  #askOverdue() {
    for (const connection of this.connections.values()) {
      if (this.lastResults.has(connection.id) || !overdue(connection, Date.now())) continue
      this.lastResults.set(connection.id, undefined)
      this.api
        .get(`/v1/connections/${connection.id}/renewals?limit=1`)
        .then(({ renewals }) => {
          this.lastResults.set(connection.id, renewals[0]?.result)
          this.changed()
        })
        .catch(() => {})
    }
  }
}
