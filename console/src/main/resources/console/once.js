// What is asked for once. A failure is remembered: whoever renders would else ask again with every render. Pure.

export class Once {
  #ask
  #changed
  #asking
  value
  fault

  constructor(ask, changed) {
    this.#ask = ask
    this.#changed = changed
  }

  /** Harmless while it is asked for, and after it was answered or failed. */
  want() {
    if (this.value === undefined && this.fault === undefined) return this.again()
  }

  again() {
    this.#asking ??= this.#run().finally(() => (this.#asking = undefined))
    return this.#asking
  }

  async #run() {
    try {
      this.value = await this.#ask()
      this.fault = undefined
    } catch (fault) {
      this.fault = fault
    }
    this.#changed()
  }
}
