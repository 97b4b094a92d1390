// What happens to a request once its route is known: lists, path, method, rewrite.

import { type CompiledListener, type CompiledPlan, type Entry, findPath } from './compile-plan'
import { answer, chosen, type Decision, type Inquiry, quoted } from './decision'
import { normalizePath, rewritePath } from './model-path'
import { addressInRanges, isIpAddress } from './network-address'
import { type HttpRoute, pathUpstreams, type Route } from './route'

/** Path, method and rewrite, after the allow and deny lists. `why` is the sentence so far, `base` what the handshake decided. */
export function matchRequest(
  compiled: CompiledPlan,
  tables: CompiledListener,
  entry: Entry,
  inquiry: Inquiry,
  why: string,
  base: Partial<Decision>,
): Decision {
  const route = entry.route as HttpRoute
  const refused = refusedAddress(route, inquiry)
  if (refused) return answer(tables, 'reject', entry, `${why}; ${refused}`, { ...base, status: 403 })
  const normal = normalizePath(inquiry.path ?? '/')
  if (!normal.ok) return answer(tables, 'reject', entry, `${why}; ${normal.reason}`, { ...base, status: 400 })
  const paths = compiled.paths.get(route)
  const index = paths ? findPath(paths, normal.path) : null
  const rule = index === null ? undefined : route.paths[index]
  if (index === null || !rule)
    return answer(tables, 'not-found', entry, `${why}; no path rule has ${normal.path}`, { ...base, status: 404 })
  const method = inquiry.method ?? 'GET'
  if (rule.methods && !methodAllowed(rule.methods, method))
    return answer(tables, 'reject', entry, `${why}; path ${rule.path} does not take ${method}`, {
      ...base,
      status: 405,
      pathIndex: index,
    })
  const rewrite = rule.rewrite as { prefix?: string; path?: string } | undefined
  return answer(tables, 'forward', entry, `${why}; ${rule.match} path ${rule.path}`, {
    ...base,
    ...chosen(pathUpstreams(rule)),
    path: rewrite ? rewritePath(normal.path, rule.path, rewrite) : normal.path,
    pathIndex: index,
  })
}

/** HEAD is allowed wherever GET is (RFC 9110 section 9.3.2). */
export function methodAllowed(methods: readonly string[], method: string): boolean {
  return methods.includes(method) || (method === 'HEAD' && methods.includes('GET'))
}

/** Why the lists of a route refuse the client's address; null when they let it through, or when no address is asked about. */
export function refusedAddress(route: Route, inquiry: Inquiry): string | null {
  if (inquiry.clientAddress == null || !(route.deny || route.allow)) return null
  // A link-local address comes with the interface it arrived on (`fe80::1%eth0`).
  const address = inquiry.clientAddress.replace(/%.*$/s, '')
  if (!isIpAddress(address)) return `${quoted(address)} is no address, so no list lets it through`
  if (route.deny && addressInRanges(address, route.deny)) return `${address} is on the deny list`
  if (route.allow && !addressInRanges(address, route.allow)) return `${address} is not on the allow list`
  return null
}
