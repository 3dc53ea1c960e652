// The vault's API with the token of whoever is signed in. Failures are of one kind, with what the vault says (RFC 9457).

export class Problem extends Error {
  constructor(status, problem = {}) {
    super(problem.detail ?? problem.title ?? String(status))
    this.status = status
    this.reason = problem.reason ?? (status === 0 ? 'OFFLINE' : 'INTERNAL')
    this.errors = problem.errors ?? []
  }
}

export class Api {
  #session

  constructor(session) {
    this.#session = session
  }

  get = (path) => this.#call('GET', path)
  put = (path, body) => this.#call('PUT', path, body)
  post = (path, body) => this.#call('POST', path, body)
  delete = (path) => this.#call('DELETE', path)

  /** Every page of a list. */
  async all(path, name) {
    const found = []
    let cursor
    do {
      const page = await this.get(
        path + (path.includes('?') ? '&' : '?') + 'limit=200' + (cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''),
      )
      found.push(...page[name])
      cursor = page.next_cursor
    } while (cursor)
    return found
  }

  async #call(method, path, body) {
    let answer = await this.#send(method, path, body, await this.#session.token())
    if (answer.status === 401) {
      // Without leaving the page: a token that is refused for good would send people in circles.
      const fresh = await this.#session.renew(false)
      if (fresh) answer = await this.#send(method, path, body, fresh)
    }
    if (answer.status === 204) return undefined
    const told = await answer.json().catch(() => undefined)
    if (!answer.ok) throw new Problem(answer.status, told)
    return told
  }

  async #send(method, path, body, token) {
    try {
      return await fetch(path, {
        method,
        headers: { Authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
        body: body === undefined ? undefined : JSON.stringify(body),
        cache: 'no-store',
      })
    } catch {
      throw new Problem(0)
    }
  }
}
