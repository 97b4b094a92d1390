import { isRecord } from '../same-data'

/** How the items of a list are told apart when two people change it. */
export interface Identity {
  /** The members that say which item it is; none where the item is its own name. */
  members: readonly string[]
  keyOf(item: unknown): string | null
}

const identities: Record<string, readonly string[]> = {
  listeners: ['name'],
  certificates: ['name'],
  trust: ['name'],
  routes: ['name'],
  upstreams: ['name'],
  extras: ['target', 'place'],
  paths: ['match', 'path'],
  servers: ['host', 'port'],
}

/** Lists of names and addresses, in which an item means the same wherever it stands. */
const byValue = new Set(['hosts', 'allow', 'deny', 'from', 'remove', 'methods'])

/**
 * Null for a list whose items mean something only together, such as the lines of an extra or the ALPN protocols in their order of
 * preference: it is merged as one value.
 */
export function identityOf(path: readonly string[]): Identity | null {
  const member = path.at(-1) ?? ''
  if (path.length > 1 && byValue.has(member)) return { members: [], keyOf: scalarKey }
  // The upstreams of a path share its traffic: an item there names one.
  const members = member === 'upstreams' && path.length > 1 ? ['upstream'] : identities[member]
  return members ? { members, keyOf: (item) => recordKey(item, members) } : null
}

const scalarKey = (item: unknown) => (typeof item === 'object' && item !== null ? null : String(item))

const defaults: Record<string, string> = { match: 'prefix' }

function recordKey(item: unknown, members: readonly string[]): string | null {
  if (!isRecord(item)) return null
  const parts = members.map((member) => item[member] ?? defaults[member])
  if (parts.some((part) => part === undefined || typeof part === 'object')) return null
  const shown = parts.filter((part, index) => part !== defaults[members[index] ?? ''])
  return shown.join(members.includes('port') ? ':' : ' ')
}

/** One key for each item; what stands twice is numbered, and what says no name goes by its place. */
export function keysOf(list: readonly unknown[], { keyOf }: Identity): string[] {
  const count = new Map<string, number>()
  return list.map((item, index) => {
    const key = keyOf(item) ?? `#${index + 1}`
    const before = count.get(key) ?? 0
    count.set(key, before + 1)
    return before === 0 ? key : `${key} #${before + 1}`
  })
}
