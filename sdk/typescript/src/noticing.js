import diagnostics from 'node:diagnostics_channel'
import {executions} from './executions.js'
import {wentElsewhere} from './newer-value.js'

const NOTICING = Symbol.for('dev.grantkeeper.sdk.noticing.v1')

/** Has executions hear of each 401 that a service answers to a value they handed out. Once per process. */
export function noticeRejections() {
  if (globalThis[NOTICING]) return
  globalThis[NOTICING] = true
  globalThis.fetch = noticing(globalThis.fetch)
  noticeNodeHttp()
}

function noticing(original) {
  return async function fetch(input, init) {
    const execution = executions.getStore()
    if (!execution || execution.ended) return original(input, init)
    const url = input instanceof Request ? input.url : String(input)
    const tell = execution.rejectable(url, headersOf(input, init))
    const response = await original(input, init)
    if (tell && response.status === 401 && !wentElsewhere(response, url)) await tell()
    return response
  }
}

function headersOf(input, init) {
  const given = init?.headers ?? (input instanceof Request ? input.headers : undefined)
  if (given === undefined || given === null) return []
  // What can be read only once is left to fetch.
  if (given[Symbol.iterator]?.() === given) return []
  try {
    return [...new Headers(given).values()]
  } catch {
    return []
  }
}

/** Requests of node:http and node:https, and of the many libraries on top of them. */
function noticeNodeHttp() {
  const rejectables = new WeakMap()
  diagnostics.subscribe('http.client.request.start', ({request}) => {
    const execution = executions.getStore()
    if (!execution || execution.ended) return
    const headers = Object.values(request.getHeaders()).flat().map(String)
    const tell = execution.rejectable(`${request.protocol}//${request.host}${request.path}`, headers)
    if (tell) rejectables.set(request, tell)
  })
  diagnostics.subscribe('http.client.response.finish', ({request, response}) => {
    if (response.statusCode === 401) rejectables.get(request)?.()
  })
}
