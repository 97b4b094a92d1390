import type { z } from 'zod'
import { isHostName } from './hostname'
import { isIpAddress } from './network-address'
import type {
  passthroughRouteSchema,
  pathRuleSchema,
  plainHttpSchema,
  reencryptRouteSchema,
  routeSchema,
  terminateRouteSchema,
} from './route-schema'
import type { Upstream } from './upstream'

// The schemas stand apart: who only asks what a route does need not load what reads one.

export type PathRule = z.output<typeof pathRuleSchema>
export type PlainHttp = z.output<typeof plainHttpSchema>
export type Route = z.output<typeof routeSchema>
export type PassthroughRoute = z.output<typeof passthroughRouteSchema>
export type TerminateRoute = z.output<typeof terminateRouteSchema>
export type ReencryptRoute = z.output<typeof reencryptRouteSchema>
/** A route whose TLS ends at the edge. */
export type HttpRoute = TerminateRoute | ReencryptRoute
export type Mode = Route['mode']

export function terminatesTls(route: Route): route is HttpRoute {
  return route.mode !== 'passthrough'
}

/** The upstreams of a path rule with their weights; a plain `upstream` weighs 1. */
export function pathUpstreams(rule: PathRule): { upstream: string; weight: number }[] {
  return rule.upstreams ?? [{ upstream: rule.upstream ?? '', weight: 1 }]
}

/** Every upstream name a route may send to, in order of first mention. */
export function routeUpstreams(route: Route): string[] {
  if (route.mode === 'passthrough') return [route.upstream]
  return [...new Set(route.paths.flatMap((rule) => pathUpstreams(rule).map((entry) => entry.upstream)))]
}

/**
 * The name a re-encrypt route sends as SNI and checks: what the plan says, else the one DNS name that all servers share.
 * Null means that no name can be checked, only the chain.
 */
export function upstreamServerName(route: ReencryptRoute, upstream: Upstream): string | null {
  if (route.upstreamTls.serverName) return route.upstreamTls.serverName
  const hosts = [...new Set(upstream.servers.map((server) => server.host.toLowerCase()))]
  const [only] = hosts
  return hosts.length === 1 && only !== undefined && !isIpAddress(only) && isHostName(only) ? only : null
}

/**
 * Which client certificates a route's handshake asks for. Two routes of the same class may share a connection; an authority
 * of another class is answered 421, so that no request borrows another route's authentication.
 */
export function clientAuthClass(route: HttpRoute): string {
  return route.clientAuth ? `${route.clientAuth.mode}:${route.clientAuth.trust}` : 'none'
}
