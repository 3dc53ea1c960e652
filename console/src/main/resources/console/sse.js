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

const STEADY = 60000

/** A stream that ends sooner may be ended by its like: the vault keeps a number of streams for each person. */
export function failuresAfter(failures, lasted) {
  return lasted > STEADY ? 0 : failures + 1
}

/** Milliseconds until the stream is opened again. All readers of a vault that restarts end together, and must not return so. */
export function pauseBefore(failures, random = Math.random) {
  return Math.round(failures ? 500 + random() * Math.min(60000, 1000 * 2 ** Math.min(failures, 10)) : random() * 3000)
}
