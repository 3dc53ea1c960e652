// Ids as issuers write them, for people to read. Pure.

/** `email-sequencer` is Email Sequencer; what is no such word stays as it is. */
export function appName(id) {
  if (!/^[a-z0-9]+([-_][a-z0-9]+)*$/.test(id)) return id
  return id
    .split(/[-_]/)
    .map((word) => word[0].toUpperCase() + word.slice(1))
    .join(' ')
}

/** `ada` is Ada; `ada@example.com`, and what a machine made up, stay as they are. */
export function personName(id) {
  return /^[a-z]{2,20}$/.test(id) ? id[0].toUpperCase() + id.slice(1) : id
}

/** One or two letters for a square. */
export function initials(name) {
  const parts = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean)
  const first = parts[0]?.[0] ?? '?'
  return (parts.length > 1 ? first + parts[1][0] : first).toUpperCase()
}

/** One of the six tints, always the same for a name. */
export function tint(name) {
  let sum = 7
  for (const c of name) sum = (sum * 31 + c.codePointAt(0)) >>> 0
  return sum % 6
}
