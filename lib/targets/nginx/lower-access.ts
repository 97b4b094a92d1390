import ipaddr from 'ipaddr.js'
import type { Route } from '../../domain-model/route'
import { block, directive } from './ast'
import { once, routePointer, type Section } from './context'

/**
 * A variable that is 1 for client addresses a route refuses, or null when it refuses none. `geo` and not `allow`/`deny`: those run after
 * `return`, so that a refused client could still learn which paths exist, and stream has to decide before it hands a connection on.
 */
export function refusalVariable(section: Section, route: Route, index: number): string | null {
  const { allow, deny } = route
  if (!allow && !deny) return null
  return once(section, `access ${JSON.stringify([allow, deny])}`, () => {
    const number = index + 1
    section.variables += 3
    const geo = (name: string, otherwise: string, side: 'allow' | 'deny', value: string) => {
      const entries = canonicalRanges(route[side] ?? []).map(({ range, at }) =>
        directive(range, [value], [routePointer(index, side, at)]),
      )
      section.tables.push(
        block('geo', [`$${name}`], [directive('default', [otherwise]), ...entries], [routePointer(index, side)]),
      )
    }
    const variable = `edge_refused_${number}`
    if (deny && allow) {
      // Two tables: in one, the longer range would win, but deny wins over allow whatever the lengths.
      geo(`edge_denied_${number}`, '0', 'deny', '1')
      geo(`edge_allowed_${number}`, '0', 'allow', '1')
      section.tables.push(
        block(
          'map',
          [`$edge_denied_${number}$edge_allowed_${number}`, `$${variable}`],
          [directive('default', ['1']), directive('01', ['0'])],
          [routePointer(index, 'deny'), routePointer(index, 'allow')],
        ),
      )
    } else if (deny) geo(variable, '0', 'deny', '1')
    else geo(variable, '1', 'allow', '0')
    return `$${variable}`
  })
}

/** Ranges with their host bits cleared, each once: NGINX warns of both. Mapped IPv4 ranges are written as what they are. */
function canonicalRanges(ranges: readonly string[]): { range: string; at: number }[] {
  const seen = new Map<string, number>()
  for (const [at, range] of ranges.entries()) {
    const [address = '', suffix] = range.split('/')
    const written = ipaddr.parse(address)
    const bits = suffix === undefined ? (written.kind() === 'ipv6' ? 128 : 32) : Number(suffix)
    const isMapped = written instanceof ipaddr.IPv6 && written.isIPv4MappedAddress() && bits >= 96
    const network = isMapped ? written.toIPv4Address() : written
    const length = isMapped ? bits - 96 : bits
    const bytes = network
      .toByteArray()
      .map((byte, position) => byte & (0xff00 >> Math.min(8, Math.max(0, length - position * 8))) & 0xff)
    const text = `${ipaddr.fromByteArray(bytes).toString()}/${length}`
    if (!seen.has(text)) seen.set(text, at)
  }
  return [...seen].map(([range, at]) => ({ range, at }))
}
