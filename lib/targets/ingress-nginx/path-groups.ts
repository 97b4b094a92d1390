import type { JsonPointer } from '../../domain-model/json-pointer'
import { type HttpRoute, type PathRule, pathUpstreams } from '../../domain-model/route'
import { type Annotations, pathAnnotations, type ResponseHeaders, responseHeaders, routePointer } from './annotations'
import type { Backend, Ledger } from './ledger'
import type { Location } from './locations'

/** One path of one Ingress with where it goes, and where its share goes when two upstreams divide it. */
export interface Placed extends Location {
  backend: Backend
  from: JsonPointer[]
  canary: { backend: Backend; weight: number; total: number; from: JsonPointer[] } | null
}

/** Paths that can live in one Ingress, since annotations hold for a whole Ingress. */
export interface Group {
  namespace: string
  annotations: Annotations
  headers: ResponseHeaders
  paths: Placed[]
}

/** Splits the locations of a route by what has to differ between Ingresses: namespace, annotations, headers, canary, own limit. */
export function groupPaths(
  route: HttpRoute,
  index: number,
  locations: Location[],
  unwritable: number[],
  ledger: Ledger,
): Group[] {
  const at = routePointer(index)
  const groups = new Map<string, Group>()
  for (const location of locations) {
    const rule = route.paths[location.rule] as PathRule
    const path = (...segments: (string | number)[]) => at('paths', location.rule, ...segments)
    const placed = unwritable.includes(location.rule)
      ? { ...location, backend: ledger.nobody(), from: [path('path'), path('rewrite')], canary: null }
      : placePath(rule, location, path, ledger)
    const { backend } = placed
    const annotations = pathAnnotations(route, rule, at, path, backend, ledger)
    const headers = responseHeaders(route, rule, at, path, ledger)
    const key =
      locations.length === 1
        ? ''
        : JSON.stringify([
            backend.namespace,
            location.rewriteTarget,
            [...annotations].map(([name, { value }]) => [name, value]),
            [...headers].map(([name, { value }]) => [name, value]),
            placed.canary && [placed.canary.weight, placed.canary.total],
            // The limit of a path counts for itself, and each Ingress has one counter.
            rule.rateLimit ? location.rule : null,
            // Names to check at the upstream may differ by upstream.
            route.mode === 'reencrypt' && route.upstreamTls.serverName === undefined ? backend.index : null,
          ])
    const group = groups.get(key)
    if (group) {
      group.paths.push(placed)
      merge(group.annotations, annotations)
      merge(group.headers, headers)
    } else groups.set(key, { namespace: backend.namespace, annotations, headers, paths: [placed] })
  }
  return [...groups.values()]
}

function merge(into: Annotations, more: Annotations): void {
  for (const [key, { from }] of more) {
    const known = into.get(key)
    if (known) known.from = [...new Set([...known.from, ...from])]
  }
}

function placePath(
  rule: PathRule,
  location: Location,
  path: (...segments: (string | number)[]) => JsonPointer,
  ledger: Ledger,
): Placed {
  const where = (index: number) => (rule.upstreams ? path('upstreams', index, 'upstream') : path('upstream'))
  const shares = pathUpstreams(rule).flatMap(({ upstream, weight }, index) =>
    weight === 0 ? [] : [{ backend: ledger.pathBackend(upstream, where(index)), weight, from: [where(index)] }],
  )
  const [first, second] = shares
  if (!first) return { ...location, backend: ledger.nobody(), from: [path('path')], canary: null }
  if (shares.length > 2)
    ledger.lose(
      path('upstreams'),
      'path.weights',
      `A path has one canary on ingress-nginx: of ${shares.length} upstreams the first two share its traffic.`,
    )
  return {
    ...location,
    backend: first.backend,
    from: [path(), path('path'), ...first.from],
    canary: second
      ? {
          backend: second.backend,
          weight: second.weight,
          total: first.weight + second.weight,
          from: [path('upstreams'), ...second.from],
        }
      : null,
  }
}
