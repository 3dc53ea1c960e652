// The vault's closed list of failures, one class for each reason, and what can only go wrong on this side.

export class GrantkeeperError extends Error {
  static {
    this.prototype.name = 'GrantkeeperError'
  }

  constructor(reason, message, options) {
    super(message, options)
    this.reason = reason
  }
}

export class AuthRequiredError extends GrantkeeperError {
  static {
    this.prototype.name = 'AuthRequiredError'
  }

  constructor(message, {cause, promptId, connectUrl, missingScopes = []} = {}) {
    super('AUTH_REQUIRED', message, {cause})
    this.promptId = promptId
    this.connectUrl = connectUrl
    this.missingScopes = missingScopes
  }
}

export class UnavailableError extends GrantkeeperError {
  static {
    this.prototype.name = 'UnavailableError'
  }

  constructor(message, {reason = 'UNAVAILABLE', retryAfter, cause} = {}) {
    super(reason, message, cause === undefined ? undefined : {cause})
    this.retryAfter = retryAfter
  }
}

export class InvalidRequestError extends GrantkeeperError {
  static {
    this.prototype.name = 'InvalidRequestError'
  }

  constructor(message, errors = []) {
    super('INVALID', message)
    this.errors = errors
  }
}

export class NoUserError extends GrantkeeperError {
  static {
    this.prototype.name = 'NoUserError'
  }
}

export class NotConfiguredError extends GrantkeeperError {
  static {
    this.prototype.name = 'NotConfiguredError'
  }
}

export class NotFoundError extends GrantkeeperError {
  static {
    this.prototype.name = 'NotFoundError'
  }
}

export class ProviderMisconfiguredError extends GrantkeeperError {
  static {
    this.prototype.name = 'ProviderMisconfiguredError'
  }
}

export class UnauthenticatedError extends GrantkeeperError {
  static {
    this.prototype.name = 'UnauthenticatedError'
  }
}

export class ForbiddenError extends GrantkeeperError {
  static {
    this.prototype.name = 'ForbiddenError'
  }
}

export class InternalError extends GrantkeeperError {
  static {
    this.prototype.name = 'InternalError'
  }
}

/** The synchronous calls have nothing to answer from outside of an execution, or after its end. */
export class NoExecutionError extends GrantkeeperError {
  static {
    this.prototype.name = 'NoExecutionError'
  }

  constructor(message) {
    super('NO_EXECUTION', message)
  }
}

const BY_REASON = {
  NO_USER: NoUserError,
  NOT_CONFIGURED: NotConfiguredError,
  NOT_FOUND: NotFoundError,
  PROVIDER_MISCONFIGURED: ProviderMisconfiguredError,
  UNAUTHENTICATED: UnauthenticatedError,
  FORBIDDEN: ForbiddenError,
  INTERNAL: InternalError,
}

/**
 * The error that a problem (RFC 9457) of the vault stands for.
 *
 * @param retryAfter in seconds, where the vault named a time
 */
export function errorOf(problem, retryAfter) {
  const {reason} = problem
  const message = problem.detail ?? problem.title ?? `The vault answered ${reason}.`
  switch (reason) {
    case 'AUTH_REQUIRED':
      return new AuthRequiredError(message, {
        cause: problem.cause,
        promptId: problem.prompt_id,
        connectUrl: problem.connect_url,
        missingScopes: problem.missing_scopes?.split(' '),
      })
    case 'RENEWING':
    case 'UNAVAILABLE':
      return new UnavailableError(message, {reason, retryAfter})
    case 'INVALID':
      return new InvalidRequestError(message, problem.errors)
    default:
      return new (BY_REASON[reason] ?? GrantkeeperError)(reason, message)
  }
}

/** The same failure with the stack of whoever is told of it now. */
export function again(failure) {
  if (failure instanceof AuthRequiredError) return new AuthRequiredError(failure.message, failure)
  if (failure instanceof UnavailableError) return new UnavailableError(failure.message, failure)
  if (failure instanceof InvalidRequestError) return new InvalidRequestError(failure.message, failure.errors)
  return new failure.constructor(failure.reason, failure.message)
}
