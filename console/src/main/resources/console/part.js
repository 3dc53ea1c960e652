// What the console's components have in common: they render into the page, whose style sheets they share, and look at one store.
import { LitElement } from 'lit'

export class Part extends LitElement {
  static properties = { store: { attribute: false } }

  #changed = () => this.requestUpdate()

  // The page's HTML has a skeleton in the place of what comes.
  createRenderRoot() {
    this.replaceChildren()
    return this
  }

  connectedCallback() {
    super.connectedCallback()
    this.store?.addEventListener('change', this.#changed)
  }

  disconnectedCallback() {
    super.disconnectedCallback()
    this.store?.removeEventListener('change', this.#changed)
  }
}

/** Runs whoever asked every second, in step with each other, as long as somebody asks. */
const ticking = new Set()
let ticker

export function tick(callback) {
  ticking.add(callback)
  ticker ??= setInterval(() => ticking.forEach((each) => each()), 1000)
  return () => {
    ticking.delete(callback)
    if (!ticking.size) ticker = clearInterval(ticker)
  }
}
