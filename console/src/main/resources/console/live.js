// The stream of prompts and connections, read with fetch, which can send a token. What it says is dispatched as events:
// `prompts` (with what changed, if one did), `connection`, `state`, and `reloaded` after a gap, when anything may have changed.
import { EventParser, failuresAfter, pauseBefore } from './sse.js'

const SILENCE = 40000

export class Live extends EventTarget {
  #session
  #prompts = new Map()
  #abort
  #failures = 0
  #wake
  #been = false
  #running
  #arrived
  state = 'connecting'
  first = new Promise((resolve) => (this.#arrived = resolve))

  constructor(session) {
    super()
    this.#session = session
    addEventListener('offline', () => this.#is('offline'))
    addEventListener('online', () => {
      // A stream that was open through it may be dead without saying so.
      this.#abort?.abort()
      this.#wake?.()
    })
  }

  get prompts() {
    return [...this.#prompts.values()]
  }

  /** As the vault answered this reader's own change, which the stream tells a moment later. */
  put(prompt) {
    if (this.#prompts.has(prompt.prompt_id)) this.#change(prompt)
  }

  /** Harmless where it runs already. */
  start() {
    this.#running ??= this.#run()
  }

  async #run() {
    for (;;) {
      // A page that is left for a new token loses what somebody types in it, and nobody needs one that nobody sees.
      while (this.#session.leaves && (document.hidden || this.#session.constructor.typing)) await this.#pause(1000)
      const began = Date.now()
      try {
        await this.#read(await this.#session.token())
      } catch {
        // Said by the state.
      }
      this.#failures = failuresAfter(this.#failures, Date.now() - began)
      this.#is(navigator.onLine ? 'lost' : 'offline')
      await this.#pause(pauseBefore(this.#failures))
    }
  }

  async #read(token) {
    this.#abort = new AbortController()
    let watchdog
    const alive = () => {
      clearTimeout(watchdog)
      watchdog = setTimeout(() => this.#abort.abort(), SILENCE)
    }
    alive()
    try {
      const answer = await fetch('/v1/prompts/stream?connections=true', {
        headers: { Authorization: `Bearer ${token}`, Accept: 'text/event-stream' },
        cache: 'no-store',
        signal: this.#abort.signal,
      })
      if (answer.status === 401) await this.#session.renew(false)
      if (!answer.ok) throw new Error(String(answer.status))
      const parser = new EventParser()
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
      for (;;) {
        const { done, value } = await reader.read()
        if (done) return
        alive()
        for (const { event, data } of parser.feed(value)) this.#take(event, JSON.parse(data))
      }
    } finally {
      clearTimeout(watchdog)
    }
  }

  #take(event, data) {
    if (event === 'snapshot') {
      this.#prompts = new Map(data.prompts.map((prompt) => [prompt.prompt_id, prompt]))
      this.#arrived()
      this.#is('live')
      this.#tell('prompts')
      if (this.#been) this.#tell('reloaded')
      this.#been = true
    } else if (event === 'prompt') {
      this.#change(data)
    } else if (event === 'connection') {
      this.#tell('connection', data)
    }
  }

  #change(prompt) {
    if (prompt.state === 'open') this.#prompts.set(prompt.prompt_id, prompt)
    else this.#prompts.delete(prompt.prompt_id)
    this.#tell('prompts', prompt)
  }

  #is(state) {
    if (state === this.state) return
    this.state = state
    this.#tell('state')
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }))
  }

  #pause(milliseconds) {
    return new Promise((resolve) => {
      this.#wake = resolve
      setTimeout(resolve, milliseconds)
    })
  }
}
