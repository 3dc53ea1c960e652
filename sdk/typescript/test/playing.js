// Real HTTP servers on loopback that answer as they are told, and remember what they were asked.
import {createServer} from 'node:http'
import {once} from 'node:events'

/** A server whose answers `answer(request)` gives: `{status, headers, json, text}`, or nothing to leave it open. */
export async function serve(t, answer) {
  const asked = []
  const server = createServer(async (incoming, outgoing) => {
    let body = ''
    for await (const chunk of incoming) body += chunk
    const url = new URL(incoming.url, 'http://here')
    const request = {
      method: incoming.method,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: incoming.headers,
      body,
    }
    asked.push(request)
    const said = await answer(request, asked)
    if (!said) return
    const {status = 200, headers = {}, json, text = ''} = said
    outgoing.writeHead(status, {...(json && {'content-type': 'application/json'}), ...headers})
    outgoing.end(json ? JSON.stringify(json) : text)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    return new Promise(resolve => server.close(resolve))
  })
  return {url: `http://127.0.0.1:${server.address().port}`, asked, server}
}

/**
 * A vault whose state the test changes: `user` and `workspace` are connections as the API writes them, or problems.
 * A problem is prompted for when the lookup says so.
 */
export async function playVault(t, state = {}) {
  const vault = {user: problem('NOT_CONFIGURED', 404), workspace: problem('NOT_CONFIGURED', 404), rejections: [], ...state}
  const server = await serve(t, async request => {
    if (request.path === '/v1/lookup/rejections') {
      const rejection = JSON.parse(request.body)
      vault.rejections.push(rejection)
      return vault.onRejection(rejection)
    }
    const owner = /^\/v1\/lookup\/(user|workspace)-connection$/.exec(request.path)?.[1]
    const held = typeof vault[owner] === 'function' ? await vault[owner](request) : vault[owner]
    if (!held?.json?.reason) return held && (held.json || held.status ? held : {json: held})
    return request.query.prompt === 'false' ? held : {...held, json: {...held.json, ...held.prompted}}
  })
  return Object.assign(vault, {url: server.url, asked: server.asked})
}

export function connection(changes = {}) {
  return {
    id: '3f0c5d52-8a61-4b0e-9a53-5f6f1f9d2c11',
    value: 'value-1',
    type: 'oauth2',
    owned_by: {type: 'user', id: 'ada'},
    created_by: {type: 'user', id: 'ada'},
    expires_at: new Date(Date.now() + 3_600_000).toISOString(),
    scopes: ['sequences.write'],
    generation: 1,
    metadata: {subdomain: 'acme'},
    ...changes,
  }
}

export function problem(reason, status, more = {}, headers = {}) {
  return {
    status,
    headers: {'content-type': 'application/problem+json', ...headers},
    json: {
      type: `https://grantkeeper.dev/problems/${reason.toLowerCase().replace('_', '-')}`,
      title: `The title of ${reason}.`,
      status,
      detail: `The detail of ${reason}.`,
      reason,
      ...more,
    },
  }
}

/** AUTH_REQUIRED; the link comes with lookups that prompt. */
export function authRequired(cause = 'never_connected', id = '8a0e2f0e-52f3-4f4e-b7a7-0c4b6d3d7a0f') {
  return {
    ...problem('AUTH_REQUIRED', 424, {cause}),
    prompted: {prompt_id: id, connect_url: `https://vault.example.com/connect/${id}`},
  }
}

/** How often the vault was asked for this owner's connection, with or without prompting. */
export function lookups(vault, owner, prompt) {
  return vault.asked.filter(({path, query}) => path.endsWith(`/${owner}-connection`) && query.prompt === String(prompt)).length
}

/** What may be said `times` times, and something else from then on. */
export function first(times, early, late) {
  let said = 0
  return () => (said++ < times ? early : late)
}
