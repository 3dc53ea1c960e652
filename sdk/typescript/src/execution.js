import {HeldConnection} from './held-connection.js'

/** App code that runs, and its two connections. */
export class Execution {
  #ending = new AbortController()
  #unfinished = new Set()

  constructor(client, {patience, hold}) {
    const finishing = promise => {
      this.#unfinished.add(promise)
      promise.finally(() => this.#unfinished.delete(promise))
    }
    const held = lookUp =>
      new HeldConnection({
        lookUp,
        report: rejected => client.reportRejected(rejected),
        patience,
        hold,
        finishing,
        signal: this.#ending.signal,
      })
    this.user = held(options => client.getUserConnection(options))
    this.workspace = held(options => client.getWorkspaceConnection(options))
  }

  get ended() {
    return this.#ending.signal.aborted
  }

  /** Whose connections a person had to be asked for, with the link to do it where there is one. */
  get authRequired() {
    return [
      {owner: 'user', ...this.user.authRequired},
      {owner: 'workspace', ...this.workspace.authRequired},
    ].filter(required => required.cause)
  }

  /** Both connections as they are; nobody is prompted. */
  async begin() {
    await Promise.all([this.user.resolve(), this.workspace.resolve()])
  }

  /** Whether what was asked of the vault has reached it; each call has a deadline. */
  async settled() {
    while (this.#unfinished.size > 0) await Promise.all(this.#unfinished)
  }

  end() {
    this.#ending.abort()
    this.user.end()
    this.workspace.end()
  }

  /** What the vault is to be told if the service answers 401 to a request that looks so; undefined when nothing. */
  rejectable(url, headers) {
    for (const held of [this.user, this.workspace]) {
      for (const [value, connection] of held.handedOut) {
        if (carries(url, headers, value)) return () => held.rejected(connection)
      }
    }
    return undefined
  }
}

/** As a header or a part of one (`Bearer …`, `key="…"`, Basic), or as a parameter of the address. Never a mere substring. */
function carries(url, headers, value) {
  return headers.some(header => header === value || words(header).includes(value)) || parameters(url).includes(value)
}

function words(header) {
  const basic = /^Basic ([A-Za-z0-9+/]+=*)$/i.exec(header)
  if (basic) return Buffer.from(basic[1], 'base64').toString().split(':')
  return header.split(/[\s,;]+/).flatMap(word => [word, word.replace(/^[^=]*="?([^"]*)"?$/, '$1')])
}

function parameters(url) {
  return URL.canParse(url) ? [...new URL(url).searchParams.values()] : []
}
