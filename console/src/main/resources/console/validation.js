// What can be said of a definition's form while it is being filled in. The vault has the last word. Pure.
import { words } from './strings.js'

const say = words.apps.faults
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

export const scopesOf = (text) => text.split(/\s+/).filter(Boolean)

export function urlFault(text, required) {
  if (!text) return required ? say.required : ''
  try {
    const url = new URL(text)
    const secure = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.includes(url.hostname))
    return secure && !url.hash && !url.username ? '' : say.url
  } catch {
    return say.url
  }
}

export function scopesFault(text, others = []) {
  const scopes = scopesOf(text)
  const twice = scopes.find((scope, i) => scopes.indexOf(scope) < i)
  if (twice) return say.twice(twice)
  const both = scopes.find((scope) => others.includes(scope))
  return both ? say.both(both) : ''
}

export function jsonFault(text) {
  if (!text.trim()) return ''
  try {
    const value = JSON.parse(text)
    return value && typeof value === 'object' && !Array.isArray(value) ? '' : say.json
  } catch {
    return say.json
  }
}

export function inputFault(input, value) {
  if (!value) return say.required
  try {
    return new RegExp(`^(?:${input.pattern})$`).test(value) ? '' : say.pattern(input.example)
  } catch {
    return ''
  }
}

/** Settings with a field of their own in the form; what else a definition has stays in the JSON below. */
export const FIELDS = [
  'grant',
  'issuer',
  'authorization_url',
  'token_url',
  'revocation_url',
  'client_authentication',
  'pkce',
  'scopes',
  'optional_scopes',
  'rotation',
]

/** What the form starts with. */
export function draftOf(definition) {
  const settings = definition?.settings ?? {}
  const other = Object.fromEntries(Object.entries(settings).filter(([name]) => !FIELDS.includes(name)))
  return {
    type: definition?.type ?? 'off',
    way: definition?.type === 'oauth2' ? 'custom' : 'template',
    name: definition?.name ?? '',
    template: undefined,
    inputs: {},
    ask: [],
    from: definition?.type === 'oauth2' ? 'urls' : 'issuer',
    grant: settings.grant ?? 'authorization_code',
    issuer: settings.issuer ?? '',
    authorization_url: settings.authorization_url ?? '',
    token_url: settings.token_url ?? '',
    revocation_url: settings.revocation_url ?? '',
    client_authentication: settings.client_authentication ?? 'post',
    pkce: settings.pkce ?? true,
    rotation: settings.rotation ?? 'undeclared',
    scopes: (settings.scopes ?? []).join('\n'),
    optional_scopes: (settings.optional_scopes ?? []).join('\n'),
    other: Object.keys(other).length ? JSON.stringify(other, null, 2) : '',
    client_id: definition?.client_id ?? '',
    confirmed: Boolean(definition),
  }
}

/** The faults of a draft, by the names the vault gives its fields. `secret`: whether one is stored or typed. */
export function faultsOf(draft, secret) {
  const faults = {}
  const put = (field, fault) => fault && (faults[field] = fault)
  put('name', draft.name.length > 80 ? say.long(80) : '')
  if (draft.type !== 'oauth2') return faults
  const template = draft.way === 'template' ? draft.template : undefined
  if (draft.way === 'template') {
    put('template', template ? '' : say.template)
    for (const input of template?.inputs ?? []) {
      if (!draft.ask.includes(input.name))
        put(`inputs.${input.name}`, inputFault(input, draft.inputs[input.name] ?? input.default_value ?? ''))
    }
  } else {
    const alone = draft.grant === 'client_credentials'
    put('settings.issuer', urlFault(draft.issuer, draft.from === 'issuer'))
    if (draft.from === 'urls') {
      put('settings.authorization_url', urlFault(draft.authorization_url, !alone))
      put('settings.token_url', urlFault(draft.token_url, true))
      put('settings.revocation_url', urlFault(draft.revocation_url, false))
    }
    put('settings', jsonFault(draft.other))
  }
  put('settings.scopes', scopesFault(draft.scopes))
  put('settings.optional_scopes', scopesFault(draft.optional_scopes, scopesOf(draft.scopes)))
  const alone = (template?.settings.grant ?? draft.grant) === 'client_credentials'
  put('client_id', draft.client_id.trim() || alone ? '' : say.required)
  const unneeded = authenticationOf(draft) === 'none' || (alone && !draft.client_id.trim())
  put('client_secret', secret || unneeded ? '' : say.required)
  put('confirmed', draft.confirmed || alone ? '' : say.confirm)
  return faults
}

export const authenticationOf = (draft) =>
  draft.way === 'template' ? (draft.template?.settings.client_authentication ?? 'post') : draft.client_authentication

/** The body of `PUT /v1/definitions/{owner}`, but for the secret. */
export function bodyOf(draft) {
  const name = draft.name.trim() ? { name: draft.name.trim() } : {}
  if (draft.type === 'secret') return { type: 'secret', ...name }
  const scopes = {
    scopes: scopesOf(draft.scopes),
    ...(draft.optional_scopes.trim() ? { optional_scopes: scopesOf(draft.optional_scopes) } : {}),
  }
  const client = draft.client_id.trim() ? { client_id: draft.client_id.trim() } : {}
  if (draft.way === 'template') {
    const { template, ask } = draft
    const said = template.inputs
      .filter((input) => !ask.includes(input.name))
      .map((input) => [input.name, draft.inputs[input.name] ?? input.default_value ?? ''])
    return {
      type: 'oauth2',
      ...name,
      template: template.id,
      ...(said.length ? { inputs: Object.fromEntries(said) } : {}),
      ...(ask.length ? { ask } : {}),
      settings: scopes,
      ...client,
    }
  }
  const urls = Object.fromEntries(
    ['authorization_url', 'token_url', 'revocation_url']
      .filter((field) => draft.from === 'urls' && draft[field].trim())
      .map((field) => [field, draft[field].trim()]),
  )
  return {
    type: 'oauth2',
    ...name,
    settings: {
      ...(draft.other.trim() ? JSON.parse(draft.other) : {}),
      ...urls,
      ...(draft.issuer.trim() ? { issuer: draft.issuer.trim() } : {}),
      grant: draft.grant,
      client_authentication: draft.client_authentication,
      pkce: draft.pkce,
      rotation: draft.rotation,
      ...scopes,
    },
    ...client,
  }
}

/** Templates that have every word of the query, those whose name begins with it first. */
export function matching(templates, query) {
  const wanted = query.trim().toLowerCase().split(/\s+/).filter(Boolean)
  const first = (template) => (wanted.length && template.name.toLowerCase().startsWith(wanted[0]) ? 0 : 1)
  return templates
    .filter(({ name, id, category }) => wanted.every((word) => `${name} ${id} ${category}`.toLowerCase().includes(word)))
    .sort((a, b) => first(a) - first(b) || a.name.localeCompare(b.name))
}
