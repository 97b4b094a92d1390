// What port 80 does with a request.

import { type CompiledListener, type CompiledPlan, ownersOf } from './compile-plan'
import { answer, chosen, type Decision, heaviest, type Inquiry, named, runnerUpOf, whyHost } from './decision'
import { hostOfAuthority, isHostName } from './hostname'
import type { HttpListener, Listener } from './listener'
import { matchRequest, refusedAddress } from './match-request'
import { normalizePath } from './model-path'
import { pathUpstreams, type Route, terminatesTls } from './route'

export const acmeChallengePrefix = '/.well-known/acme-challenge/'

/** The answer on a listener without TLS, by the `plainHttp` plan of the route that has the host. */
export function matchPlainHttp(
  compiled: CompiledPlan,
  tables: CompiledListener,
  listener: HttpListener,
  inquiry: Inquiry,
): Decision {
  const authority = inquiry.host === undefined ? inquiry.sni : inquiry.host
  if (authority === null || authority === '')
    return answer(tables, 'reject', null, 'the request names no host', { status: 400 })
  const host = hostOfAuthority(authority)
  const candidates = ownersOf(tables, host)
  const [entry] = candidates
  if (!entry) return answer(tables, 'not-found', null, `no route has ${named(host)}`, { status: 404 })
  const runnerUp = runnerUpOf(candidates, host)
  const { route } = entry
  const why = whyHost(entry, isHostName(host) ? host : null, named(host))
  const plan = route.plainHttp ?? 'closed'
  if (plan === 'closed')
    return answer(
      tables,
      'reject',
      entry,
      `${why}; it ${route.plainHttp ? 'is closed on' : 'has no plan for'} plain HTTP`,
      { runnerUp },
    )
  const normal = normalizePath(inquiry.path ?? '/')
  if (!normal.ok) return answer(tables, 'reject', entry, `${why}; ${normal.reason}`, { status: 400, runnerUp })
  const challenge = normal.path.startsWith(acmeChallengePrefix)
  const refused = refusedAddress(route, inquiry)
  if (challenge && (plan === 'acme-only' || plan === 'redirect')) {
    // Challenges for an edge certificate go to the edge's own ACME client; on passthrough the backend holds the key and must answer.
    const target = edgeAcmeUpstream(listener, route) ?? (plan === 'acme-only' ? firstUpstream(route) : undefined)
    if (target !== undefined)
      return answer(tables, 'forward', entry, `${why}; an ACME challenge goes to ${target}`, {
        ...chosen([{ upstream: target, weight: 1 }]),
        path: normal.path,
        runnerUp,
      })
  }
  if (plan === 'acme-only')
    return answer(tables, 'not-found', entry, `${why}; plain HTTP answers ACME challenges only`, {
      status: 404,
      runnerUp,
    })
  if (plan === 'redirect') {
    const tlsPort = compiled.plan.listeners.find((other) => other.name === route.listener)?.port ?? 443
    return answer(tables, 'redirect', entry, `${why}; plain HTTP is sent to HTTPS`, {
      status: 308,
      path: `https://${host}${tlsPort === 443 ? '' : `:${tlsPort}`}${inquiry.path ?? '/'}`,
      runnerUp,
    })
  }
  if (plan === 'forward') {
    if (refused) return answer(tables, 'reject', entry, `${why}; ${refused}`, { status: 403, runnerUp })
    const target = firstUpstream(route)
    return answer(tables, 'forward', entry, `${why}; plain HTTP is handed to ${target}`, {
      ...chosen([{ upstream: target, weight: 1 }]),
      path: normal.path,
      runnerUp,
    })
  }
  if (!terminatesTls(route))
    return answer(tables, 'reject', entry, `${why}; a passthrough route has no paths to serve`, { runnerUp })
  return matchRequest(compiled, tables, entry, inquiry, why, { runnerUp })
}

/**
 * The edge's own ACME client, for challenges of certificates that the edge holds. It is an upstream like any other and is dialled on
 * its servers' ports; what a backend answers beside its TLS goes to `httpPort`. With `serve` and `forward` nothing comes here.
 */
export function edgeAcmeUpstream(listener: Listener, route: Route): string | undefined {
  const asked = route.plainHttp === 'redirect' || route.plainHttp === 'acme-only'
  return asked && listener.protocol === 'http' && terminatesTls(route) ? listener.acmeUpstream : undefined
}

/** Whether plain HTTP of a route is ever handed over as a whole, to the `httpPort` of its upstream. */
export const handsPlainHttp = (route: Route) => route.plainHttp === 'forward' || route.plainHttp === 'acme-only'

/** Where plain HTTP goes as a whole: the upstream, or that of the first path. */
export function firstUpstream(route: Route): string {
  if (!terminatesTls(route)) return route.upstream
  const [rule] = route.paths
  return rule ? heaviest(pathUpstreams(rule)) : ''
}
