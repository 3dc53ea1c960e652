// App code that hides what it is told.
import {getWorkspaceConnection} from "attio/server"

export default async function swallowsErrors(): Promise<string> {
  try {
    return getWorkspaceConnection().value
  } catch {
    return "nothing happened"
  }
}
