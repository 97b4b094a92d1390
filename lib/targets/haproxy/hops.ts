import type { CompiledListener } from '../../domain-model/compile-plan'
import { clientAuthClass, type HttpRoute, type Route, terminatesTls } from '../../domain-model/route'
import { kindOf } from './backend-registry'
import { at, type Edge, innerSocket } from './edge'
import { type HostEntry, hostPointer } from './host-maps'

/** A backend of the TCP frontend that leads to a frontend in which TLS ends. */
export interface Hop {
  backend: string
  socket: string
  from: string[]
}

/** The HTTP frontend for all routes of a listener that ask for the same client certificates. */
export interface TerminatingFrontend {
  name: string
  /** One of its routes: all ask for the same client certificates. */
  example: HttpRoute
  exampleIndex: number
  routes: Set<number>
  /** Hosts that a certificate list can tell apart: exact names, and wildcards of one label. */
  listed: { hop: Hop; entries: HostEntry[] } | null
  /** Where one certificate answers whatever the name: wildcards of any depth, `*`, names that no route has. By certificate. */
  fixed: Map<string, Hop>
}

/** Where each kind of match leads on one TLS listener. */
export interface Hops {
  frontends: TerminatingFrontend[]
  /** Route → backend, for hosts that the TCP frontend found exactly or by a wildcard of one label. Also what 421 is judged by. */
  byRoute: Map<number, string>
  /** Route → backend, for wildcards of any depth. */
  byDeepRoute: Map<number, string>
  catchAll: { routeIndex: number; backend: string; from: string[] } | null
}

/**
 * Plans the inner hop. HAProxy cannot decide inside one bind whether to end TLS (its issue #406), so a TCP frontend reads the SNI and
 * hands terminated connections to a second frontend over an abstract socket, with the client's address in a PROXY header. There is one
 * such frontend per kind of client certificates asked for, so that no request can borrow another handshake's authentication.
 */
export function planHops(edge: Edge, tables: CompiledListener): Hops {
  const frontends = new Map<string, TerminatingFrontend>()
  const id = edge.listenerIds[tables.index]
  const frontendOf = (route: HttpRoute, index: number): TerminatingFrontend => {
    const kind = clientAuthClass(route)
    const known = frontends.get(kind)
    if (known) return known
    const made: TerminatingFrontend = {
      name: `tls:${id}:${kind}`,
      example: route,
      exampleIndex: index,
      routes: new Set(),
      listed: null,
      fixed: new Map(),
    }
    frontends.set(kind, made)
    return made
  }
  const passBackend = (route: Route, index: number) =>
    terminatesTls(route)
      ? ''
      : edge.backends.use(kindOf(route), route.upstream, { route, index, id: edge.routeIds[index] ?? '' }).name

  const listed = ({ entry }: { entry: HostEntry }): string => {
    const { route, index } = entry
    if (!terminatesTls(route)) return passBackend(route, index)
    const frontend = frontendOf(route, index)
    frontend.routes.add(index)
    frontend.listed ??= {
      hop: { backend: `hop:${id}:${clientAuthClass(route)}`, socket: innerSocket(edge, tables), from: [] },
      entries: [],
    }
    frontend.listed.entries.push(entry)
    return frontend.listed.hop.backend
  }
  const fixed = (route: Route, index: number, from: string): string => {
    if (!terminatesTls(route)) return passBackend(route, index)
    const frontend = frontendOf(route, index)
    frontend.routes.add(index)
    const hop = frontend.fixed.get(route.certificate) ?? {
      backend: `hop:${id}:${clientAuthClass(route)}:certificate:${route.certificate || '_'}`,
      socket: innerSocket(edge, tables),
      from: [],
    }
    hop.from.push(from)
    frontend.fixed.set(route.certificate, hop)
    return hop.backend
  }

  const hops: Hops = { frontends: [], byRoute: new Map(), byDeepRoute: new Map(), catchAll: null }
  for (const entry of [...tables.exact.values(), ...tables.oneLabel.values()])
    hops.byRoute.set(entry.index, listed({ entry }))
  for (const entry of tables.anyDepth.values())
    hops.byDeepRoute.set(entry.index, fixed(entry.route, entry.index, hostPointer(entry)))
  const rest = catchAllRoute(edge, tables)
  if (rest)
    hops.catchAll = { routeIndex: rest.index, backend: fixed(rest.route, rest.index, rest.from), from: [rest.from] }
  // Whoever is only reached by any depth or "*" still belongs to a frontend, by which requests for its hosts are told from strangers.
  for (const index of [...hops.byDeepRoute.keys(), ...(tables.catchAll ? [tables.catchAll.index] : [])]) {
    const route = edge.plan.routes[index]
    if (!route || hops.byRoute.has(index)) continue
    hops.byRoute.set(index, terminatesTls(route) ? `hop:${id}:${clientAuthClass(route)}` : passBackend(route, index))
  }
  for (const frontend of frontends.values()) hops.frontends.push(frontend)
  return hops
}

/** What answers for names that nothing else has, and for none: the route with "*", else the route that `unmatched` names. */
function catchAllRoute(edge: Edge, tables: CompiledListener): { route: Route; index: number; from: string } | null {
  if (tables.catchAll)
    return { route: tables.catchAll.route, index: tables.catchAll.index, from: hostPointer(tables.catchAll) }
  const { listener } = tables
  if (listener.protocol !== 'tls' || listener.unmatched === 'reject') return null
  const wanted = listener.unmatched.route
  const index = edge.plan.routes.findIndex((route) => route.name === wanted && route.listener === listener.name)
  const route = edge.plan.routes[index]
  return route ? { route, index, from: at('listeners', tables.index, 'unmatched') } : null
}
