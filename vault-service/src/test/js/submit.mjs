// What a page does with a secret: asks the vault for a key, seals, and sends. Told what by the JSON file it is given.
import { readFileSync } from 'node:fs'
import { seal } from '../../../../console/src/main/resources/embed/seal.js'

const { vault, authorization, place, route, field, secret, body } = JSON.parse(
  readFileSync(process.argv[2], 'utf8'),
)
const headers = { Authorization: authorization, 'Content-Type': 'application/json' }

const asked = await fetch(`${vault}${place}/sealing-key`, { headers })
if (!asked.ok) {
  throw new Error(await asked.text())
}
const sent = JSON.stringify({ ...body, [`sealed_${field}`]: await seal(secret, await asked.json()) })
const answer = await fetch(`${vault}${place}${route}`, { method: 'PUT', headers, body: sent })

console.log(JSON.stringify({ status: answer.status, sent, answered: await answer.text() }))
