// What a connection's state is called, from what the API says of it. Pure.

const OVERDUE = 2 * 60 * 1000
const MOST_DAYS = 8

/** A person's key for a connection: one per app and kind of owner. */
export const keyOf = (it) => `${it.app}.${it.owner.type ?? it.owner}`

/** A word of `words.connections.status`, and the tone of its dot. */
export function statusOf(connection, { now, admin, lastResult }) {
  const shared = connection.owner.type === 'workspace'
  const mine = !shared || admin
  if (connection.status === 'disconnected') return { word: 'disconnected', tone: 'none' }
  if (connection.status === 'auth_required') return { word: mine ? 'needs_you' : 'needs_admin', tone: 'warn' }
  if (lastResult === 'misconfigured') return { word: 'misconfigured', tone: 'bad' }
  const over = connection.expires_at && Date.parse(connection.expires_at) <= now
  const due = connection.next_renewal_at && Date.parse(connection.next_renewal_at) <= now
  if ((over && connection.renewable !== false) || due) return { word: 'renewing', tone: 'busy' }
  if (over) return { word: mine ? 'needs_you' : 'needs_admin', tone: 'warn' }
  return { word: 'connected', tone: 'good' }
}

/** Whether more people than the one who connects it anew would lose what works. */
export const isOthersToo = (connection) => connection?.owner.type === 'workspace' && connection.status === 'connected'

/** Whether a renewal takes so long that its last result is worth a question. */
export function overdue(connection, now) {
  return (
    connection.status === 'connected' &&
    Boolean(connection.next_renewal_at) &&
    now - Date.parse(connection.next_renewal_at) > OVERDUE
  )
}

/** A connection as it is after an event of the stream, before it was asked for again. */
export function after(connection, event) {
  if (event.generation < connection.generation) return connection
  const changed = { ...connection, generation: event.generation }
  if (event.change === 'renewed')
    return {
      ...changed,
      status: 'connected',
      renewed_at: event.at,
      reason: undefined,
      next_renewal_at: undefined,
      expires_at: undefined,
    }
  if (event.change === 'connected') return { ...changed, status: 'connected', reason: undefined }
  if (event.change === 'disconnected') return { ...changed, status: 'disconnected', reason: undefined }
  if (event.change === 'failed') return { ...changed, status: 'auth_required' }
  return changed
}

const GOOD = ['renewed', 'late']

/** Whether a renewal's result is good, bad, or not there yet. */
export function toneOf(result) {
  if (GOOD.includes(result)) return result === 'late' ? 'late' : 'good'
  return result === 'pending' ? 'busy' : 'bad'
}

const midnight = (at) => new Date(at).setHours(0, 0, 0, 0)

/**
 * How many days up to today these renewals tell of, at least this one: the vault remembers them for eight. The first day of as
 * many as were asked for may have had more.
 *
 * @param renewals newest first
 */
export function daysOf(renewals, now, asked) {
  const back = (renewal) => Math.round((midnight(now) - midnight(Date.parse(renewal.at))) / 86400000)
  const first = renewals.length ? back(renewals.at(-1)) : 0
  const days = renewals.length < asked ? first + 1 : first
  return Math.max(1, Math.min(MOST_DAYS, days))
}

/** Renewals by day of the reader, oldest first, days without one included: `{at, good, bad}`. */
export function perDay(renewals, now, days) {
  const start = new Date(now)
  start.setHours(0, 0, 0, 0)
  const bars = []
  for (let back = days - 1; back >= 0; back--) {
    const at = new Date(start)
    at.setDate(at.getDate() - back)
    bars.push({ at: at.getTime(), good: 0, bad: 0 })
  }
  for (const renewal of renewals) {
    const bar = bars.findLast((candidate) => candidate.at <= Date.parse(renewal.at))
    if (!bar || renewal.result === 'pending') continue
    if (GOOD.includes(renewal.result)) bar.good++
    else bar.bad++
  }
  return bars
}
