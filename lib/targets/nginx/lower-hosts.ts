import type { CompiledListener } from '../../domain-model/compile-plan'
import { block, type Directive, directive } from './ast'
import { addMap, type Context, once, routePointer, type Section } from './context'
import { mapKey } from './quote'
import { plainName } from './tame'

/**
 * A DNS name as hostname.ts means it, with one trailing dot let go: labels of letters, digits and inner dashes, 253 characters at
 * most, the last label no number (which would make it an address).
 */
const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const nameExpression = `~*^(?=.{1,253}\\.?\\z)(?!(?:.*\\.)?[0-9]+\\.?\\z)(?<edge_dns_name>${label}(?:\\.${label})*)\\.?\\z`

/** `$edge_name`: the name if it is a DNS name, else empty; `$edge_parent`: what follows its first label. Maps ignore case by themselves. */
function addNameMaps(section: Section): void {
  once(section, 'name maps', () => {
    const source = section.name === 'stream' ? '$ssl_preread_server_name' : '$host'
    section.variables += 2
    section.tables.push(
      block('map', [source, '$edge_name'], [directive('default', ['']), directive(nameExpression, ['$edge_dns_name'])]),
      block(
        'map',
        ['$edge_name', '$edge_parent'],
        [directive('default', ['']), directive('~^[^.]+\\.(?<edge_after_dot>.+)', ['$edge_after_dot'])],
      ),
    )
    return ''
  })
}

/**
 * The look-up of a listener as a chain of hash maps, each the default of the one before: exact names, parents of one-label wildcards
 * (always the longest wildcard that can match), wildcards of any depth (NGINX finds the longest), `*`, unmatched.
 * Gives the variable that holds the route's key.
 */
export function addRouteMaps(context: Context, section: Section, tables: CompiledListener, unmatched: string): string {
  addNameMaps(section)
  const number = tables.index + 1
  const file = `${number}-${plainName(tables.listener.name)}`
  const entries = (table: CompiledListener['exact'], prefix = ''): Directive[] =>
    [...table].map(([key, { route, index, host }]) =>
      directive(
        mapKey(prefix + key),
        [context.routeKeys[index] ?? ''],
        [routePointer(index, 'hosts', route.hosts.indexOf(host))],
      ),
    )
  const star = tables.catchAll
  let otherwise = directive(
    'default',
    [star ? (context.routeKeys[star.index] ?? '') : unmatched],
    star ? [routePointer(star.index, 'hosts', star.route.hosts.indexOf('*'))] : [],
  )
  const link = (source: string, suffix: string, head: Directive[], found: Directive[]) => {
    if (found.length === 0 && suffix !== '') return
    const variable = `edge_${number}_route${suffix}`
    addMap(context, section, {
      source,
      variable,
      head: [...head, otherwise],
      entries: found,
      file: `${file}${suffix || '-exact'}`.replaceAll('_', '-'),
    })
    otherwise = directive('default', [`$${variable}`])
  }
  link('$edge_name', '_any_depth', [directive('hostnames', [])], entries(tables.anyDepth, '*.'))
  link('$edge_parent', '_wildcard', [], entries(tables.oneLabel))
  link('$edge_name', '', [], entries(tables.exact))
  return `$edge_${number}_route`
}

/** The host patterns of one route on one listener that lead to it: what an earlier mention did not take. */
export interface OwnHosts {
  exact: Held[]
  oneLabel: Held[]
  anyDepth: Held[]
  catchAll: boolean
}

interface Held {
  /** The name, or the parent of the wildcard. */
  key: string
  pointer: string
}

export function hostsByRoute(tables: CompiledListener): Map<number, OwnHosts> {
  const byRoute = new Map<number, OwnHosts>()
  const own = (index: number): OwnHosts => {
    const known = byRoute.get(index)
    if (known) return known
    const made: OwnHosts = { exact: [], oneLabel: [], anyDepth: [], catchAll: false }
    byRoute.set(index, made)
    return made
  }
  for (const kind of ['exact', 'oneLabel', 'anyDepth'] as const)
    for (const [key, { index, route, host }] of tables[kind])
      own(index)[kind].push({ key, pointer: routePointer(index, 'hosts', route.hosts.indexOf(host)) })
  if (tables.catchAll) own(tables.catchAll.index).catchAll = true
  return new Map([...byRoute].sort(([a], [b]) => a - b))
}

/** One server block to be: which route's, under which names, and whether it takes every other name of its socket. */
export interface NamedServer {
  routes: number[]
  names: Directive[]
  isDefault: boolean
}

/**
 * The names of server blocks that share a socket, so that NGINX picks the block that match-route means. A wildcard of NGINX matches
 * any depth and beats every expression. Where no wider wildcard of the socket could be meant instead, it is written as it is, and the
 * block's own check refuses deeper names; else all wildcards become expressions: those for one label first (no two match one name),
 * then those of any depth, longest first, in blocks of their own because expressions count in the order of the file.
 */
export function nameServers(
  section: Section,
  groups: readonly { routes: number[]; hosts: OwnHosts; fallback: boolean }[],
): NamedServer[] {
  const wildcards = groups.some(({ hosts }) => hosts.oneLabel.length > 0)
  const depths = groups.some(({ hosts }) => hosts.anyDepth.length > 0)
  const wide = groups.some(({ hosts, fallback }) => hosts.catchAll || fallback)
  const asExpressions = (wildcards && depths) || ((wildcards || depths) && wide)

  const serverName = (name: string, pointer: string) => {
    section.serverNames++
    return directive('server_name', [name], [pointer])
  }
  const expression = (key: string, labels: string) => `~^${labels}\\.${key.replaceAll('.', '\\.')}$`
  const servers = groups.map(({ routes, hosts, fallback }): NamedServer => {
    const names = hosts.exact.map(({ key, pointer }) => serverName(key, pointer))
    for (const { key, pointer } of hosts.oneLabel)
      names.push(serverName(asExpressions ? expression(key, label) : `*.${key}`, pointer))
    if (!asExpressions) for (const { key, pointer } of hosts.anyDepth) names.push(serverName(`*.${key}`, pointer))
    return { routes, names, isDefault: hosts.catchAll || fallback }
  })
  if (!asExpressions) return servers

  const deep = groups
    .flatMap(({ routes, hosts }) => hosts.anyDepth.map((held) => ({ routes, ...held })))
    .sort((a, b) => b.key.length - a.key.length)
  const tail: NamedServer[] = []
  for (const { routes, key, pointer } of deep) {
    const last = tail.at(-1)
    const name = serverName(expression(key, `(?:${label}\\.)*${label}`), pointer)
    if (last && last.routes === routes) last.names.push(name)
    else tail.push({ routes, names: [name], isDefault: false })
  }
  return [...servers.filter((server) => server.names.length > 0 || server.isDefault), ...tail]
}
