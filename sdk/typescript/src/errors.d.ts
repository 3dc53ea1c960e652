/** Why a person must authenticate. The vault may add to these. */
export type PromptReason =
  | 'never_connected'
  | 'grant_revoked'
  | 'scopes_missing'
  | 'outcome_unknown'
  | 'expires_soon'
  | 'expired'
  | 'rejected_by_service'
  | 'settings_changed'

/** The closed list of failures. `NO_EXECUTION` is this package's own, the others are the vault's. */
export type Reason =
  | 'AUTH_REQUIRED'
  | 'NO_USER'
  | 'PROVIDER_MISCONFIGURED'
  | 'RENEWING'
  | 'UNAVAILABLE'
  | 'NOT_CONFIGURED'
  | 'NOT_FOUND'
  | 'INVALID'
  | 'CONFLICT'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'INTERNAL'
  | 'NO_EXECUTION'

/** What every failure has. Where two copies of this package meet, `reason` tells failures apart and `instanceof` may not. */
export declare class GrantkeeperError extends Error {
  protected constructor()
  readonly reason: Reason
}

/** A person has to connect an account first. They have been prompted, unless the call said `prompt: false`. */
export declare class AuthRequiredError extends GrantkeeperError {
  private constructor()
  readonly reason: 'AUTH_REQUIRED'
  readonly cause: PromptReason
  /** Undefined while nobody has been prompted. */
  readonly promptId: string | undefined
  /** Where the person goes to do it. Undefined while nobody has been prompted. */
  readonly connectUrl: string | undefined
  /** Which of the required scopes were not granted. */
  readonly missingScopes: readonly string[]
}

/** The value is being renewed, or the vault cannot be reached: worth trying again later. */
export declare class UnavailableError extends GrantkeeperError {
  private constructor()
  readonly reason: 'UNAVAILABLE' | 'RENEWING'
  /** Seconds to wait before asking again, where the vault named a time. */
  readonly retryAfter: number | undefined
}

/** A user's connection was asked for in an execution that no user triggered. */
export declare class NoUserError extends GrantkeeperError {
  private constructor()
  readonly reason: 'NO_USER'
}

/** The app defines no such connection. */
export declare class NotConfiguredError extends GrantkeeperError {
  private constructor()
  readonly reason: 'NOT_CONFIGURED'
}

/** There is no such connection that the token may see. */
export declare class NotFoundError extends GrantkeeperError {
  private constructor()
  readonly reason: 'NOT_FOUND'
}

/** The provider refuses the app's client; the app's developer has to correct its definition. */
export declare class ProviderMisconfiguredError extends GrantkeeperError {
  private constructor()
  readonly reason: 'PROVIDER_MISCONFIGURED'
}

/** An option is wrong. */
export declare class InvalidRequestError extends GrantkeeperError {
  private constructor()
  readonly reason: 'INVALID'
  readonly errors: readonly {readonly field: string; readonly message: string}[]
}

/** The execution token is missing, over, or not accepted. */
export declare class UnauthenticatedError extends GrantkeeperError {
  private constructor()
  readonly reason: 'UNAUTHENTICATED'
}

/** The token is good, and does not entitle to this. */
export declare class ForbiddenError extends GrantkeeperError {
  private constructor()
  readonly reason: 'FORBIDDEN'
}

/** The vault failed, or it is no vault that answers. */
export declare class InternalError extends GrantkeeperError {
  private constructor()
  readonly reason: 'INTERNAL'
}

/** A synchronous call from outside of an execution, or after its end. */
export declare class NoExecutionError extends GrantkeeperError {
  private constructor()
  readonly reason: 'NO_EXECUTION'
}
