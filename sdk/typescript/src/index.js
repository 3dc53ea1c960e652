import {Client} from './client.js'

export function createClient(options) {
  return new Client(options)
}

export {Connection} from './connection.js'
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
