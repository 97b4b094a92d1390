import { type JsonPointer, toPointer } from '../../domain-model/json-pointer'
import type { TlsListener } from '../../domain-model/listener'
import type { HttpRoute } from '../../domain-model/route'
import { type Annotations, routeAnnotations, routePointer, upstreamTlsAnnotations } from './annotations'
import type { YamlDocument } from './ast'
import { addExtras } from './extras'
import { headersMap, type IngressParts, ingress } from './ingress-object'
import type { Ledger } from './ledger'
import { lowerPaths } from './locations'
import { groupPaths, type Placed } from './path-groups'

/** The Ingresses of one route: one for each set of annotations that its paths need, and one more for each canary. */
export function lowerHttp(route: HttpRoute, index: number, listener: TlsListener, ledger: Ledger): YamlDocument[] {
  const at = routePointer(index)
  const { locations, regex, unwritable } = lowerPaths(route.paths)
  for (const rule of unwritable)
    ledger.lose(
      at('paths', rule, 'rewrite'),
      'path.rewrite-whole',
      'The controller takes letters, digits and . _ ~ / : - alone in a rewrite: the path is answered 503, since the upstream would see another one.',
      'Use other characters in the rewrite.',
    )
  const groups = groupPaths(route, index, locations, unwritable, ledger)
  const limited = groups.filter((group) => group.annotations.has('limit-rps') || group.annotations.has('limit-rpm'))
  if (route.rateLimit && limited.length > 1)
    ledger.lose(
      at('rateLimit'),
      'rate-limit.route',
      `The paths of this route need ${groups.length} Ingresses, and each counts by itself.`,
    )
  const name = groups.length > 0 ? ledger.names.claim(route.name, at('name')) : ''
  const hosts = httpHosts(route, index, listener, ledger)
  return groups.flatMap((group, number) => {
    const own = number === 0 ? name : ledger.names.derive(name, `-${number + 1}`)
    const annotations: Annotations = new Map()
    if (regex)
      annotations.set('use-regex', { value: 'true', from: group.paths.map((path) => at('paths', path.rule, 'path')) })
    const [first] = group.paths
    if (first?.rewriteTarget != null)
      annotations.set('rewrite-target', {
        value: first.rewriteTarget,
        from: group.paths.map((path) => at('paths', path.rule, 'rewrite')),
      })
    for (const [key, value] of routeAnnotations(route, at, group.namespace, ledger)) annotations.set(key, value)
    if (route.mode === 'reencrypt' && first) upstreamTlsAnnotations(route, at, first.backend, ledger, annotations)
    for (const [key, value] of group.annotations) annotations.set(key, value)
    const documents: YamlDocument[] = []
    if (group.headers.size > 0) {
      const configMap = ledger.names.derive(own, '-headers')
      annotations.set('custom-headers', {
        value: `${group.namespace}/${configMap}`,
        from: [...new Set([...group.headers.values()].flatMap((header) => header.from))],
      })
      documents.push(headersMap(configMap, group, [at()], ledger))
    }
    addExtras(route, ledger, annotations)
    const secret = ledger.certificateSecret(route.certificate, group.namespace, at('certificate'))
    const parts: IngressParts = {
      name: own,
      namespace: group.namespace,
      annotations,
      hosts,
      tls: hosts.some((host) => host.name !== null) ? { secret: secret.name, from: secret.from } : null,
      paths: group.paths,
      from: [at()],
      comment: [
        `${route.name}: ${route.mode === 'reencrypt' ? 'TLS ends at the edge and starts again to the upstream' : 'TLS ends at the edge'}`,
      ],
    }
    documents.push(ingress(ledger, parts))
    if (first?.canary) documents.push(canaryIngress(ledger, parts, group.paths, at))
    return documents
  })
}

/** A catch-all, and the route for unmatched names, is a rule without a host; its certificate is the controller's default one. */
function httpHosts(route: HttpRoute, index: number, listener: TlsListener, ledger: Ledger): IngressParts['hosts'] {
  const at = routePointer(index)
  const hosts: IngressParts['hosts'] = route.hosts.map((name, host) => ({
    name: name === '*' ? null : name,
    from: [at('hosts', host)],
  }))
  const isFallback = listener.unmatched !== 'reject' && listener.unmatched.route === route.name
  if (isFallback && !hosts.some((host) => host.name === null))
    hosts.push({ name: null, from: [toPointer(['listeners', ledger.plan.listeners.indexOf(listener), 'unmatched'])] })
  const open = hosts.find((host) => host.name === null)
  if (open && !ledger.extraArgs.has('default-ssl-certificate')) {
    const secret = ledger.certificateSecret(route.certificate, ledger.namespace, at('certificate'))
    ledger.setFlag(
      'default-ssl-certificate',
      `${ledger.namespace}/${secret.name}`,
      [...open.from, ...secret.from],
      ['What every name without a certificate of its own gets.'],
    )
  }
  return hosts
}

/** The second upstream of weighted paths. What it does not say it inherits from the Ingress with the same host and path. */
function canaryIngress(
  ledger: Ledger,
  main: IngressParts,
  paths: Placed[],
  at: (...segments: (string | number)[]) => JsonPointer,
): YamlDocument {
  const shares = paths.flatMap((path) => (path.canary ? [{ ...path, canary: path.canary }] : []))
  const from = shares.flatMap((path) => path.canary.from)
  const annotations: Annotations = new Map([
    ['canary', { value: 'true', from }],
    ['canary-weight', { value: String(shares[0]?.canary.weight ?? 0), from }],
    ['canary-weight-total', { value: String(shares[0]?.canary.total ?? 100), from }],
  ])
  const [first] = shares
  return ingress(ledger, {
    ...main,
    name: ledger.names.derive(main.name, '-canary'),
    namespace: first?.canary.backend.namespace ?? main.namespace,
    annotations,
    tls: null,
    paths: shares.map((path) => ({ ...path, backend: path.canary.backend, from: path.canary.from })),
    from: [at()],
    comment: ['The share of the second upstream'],
  })
}
