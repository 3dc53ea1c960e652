// You will need to call the correct function based on the connection type
// you've enabled
import {getUserConnection, getWorkspaceConnection} from "attio/server"

export default async function addToSequence({
  email,
  sequenceId,
  mailboxId,
}: {
  email: string
  sequenceId: number
  mailboxId: number
}): Promise<Record<string, string>> {
  const response = await fetch(
    `https://emailsequencingtool.com/api/v1/sequences`,
    {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        // We use a user connection rather than a hardcoded API key
        "Authorization": `Bearer ${getUserConnection().value}`,
      },
      body: JSON.stringify({email, sequenceId, mailboxId}),
    },
  )

  if (!response.ok) {
    throw new Error(
      `Failed to add prospect to sequence: ${await response.text()}`,
    )
  }

  // In production apps, using a tool like Zod to parse the response offers
  // better type safety and error handling than the type cast shown here
  const body = await response.json() as {data: Record<string, string>}

  return body.data
}
