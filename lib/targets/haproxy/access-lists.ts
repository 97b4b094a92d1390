import ipaddr from 'ipaddr.js'
import { isAddressRange } from '../../domain-model/network-address'
import type { Route } from '../../domain-model/route'
import { directive, type Line } from './ast'
import { at } from './edge'

/** HAProxy reads 64 words of a line; an ACL named on several lines matches any of them. */
const rangesPerLine = 50

/**
 * The ACLs of a route's address lists and the conditions under which a client is refused: one per list, each a rule of its own, because
 * deny wins over allow. `subject` limits them to the route.
 */
export function refusedClients(
  route: Route,
  index: number,
  id: string,
): { acls: Line[]; conditions: { words: string[]; from: string[] }[] } {
  const acls: Line[] = []
  const conditions: { words: string[]; from: string[] }[] = []
  for (const list of ['deny', 'allow'] as const) {
    const ranges = route[list]
    if (!ranges) continue
    const name = `${list}:${id}`
    acls.push(...sourceAcl(name, ranges, at('routes', index, list)))
    conditions.push({ words: [list === 'deny' ? name : `!${name}`], from: [at('routes', index, list)] })
  }
  return { acls, conditions }
}

/** An ACL over client addresses; false where nothing is left to match. */
export function sourceAcl(name: string, ranges: readonly string[], pointer: string): Line[] {
  const words = ranges.flatMap((range, index) =>
    wordsOfRange(range).map((word) => ({ word, from: `${pointer}/${index}` })),
  )
  if (words.length === 0) return [directive(['acl', name, 'always_false'], [pointer])]
  const lines: Line[] = []
  for (let start = 0; start < words.length; start += rangesPerLine) {
    const part = words.slice(start, start + rangesPerLine)
    lines.push(
      directive(['acl', name, 'src', ...part.map(({ word }) => word)], [...new Set(part.map(({ from }) => from))]),
    )
  }
  return lines
}

/**
 * HAProxy also compares an IPv4 client with IPv6 ranges, in mapped form (::ffff:0:0/96). The plan keeps the families apart, so a range
 * that covers the mapped addresses is written as the ranges around them, and one inside them as IPv4.
 */
function wordsOfRange(range: string): string[] {
  if (!isAddressRange(range)) return []
  const [base = '', suffix] = range.split('/')
  const address = ipaddr.parse(base)
  if (!(address instanceof ipaddr.IPv6)) return [range]
  const bits = suffix === undefined ? 128 : Number(suffix)
  const mapped = ipaddr.IPv6.parse('::ffff:0:0')
  if (bits >= 96) return [address.isIPv4MappedAddress() ? `${address.toIPv4Address().toString()}/${bits - 96}` : range]
  if (!mapped.match(address, bits)) return [range]
  return Array.from({ length: 96 - bits }, (_, offset) => {
    const bytes = mapped.toByteArray()
    const flipped = bits + offset
    bytes[flipped >> 3]! ^= 0x80 >> (flipped & 7)
    for (let bit = flipped + 1; bit < 128; bit++) bytes[bit >> 3]! &= ~(0x80 >> (bit & 7))
    return `${new ipaddr.IPv6(bytes).toString()}/${flipped + 1}`
  })
}
