// Compiled, never run: what the declarations say, and what they refuse.
import {AuthRequiredError, createClient, GrantkeeperError, UnavailableError} from '@grantkeeper/sdk'
import type {Client, Connection, PromptReason, RejectionAnswer} from '@grantkeeper/sdk'
import {runExecution} from '@grantkeeper/sdk/runtime'
import type {ExecutionResult} from '@grantkeeper/sdk/runtime'
import {getUserConnection, getWorkspaceConnection, reportRejected} from '@grantkeeper/sdk/server'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
function same<A, B>(..._: Same<A, B> extends true ? [] : [never]): void {}

const client: Client = createClient({vault: new URL('https://vault.example.com'), token: async () => 'token'})
createClient({vault: 'https://vault.example.com', token: 'token', deadline: 500, fetch, allowHttp: false})
// @ts-expect-error a token is needed
createClient({vault: 'https://vault.example.com'})
// @ts-expect-error not a token
createClient({vault: 'https://vault.example.com', token: () => 7})

const connection = await client.getUserConnection({
  minTtl: 60,
  requiredScopes: ['sequences.write'] as const,
  prompt: false,
  deadline: 1_000,
  signal: AbortSignal.timeout(5),
})
same<typeof connection, Connection>()
same<typeof connection.value, string>()
same<typeof connection.expiresAt, Date | undefined>()
same<typeof connection.ownedBy.type, 'user' | 'workspace'>()
same<typeof connection.createdBy.type, 'user' | 'app'>()
same<typeof connection.type, 'secret' | 'oauth2'>()
// @ts-expect-error the vault writes it
connection.value = 'another'
// @ts-expect-error the vault writes it
connection.scopes.push('more')
// @ts-expect-error unknown option
await client.getWorkspaceConnection({minTTL: 60})

const answer = await client.reportRejected(connection)
same<typeof answer, RejectionAnswer>()
// @ts-expect-error both are needed
await client.reportRejected({id: connection.id})

const asUser = client.fetchAs('user')
same<typeof asUser, typeof fetch>()
// @ts-expect-error no such owner
client.fetchAs('app')

try {
  getUserConnection()
} catch (error) {
  if (error instanceof AuthRequiredError) {
    same<typeof error.cause, PromptReason>()
    same<typeof error.connectUrl, string | undefined>()
    same<typeof error.promptId, string | undefined>()
  } else if (error instanceof UnavailableError) {
    same<typeof error.retryAfter, number | undefined>()
    same<typeof error.reason, 'UNAVAILABLE' | 'RENEWING'>()
  } else if (error instanceof GrantkeeperError && error.reason === 'NO_EXECUTION') {
    throw error
  }
}
same<ReturnType<typeof getUserConnection>, Connection>()
same<ReturnType<typeof getWorkspaceConnection>, Connection>()
// @ts-expect-error the platform says who it is
getUserConnection('ada')

same<ReturnType<typeof reportRejected>, Promise<void>>()
await reportRejected(getUserConnection())

const result = await runExecution({vault: 'https://vault.example.com', token: 'token', hold: 500}, async () => 7)
same<typeof result, ExecutionResult<number>>()
if (result.ok) {
  same<typeof result.value, number>()
} else {
  same<typeof result.error, unknown>()
}
same<(typeof result.authRequired)[number]['owner'], 'user' | 'workspace'>()
// @ts-expect-error only what completed has a value
void result.value
