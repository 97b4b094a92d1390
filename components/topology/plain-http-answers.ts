import type { Plan } from '@/lib/domain-model/plan'
import { type Route, routeUpstreams, terminatesTls } from '@/lib/domain-model/route'
import type { PlainHttpPolicy } from './topology'

export const plainHttpWords: Record<PlainHttpPolicy, string> = {
  redirect: 'Redirect to HTTPS',
  serve: 'Serve the same paths',
  forward: 'Hand to the upstream',
  'acme-only': 'ACME challenges only',
  closed: 'Closed',
  unset: 'Closed: no plan for it',
}

/** The policies that the plan's routes have, with who has them, in a fixed order. Routes on no TLS listener answer nowhere. */
export function plainHttpAnswers(plan: Plan): { policy: PlainHttpPolicy; routes: Route[] }[] {
  const tls = new Set(plan.listeners.flatMap(({ name, protocol }) => (protocol === 'tls' ? [name] : [])))
  const answering = plan.routes.filter(({ listener }) => tls.has(listener))
  return (Object.keys(plainHttpWords) as PlainHttpPolicy[])
    .map((policy) => ({ policy, routes: answering.filter(({ plainHttp }) => (plainHttp ?? 'unset') === policy) }))
    .filter(({ routes }) => routes.length > 0)
}

/** Where plain HTTP goes on to under a policy, and whether in TLS. */
export function plainHttpSends(
  route: Route,
  policy: PlainHttpPolicy,
  solver: string | undefined,
): { upstream: string; isEncrypted: boolean }[] {
  const clear = (upstream: string | undefined) => (upstream === undefined ? [] : [{ upstream, isEncrypted: false }])
  switch (policy) {
    case 'serve':
      return routeUpstreams(route).map((upstream) => ({ upstream, isEncrypted: route.mode === 'reencrypt' }))
    case 'forward':
      return clear(routeUpstreams(route)[0])
    case 'acme-only':
      return clear(terminatesTls(route) ? (solver ?? routeUpstreams(route)[0]) : route.upstream)
    case 'redirect':
      return terminatesTls(route) ? clear(solver) : []
    case 'closed':
    case 'unset':
      return []
  }
}
