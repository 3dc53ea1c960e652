// What a scope lets an app do, in plain words. Providers invent scopes freely: what cannot be told stays as it is written. Pure.

const KNOWN = {
  openid: 'Know who you are',
  profile: 'See your name and picture',
  email: 'See your email address',
  address: 'See your postal address',
  phone: 'See your phone number',
  offline_access: 'Stay connected while you are away',
  'offline.access': 'Stay connected while you are away',
  refresh_token: 'Stay connected while you are away',
  oauth: 'Use the basic account data',
}

const SEE = ['read', 'readonly', 'view', 'list', 'get', 'r', 'basic']
const CHANGE = ['write', 'readwrite', 'edit', 'update', 'modify', 'w', 'rw', 'manage', 'admin', 'full', 'control', 'all']
const VERBS = {
  send: 'Send',
  create: 'Create',
  delete: 'Delete',
  post: 'Post',
  publish: 'Publish',
  upload: 'Upload',
  import: 'Import',
  export: 'Export',
}
// Words that say whose or which part of the API, not what.
const NOISE = ['api', 'v1', 'v2', 'v3', 'auth', 'scope', 'oauth2', 'objects', 'crm', 'default', 'access', 'me']

export function scopeWords(scope) {
  const known = KNOWN[scope.toLowerCase()]
  if (known) return known
  const parts = scope
    .replace(/^https?:\/\/[^/]+\//, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[\s.:/_-]+/)
    .filter(Boolean)
  const verb = parts.find((part) => VERBS[part])
  const change = parts.some((part) => CHANGE.includes(part))
  const see = parts.some((part) => SEE.includes(part))
  const things = parts.filter((part) => !VERBS[part] && !CHANGE.includes(part) && !SEE.includes(part) && !NOISE.includes(part))
  if (!things.length || (!verb && !change && !see)) return scope
  const thing = things.join(' ')
  if (verb) return `${VERBS[verb]} ${thing}`
  if (change) return `See and change ${thing}`
  return `See ${thing}`
}
