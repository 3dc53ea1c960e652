import type {Connection} from './connection.js'

export {Connection} from './connection.js'
export type {Creator, Owner} from './connection.js'
export {
  AuthRequiredError,
  ForbiddenError,
  GrantkeeperError,
  InternalError,
  InvalidRequestError,
  NoExecutionError,
  NoUserError,
  NotConfiguredError,
  NotFoundError,
  ProviderMisconfiguredError,
  UnauthenticatedError,
  UnavailableError,
} from './errors.js'
export type {PromptReason, Reason} from './errors.js'

export interface ClientOptions {
  /** The vault's address. Has to be https, except on this machine. */
  vault: string | URL
  /** An execution token, or a function that returns one that is good now; it is called for every request. */
  token: string | (() => string | Promise<string>)
  /** Milliseconds that a call may take, with all that it repeats; 10 000 unless said. */
  deadline?: number
  /** In place of the global fetch. */
  fetch?: typeof globalThis.fetch
  /** Lets tokens and values travel over plain http, for instance where a mesh encrypts. */
  allowHttp?: boolean
}

export interface CallOptions {
  /** Milliseconds that this call may take, with all that it repeats. */
  deadline?: number
  /** Ends the call; it then rejects with the signal's reason. */
  signal?: AbortSignal
}

export interface LookupOptions extends CallOptions {
  /** Seconds that the value must still live; 30 unless said. At most a quarter of the token's lifetime counts. */
  minTtl?: number
  /** Scopes that the value must have been granted; each of them offered by the app's definition. */
  requiredScopes?: readonly string[]
  /** False asks without prompting anyone. */
  prompt?: boolean
}

/** What a lookup returned, to be reported. */
export interface Rejected {
  readonly id: string
  readonly generation: number
}

export interface RejectionAnswer {
  /** The newest there is. */
  readonly generation: number
  /**
   * `newer_value`: look it up again. `renewing`: a renewal was started, or runs already. `prompted`: it takes a person, who
   * has been prompted. `limited`: it was renewed on report too often lately.
   */
  readonly action: 'newer_value' | 'renewing' | 'prompted' | 'limited'
}

export interface Client {
  /** The connection of the user who triggered the execution. Rejects with a GrantkeeperError; never resolves to nothing. */
  getUserConnection(options?: LookupOptions): Promise<Connection>
  /** The connection that the whole workspace shares. Rejects with a GrantkeeperError; never resolves to nothing. */
  getWorkspaceConnection(options?: LookupOptions): Promise<Connection>
  /** The external service answered 401 to this generation of the value. */
  reportRejected(connection: Rejected, options?: CallOptions): Promise<RejectionAnswer>
  /**
   * A fetch that sends the value as bearer token. A 401 it reports once, and repeats the request with the newer value if
   * there comes one; a request whose body is a stream is not repeated.
   */
  fetchAs(owner: 'user' | 'workspace', options?: LookupOptions): typeof globalThis.fetch
}

export declare function createClient(options: ClientOptions): Client
