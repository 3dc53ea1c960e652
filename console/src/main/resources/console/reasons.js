// Why somebody has to authenticate, in a sentence. Pure.
import { words } from './strings.js'
import { appName } from './names.js'
import { day } from './times.js'

/**
 * `{why, then}` for a prompt.
 *
 * @param offer what is known of the connection, with the provider's `name` and how one connects; may be missing
 */
export function reason(prompt, offer, now, zone) {
  const provider = offer?.name
  const tell = words.reasons[prompt.reason] ?? words.reasons.expired
  const [why, then] = tell({
    app: appName(prompt.app),
    provider: provider ?? words.theProvider,
    Provider: provider ?? words.TheProvider,
    account: provider ? words.account(provider) : words.accountOfYours,
    secret: offer?.connect === 'secret',
    day: day(Date.parse(prompt.opened_at), now, zone, words.time),
  })
  return { why: prompt.owner.type === 'workspace' ? words.workspaceReason(why) : why, then }
}

/** What the button of a prompt says. */
export function promptAction(prompt, offer) {
  const { action } = words.needs
  if (offer?.connect === 'secret') return action.secret
  if (offer?.connect === 'client') return action.client
  return prompt.reason === 'never_connected' ? action.connect : action.reconnect
}

/** The prompts to show now, oldest first: hidden ones are not, nor those that sleep. */
export function shown(prompts, now) {
  return prompts
    .filter((prompt) => !prompt.dismissed && !(prompt.snoozed_until && Date.parse(prompt.snoozed_until) > now))
    .sort((a, b) => a.opened_at.localeCompare(b.opened_at))
}

/** When the next one wakes, in milliseconds since 1970; nothing where none sleeps. */
export function wakesAt(prompts, now) {
  const times = prompts
    .filter((prompt) => prompt.snoozed_until && !prompt.dismissed)
    .map((prompt) => Date.parse(prompt.snoozed_until))
    .filter((at) => at > now)
  return times.length ? Math.min(...times) : undefined
}

/** The end of a snooze: in an hour, at eight tomorrow where the reader is, in a week. */
export function snoozeEnd(choice, now) {
  const end = new Date(now)
  if (choice === 'hour') return new Date(now + 3600000)
  if (choice === 'week') return new Date(now + 7 * 86400000)
  end.setDate(end.getDate() + 1)
  end.setHours(8, 0, 0, 0)
  return end
}
