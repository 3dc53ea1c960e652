// Times as people say them. Pure: what is now comes from outside.

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** The reader's own way to write dates, as long as it is in the console's language. */
export function locale(languages = globalThis.navigator?.languages ?? []) {
  return languages.find((language) => /^en\b/i.test(language)) ?? 'en-GB'
}

/** `{unit, count}` of a distance in milliseconds; `now` within 10 s, a `date` from two weeks on. */
export function distance(milliseconds) {
  const far = Math.abs(milliseconds)
  if (far < 10 * SECOND) return { unit: 'now', count: 0 }
  if (far < MINUTE) return { unit: 'second', count: Math.floor(far / SECOND) }
  if (far < HOUR) return { unit: 'minute', count: Math.floor(far / MINUTE) }
  if (far < 36 * HOUR) return { unit: 'hour', count: Math.floor(far / HOUR) }
  if (far < 14 * DAY) return { unit: 'day', count: Math.round(far / DAY) }
  return { unit: 'date', count: 0 }
}

export function date(at, now, zone) {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  return new Intl.DateTimeFormat(locale(), {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
    timeZone: zone,
  }).format(new Date(at))
}

/** "today", "yesterday", a weekday within a week, else the date: the day on which something happened. */
export function day(at, now, zone, words) {
  const key = (when) => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(new Date(when))
  if (key(at) === key(now)) return words.today
  if (key(at) === key(now - DAY)) return words.yesterday
  if (now - at < 6 * DAY && at < now) {
    return words.on(new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: zone }).format(new Date(at)))
  }
  return words.on(date(at, now, zone))
}

export function exact(at, zone) {
  return new Intl.DateTimeFormat(locale(), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
    timeZone: zone,
  }).format(new Date(at))
}
