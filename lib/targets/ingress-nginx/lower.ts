import type { Loss } from '../../diagnostics/loss'
import { type JsonPointer, toPointer } from '../../domain-model/json-pointer'
import type { HttpListener, TlsListener } from '../../domain-model/listener'
import { acmeChallengePrefix } from '../../domain-model/match-plain-http'
import type { Plan } from '../../domain-model/plan'
import {
  type HttpRoute,
  type PassthroughRoute,
  type PathRule,
  pathUpstreams,
  type Route,
  terminatesTls,
} from '../../domain-model/route'
import {
  type Annotations,
  pathAnnotations,
  plainHttpAnnotations,
  type ResponseHeaders,
  responseHeaders,
  routeAnnotations,
  routePointer,
  upstreamTlsAnnotations,
} from './annotations'
import { entry, item, list, map, type YamlDocument, type YamlItem, type YamlMap } from './ast'
import { type Backend, Ledger, retirement, retirementSource } from './ledger'
import { type Location, lowerPaths } from './locations'
import { lowerPrerequisites, type TextLine } from './prerequisites'
import { lowerValues } from './values'

export interface Lowered {
  manifests: YamlDocument[]
  values: YamlDocument
  prerequisites: TextLine[]
  losses: Loss[]
}

/** One path of one Ingress with where it goes, and where its share goes when two upstreams divide it. */
interface Placed extends Location {
  backend: Backend
  from: JsonPointer[]
  canary: { backend: Backend; weight: number; total: number; from: JsonPointer[] } | null
}

/** Paths that can live in one Ingress, since annotations hold for a whole Ingress. */
interface Group {
  namespace: string
  annotations: Annotations
  headers: ResponseHeaders
  paths: Placed[]
}

interface IngressParts {
  name: string
  namespace: string
  annotations: Annotations
  /** Null stands for a rule without a host: every name that no other rule has. */
  hosts: { name: string | null; from: JsonPointer[] }[]
  tls: { secret: string; from: JsonPointer[] } | null
  paths: { path: string; pathType: Location['pathType']; backend: Backend; from: JsonPointer[] }[]
  from: JsonPointer[]
  comment: string[]
}

/** The plan as Ingress objects, ConfigMaps of response headers, Helm values and a list of what has to be there. */
export function lower(plan: Plan, version: string): Lowered {
  const ledger = new Ledger(plan, version)
  ledger.lose('', 'target', retirement, 'Move to a target that is maintained; this one is for what still runs.')
  const tls = plan.listeners.findIndex((listener) => listener.protocol === 'tls')
  const listener = plan.listeners[tls] as TlsListener | undefined
  const blocking = plan.routes.findIndex((route) => terminatesTls(route) && route.waf?.mode === 'block')
  if (blocking !== -1) blockWithFirewall(toPointer(['routes', blocking, 'waf']), ledger)

  const manifests: YamlDocument[] = []
  const challenged: { host: string; from: JsonPointer[] }[] = []
  for (const [index, route] of plan.routes.entries()) {
    const at = routePointer(index)
    if (!listener || route.listener !== listener.name) {
      loseRoute(plan, route, index, listener, ledger)
      continue
    }
    if (!terminatesTls(route)) {
      manifests.push(...lowerPassthrough(route, index, tls, ledger))
      continue
    }
    manifests.push(...lowerHttp(route, index, listener, ledger))
    if (route.plainHttp === 'redirect' || route.plainHttp === 'acme-only')
      for (const [host, name] of route.hosts.entries())
        if (name !== '*') challenged.push({ host: name, from: [at('hosts', host)] })
  }
  manifests.push(...lowerChallenges(plan, challenged, ledger))
  strayExtras(plan, ledger)
  const values = lowerValues(plan, tls, ledger)
  const prerequisites = lowerPrerequisites(plan, ledger)
  if (manifests[0]) manifests[0].comment.unshift(...head(plan, version))
  else
    manifests.push({
      comment: [...head(plan, version), 'The plan holds nothing that ingress-nginx can route.'],
      root: map(),
      from: [],
    })
  return { manifests, values, prerequisites, losses: ledger.losses }
}

function head(plan: Plan, version: string): string[] {
  return [
    retirement,
    retirementSource,
    `Plan ${plan.name}, for the controller ${version}. Needs the settings of values.yaml; see PREREQUISITES.txt.`,
    '',
  ]
}

function blockWithFirewall(from: JsonPointer, ledger: Ledger): void {
  ledger.set('enable-modsecurity', 'true', [from])
  ledger.set('enable-owasp-modsecurity-crs', 'true', [from])
  ledger.set(
    'modsecurity-snippet',
    'SecRuleEngine On',
    [from],
    ['Blocks on every host; routes without a firewall switch it off for themselves.'],
  )
}

function loseRoute(plan: Plan, route: Route, index: number, listener: TlsListener | undefined, ledger: Ledger): void {
  const own = plan.listeners.find((other) => other.name === route.listener)
  ledger.lose(
    toPointer(['routes', index, 'listener']),
    'listener',
    own?.protocol === 'tls'
      ? `ingress-nginx has one port for TLS, and it is that of listener ${listener?.name}: what belongs to ${own.name} is left out.`
      : `Route ${route.name} belongs to no tls listener, so it answers nowhere and is left out.`,
  )
}

/** Only exact hosts: a wildcard would be accepted and then never match, so it is left out (and reported by its capability). */
function lowerPassthrough(route: PassthroughRoute, index: number, listener: number, ledger: Ledger): YamlDocument[] {
  const at = routePointer(index)
  const hosts = route.hosts.flatMap((name, host) => (name.startsWith('*') ? [] : [{ name, from: [at('hosts', host)] }]))
  const backend = ledger.backend(route.upstream, at('upstream'))
  for (const timeout of ['connectSeconds', 'idleSeconds'] as const)
    if (route.timeouts?.[timeout] !== undefined)
      ledger.lose(
        at('timeouts', timeout),
        timeout === 'connectSeconds' ? 'timeout.connect' : 'timeout.idle',
        'Passed-through connections have no timeouts on ingress-nginx.',
      )
  if (hosts.length === 0 || !backend) return []
  if (backend.upstream?.balance === 'source')
    ledger.lose(
      `/upstreams/${backend.index}/balance`,
      'upstream.balance.source',
      'On passthrough the ClusterIP of the service is dialled, so kube-proxy chooses the pod.',
      'Set sessionAffinity: ClientIP on the service; it sees the address of the controller, though.',
    )
  const annotations: Annotations = new Map()
  annotations.set('ssl-passthrough', { value: 'true', from: [at('mode')] })
  plainHttpAnnotations(route, at, annotations)
  ledger.setFlag(
    'enable-ssl-passthrough',
    '',
    [at('mode'), toPointer(['listeners', listener, 'port'])],
    ['Without this flag the annotation is ignored in silence and the hosts are terminated.'],
  )
  addExtras(route, ledger, annotations)
  return [
    ingress(ledger, {
      name: ledger.names.claim(route.name, at('name')),
      namespace: backend.namespace,
      annotations,
      hosts,
      tls: null,
      // Anything but / is ignored on a passthrough host.
      paths: [{ path: '/', pathType: 'Prefix', backend, from: [at('upstream')] }],
      from: [at()],
      comment: [`${route.name}: passed through, the backend ends TLS`],
    }),
  ]
}

function lowerHttp(route: HttpRoute, index: number, listener: TlsListener, ledger: Ledger): YamlDocument[] {
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

function groupPaths(
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

/** Challenges for the edge's own certificates. An Ingress of its own, so that they are not redirected. */
function lowerChallenges(plan: Plan, hosts: { host: string; from: JsonPointer[] }[], ledger: Ledger): YamlDocument[] {
  const index = plan.listeners.findIndex(
    (listener) => listener.protocol === 'http' && listener.acmeUpstream !== undefined,
  )
  const listener = plan.listeners[index] as HttpListener | undefined
  if (listener?.acmeUpstream === undefined || hosts.length === 0) return []
  const from = [toPointer(['listeners', index, 'acmeUpstream'])]
  const backend = ledger.backend(listener.acmeUpstream, from[0] as JsonPointer)
  if (!backend) return []
  const unique = new Map(hosts.map(({ host, from: place }) => [host, place]))
  return [
    ingress(ledger, {
      name: ledger.names.derive(plan.name, '-acme'),
      namespace: backend.namespace,
      annotations: new Map([['ssl-redirect', { value: 'false', from }]]),
      hosts: [...unique].map(([name, place]) => ({ name, from: place })),
      tls: null,
      paths: [{ path: acmeChallengePrefix, pathType: 'ImplementationSpecific', backend, from }],
      from,
      comment: ['ACME challenges for the certificates of the edge'],
    }),
  ]
}

const prefix = 'nginx.ingress.kubernetes.io/'

function ingress(ledger: Ledger, parts: IngressParts): YamlDocument {
  const names = parts.hosts.flatMap((host) => (host.name === null ? [] : [item(host.name, host.from)]))
  return {
    comment: parts.comment,
    from: parts.from,
    root: map(
      entry('apiVersion', 'networking.k8s.io/v1'),
      entry('kind', 'Ingress'),
      entry(
        'metadata',
        map(
          ...metadata(ledger, parts.name, parts.namespace, parts.from),
          entry(
            'annotations',
            map(
              ...[...parts.annotations].map(([key, { value, from }]) =>
                entry(key.includes('/') ? key : `${prefix}${key}`, value, from),
              ),
            ),
          ),
        ),
      ),
      entry(
        'spec',
        map(
          entry('ingressClassName', 'nginx'),
          parts.tls
            ? entry(
                'tls',
                list(item(map(entry('hosts', list(...names)), entry('secretName', parts.tls.secret, parts.tls.from)))),
              )
            : undefined,
          entry('rules', list(...parts.hosts.map((host) => rule(host, parts)))),
        ),
      ),
    ),
  }
}

function rule(host: IngressParts['hosts'][number], parts: IngressParts): YamlItem {
  const paths = parts.paths.map((path) =>
    item(
      map(
        entry('path', path.path),
        entry('pathType', path.pathType),
        entry('backend', backendMap(path.backend, path.from)),
      ),
      path.from,
    ),
  )
  const http = entry('http', map(entry('paths', list(...paths))))
  return host.name === null
    ? item(map(http), host.from)
    : item(map(entry('host', host.name, host.from), http), parts.from)
}

function backendMap(backend: Backend, from: JsonPointer[]): YamlMap {
  const name = backend.index === null ? from : [...from, `/upstreams/${backend.index}`]
  const service = backend.exists ? [...from, `/upstreams/${backend.index}/service`] : name
  return map(
    entry(
      'service',
      map(entry('name', backend.service, service), entry('port', map(entry('number', backend.port, service)), service)),
      name,
    ),
  )
}

function metadata(ledger: Ledger, name: string, namespace: string, from: JsonPointer[]) {
  return [
    entry(
      'name',
      name,
      from.map((place) => (place.startsWith('/routes/') ? `${place}/name` : place)),
    ),
    entry('namespace', namespace, ledger.plan.namespace === undefined ? from : ['/namespace']),
    ledger.labels,
  ]
}

/** `custom-headers` reads a ConfigMap of the Ingress's own namespace. */
function headersMap(name: string, group: Group, from: JsonPointer[], ledger: Ledger): YamlDocument {
  return {
    comment: [],
    from,
    root: map(
      entry('apiVersion', 'v1'),
      entry('kind', 'ConfigMap'),
      entry('metadata', map(...metadata(ledger, name, group.namespace, from))),
      entry('data', map(...[...group.headers].map(([header, value]) => entry(header, value.value, value.from)))),
    ),
  }
}

const annotationLine =
  /^((?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?):\s*(.*)$/

/** `annotations/<route>`: lines of the form `key: value`, which win over what the plan says. */
function addExtras(route: Route, ledger: Ledger, annotations: Annotations): void {
  for (const [index, extra] of ledger.plan.extras.entries()) {
    if (extra.target !== 'ingress-nginx' || extra.place !== `annotations/${route.name}`) continue
    for (const [number, line] of extra.lines.entries()) {
      const from = [toPointer(['extras', index, 'lines', number])]
      const [, key, value] = annotationLine.exec(line) ?? []
      if (key !== undefined)
        annotations.set(key.startsWith(prefix) ? key.slice(prefix.length) : key, { value: value ?? '', from })
    }
  }
}

/** Settings for the whole controller, and whatever could not be used. */
function strayExtras(plan: Plan, ledger: Ledger): void {
  const routes = new Set(plan.routes.map((route) => `annotations/${route.name}`))
  for (const [index, extra] of plan.extras.entries()) {
    if (extra.target !== 'ingress-nginx') continue
    if (extra.place.startsWith('annotations/') && !routes.has(extra.place))
      ledger.lose(
        toPointer(['extras', index, 'place']),
        'extras',
        `There is no route ${extra.place.slice('annotations/'.length)}, so these lines are left out.`,
      )
    for (const [number, line] of extra.lines.entries()) {
      const from = toPointer(['extras', index, 'lines', number])
      const [, key, value] = annotationLine.exec(line) ?? []
      if (key === undefined)
        ledger.lose(from, 'extras', 'This line is not of the form "key: value", so it is left out.')
      else if (extra.place === 'config')
        ledger.config.set(key, { value: value ?? '', from: new Set([from]), comment: [] })
    }
  }
}
