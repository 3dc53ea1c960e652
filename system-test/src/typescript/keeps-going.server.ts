// App code that takes longer than a token lives.
import {getUserConnection} from "attio/server"

export default async function keepsGoing({
  seconds,
}: {
  seconds: number
}): Promise<number> {
  const values = new Set<string>()
  const end = Date.now() + seconds * 1000
  while (Date.now() < end) {
    const {value} = getUserConnection()
    values.add(value)
    const response = await fetch(
      "https://emailsequencingtool.com/api/v1/sequences",
      {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          "Authorization": `Bearer ${value}`,
        },
        body: JSON.stringify({
          email: "grace@example.com",
          sequenceId: 7,
          mailboxId: 11,
        }),
      },
    )
    if (!response.ok) {
      throw new Error(`value ${values.size}: ${response.status}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  return values.size
}
