import type { CompiledListener } from '../../domain-model/compile-plan'
import { type Line, line } from './ast'
import { addFile, at, type Edge } from './edge'

/** A host of a route, as the compiled plan keeps it. */
export type HostEntry = NonNullable<CompiledListener['catchAll']>

/** The files in which a listener's host names are looked up. */
export interface HostMaps {
  /** Exact names, and `*.parent` for wildcards of one label. Null when there are none. */
  exact: string | null
  hasOneLabel: boolean
  /** `.parent` for wildcards of any depth, longest first. Null when there are none. */
  anyDepth: string | null
}

export function hostPointer(entry: HostEntry): string {
  return at('routes', entry.index, 'hosts', Math.max(0, entry.route.hosts.indexOf(entry.host)))
}

/** Writes the maps of one listener: host name → route. The values are names of routes, so that logs can tell them. */
export function addHostMaps(edge: Edge, tables: CompiledListener): HostMaps {
  const id = edge.listenerIds[tables.index]
  const routeId = (entry: HostEntry) => edge.routeIds[entry.index]
  const exact = [...tables.exact.values(), ...tables.oneLabel.values()].map((entry) => ({
    text: `${entry.host} ${routeId(entry)}`,
    from: [hostPointer(entry)],
  }))
  // map_end takes the first line that matches, so the longest parent comes first.
  const anyDepth = [...tables.anyDepth]
    .sort(([a], [b]) => b.length - a.length)
    .map(([parent, entry]) => ({ text: `.${parent} ${routeId(entry)}`, from: [hostPointer(entry)] }))
  return {
    exact: exact.length > 0 ? addFile(edge, `maps/${id}.hosts.map`, exact) : null,
    hasOneLabel: tables.oneLabel.size > 0,
    anyDepth: anyDepth.length > 0 ? addFile(edge, `maps/${id}.any-depth.map`, anyDepth) : null,
  }
}

/**
 * Lines that look a name up: exact, then the wildcard of one label, then the longest wildcard of any depth. `deep` receives the route of
 * the last step, where the caller must tell it apart.
 */
export function routeLookup(
  maps: HostMaps,
  action: 'tcp-request content' | 'http-request',
  variables: { name: string; route: string; deep: string },
): Line[] {
  const { name, route, deep } = variables
  const lines: Line[] = []
  const unlessFound = `if !{ var(${route}) -m found }`
  if (maps.exact) lines.push(line(`${action} set-var(${route}) var(${name}),map_str(${maps.exact})`))
  if (maps.exact && maps.hasOneLabel)
    lines.push(line(`${action} set-var(${route}) var(${name}),regsub(^[^.]*,*),map_str(${maps.exact}) ${unlessFound}`))
  if (maps.anyDepth) {
    lines.push(line(`${action} set-var(${deep}) var(${name}),map_end(${maps.anyDepth}) ${unlessFound}`))
    lines.push(line(`${action} set-var(${route}) var(${deep}) ${unlessFound}`))
  }
  return lines
}

const label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?'

/**
 * Drops a name that is no DNS name, by the grammar of the plan: letters, digits and inner dashes, at most 63 characters a label and 253 in
 * all, the last label not a number. What is dropped counts as absent, so it can only match "*".
 */
export function keepOnlyDnsName(action: 'tcp-request content' | 'http-request', name: string): Line[] {
  return [
    line(`acl name-is-dns var(${name}) -m reg -- ^${label}([.]${label})*$`),
    line(`acl name-ends-in-number var(${name}) -m reg -- (^|[.])[0-9]+$`),
    line(`acl name-is-long var(${name}),length gt 253`),
    line(`${action} unset-var(${name}) if !name-is-dns or name-ends-in-number or name-is-long`),
  ]
}
