// oidc-provider on loopback with one client, rotation, and what an onlooker may ask: it keeps everything in memory.
// Told by environment variables; says "ready" once it listens.
import {createHash} from 'node:crypto'
import {createServer} from 'node:http'
import Provider from 'oidc-provider'

const {PORT, CLIENT_ID, CLIENT_SECRET, REDIRECT_URI, ACCESS_SECONDS, ONLOOKER} = process.env
const issuer = `http://127.0.0.1:${PORT}`

// The adapter that comes along keeps 1,000 entries and forgets the rest.
const entries = new Map()
class Memory {
  constructor(model) {
    this.model = model
  }
  key(id) {
    return `${this.model}:${id}`
  }
  find(id) {
    const entry = entries.get(this.key(id))
    return Promise.resolve(entry && entry.until > Date.now() ? entry.payload : undefined)
  }
  async upsert(id, payload, expiresIn) {
    entries.set(this.key(id), {payload, until: expiresIn ? Date.now() + expiresIn * 1000 : Infinity})
  }
  async consume(id) {
    entries.get(this.key(id)).payload.consumed = Math.floor(Date.now() / 1000)
  }
  async destroy(id) {
    entries.delete(this.key(id))
  }
  async revokeByGrantId(grantId) {
    this.drop(payload => payload.grantId === grantId)
  }
  findByUid(uid) {
    return this.first(payload => payload.uid === uid)
  }
  findByUserCode(userCode) {
    return this.first(payload => payload.userCode === userCode)
  }
  first(wanted) {
    const found = [...entries].find(([key, {payload}]) => key.startsWith(`${this.model}:`) && wanted(payload))
    return this.find(found?.[1].payload.jti)
  }
  drop(wanted) {
    for (const [key, {payload}] of entries) {
      if (key.startsWith(`${this.model}:`) && wanted(payload)) entries.delete(key)
    }
  }
}

const provider = new Provider(issuer, {
  adapter: Memory,
  clients: [{
    client_id: CLIENT_ID,
    client_secret: CLIENT_SECRET,
    redirect_uris: [REDIRECT_URI],
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    response_types: ['code'],
  }],
  // Fifteen seconds unless stated: tokens that live twelve would be good for twenty-seven.
  clockTolerance: 0,
  ttl: {
    AccessToken: Number(ACCESS_SECONDS), ClientCredentials: Number(ACCESS_SECONDS),
    RefreshToken: 86400, Grant: 86400, Session: 86400, IdToken: 3600,
  },
  rotateRefreshToken: true,
  issueRefreshToken: async (ctx, client) => client.grantTypeAllowed('refresh_token'),
  findAccount: async (ctx, id) => ({accountId: id, claims: async () => ({sub: id})}),
  features: {
    clientCredentials: {enabled: true},
    devInteractions: {enabled: true},
    introspection: {enabled: true},
    revocation: {enabled: true},
  },
})

const refreshes = []
provider.use(async (ctx, next) => {
  await next()
  const {grant_type: grantType, refresh_token: token} = ctx.oidc?.params ?? {}
  if (ctx.oidc?.route === 'token' && grantType === 'refresh_token') {
    refreshes.push({token: createHash('sha256').update(token).digest('hex'), status: ctx.status})
  }
})

// As if the person had removed the app in their settings.
function endGrantsOf(account) {
  const grants = [...entries].filter(([key, {payload}]) => key.startsWith('Grant:') && payload.accountId === account)
  for (const [key, {payload}] of grants) {
    entries.delete(key)
    for (const model of ['AccessToken', 'RefreshToken']) new Memory(model).drop(token => token.grantId === payload.jti)
  }
  return grants.length
}

const serve = provider.callback()
createServer((request, response) => {
  const {pathname} = new URL(request.url, issuer)
  if (!pathname.startsWith('/onlooker/')) {
    serve(request, response)
  } else if (request.headers.authorization !== `Bearer ${ONLOOKER}`) {
    response.writeHead(401).end()
  } else {
    const body = request.method === 'POST' ? {ended: endGrantsOf(pathname.split('/').pop())} : {refreshes}
    response.writeHead(200, {'content-type': 'application/json'}).end(JSON.stringify(body))
  }
}).listen(Number(PORT), '127.0.0.1', () => console.log('ready'))
