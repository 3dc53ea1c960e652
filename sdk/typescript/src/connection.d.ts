export interface Owner {
  readonly type: 'user' | 'workspace'
  readonly id: string
}

export interface Creator {
  /** A user, or the app itself where its own client is all that it takes. */
  readonly type: 'user' | 'app'
  readonly id: string
}

/** A connection and a value that works. Only `.value` shows the value: logs and JSON of the object have none. */
export declare class Connection {
  private constructor()
  readonly id: string
  /** A secret, or an OAuth 2.0 access token. Never empty. */
  get value(): string
  readonly type: 'secret' | 'oauth2'
  readonly ownedBy: Owner
  readonly createdBy: Creator
  /** Undefined for a value that does not expire. */
  readonly expiresAt: Date | undefined
  /** What the provider granted. Empty for a secret. */
  readonly scopes: readonly string[]
  /** Counts the writes of the value. */
  readonly generation: number
  /** What is known of the account at the provider, such as its subdomain. No secret. */
  readonly metadata: Readonly<Record<string, string>>
  /** Without the value. */
  toJSON(): Record<string, unknown>
  /** Without the value. */
  toString(): string
}
