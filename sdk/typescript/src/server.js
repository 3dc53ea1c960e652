import {currentExecution} from './executions.js'

export function getUserConnection() {
  return currentExecution('getUserConnection').user.take()
}

export function getWorkspaceConnection() {
  return currentExecution('getWorkspaceConnection').workspace.take()
}

export async function reportRejected(connection) {
  await currentExecution('reportRejected')[connection.ownedBy.type].rejected(connection)
}
