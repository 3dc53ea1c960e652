import {currentExecution} from './executions.js'

export function getUserConnection() {
  return currentExecution('getUserConnection').user.take()
}

export function getWorkspaceConnection() {
  return currentExecution('getWorkspaceConnection').workspace.take()
}
