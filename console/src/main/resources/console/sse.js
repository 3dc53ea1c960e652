// Server-sent events (WHATWG HTML, section 9.2) out of pieces of text. Pure.

/** Feed it text as it comes; it gives back the events that are complete: `{event, data}`. */
export class EventParser {
  #rest = ''
  #event = ''
  #data = []

  feed(text) {
    const events = []
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/)
    this.#rest = lines.pop()
    for (const line of lines) {
      if (line === '') {
        if (this.#data.length) events.push({ event: this.#event || 'message', data: this.#data.join('\n') })
        this.#event = ''
        this.#data = []
        continue
      }
      const colon = line.indexOf(':')
      if (colon === 0) continue
      const field = colon < 0 ? line : line.slice(0, colon)
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
      if (field === 'event') this.#event = value
      else if (field === 'data') this.#data.push(value)
    }
    return events
  }
}

/** How long to wait before the next try, in milliseconds: full jitter below a bound that doubles up to 15 s. */
export function backoff(attempt, random = Math.random) {
  return Math.round(random() * Math.min(15000, 500 * 2 ** Math.min(attempt, 10)))
}
