// A plan out of the numbers that were drawn. Only tests import this file.
import type { Sketch, sketchOfPath, Value } from './arbitrary-sketch'
import type { PlanInput } from './plan'

type RouteInput = NonNullable<PlanInput['routes']>[number]

/** The plan that a sketch stands for; references may dangle and hosts may collide. */
export function build({ listeners, upstreams, routes }: Sketch): PlanInput {
  const upstreamName = (index: number) => `up-${index % upstreams.length}`
  const acceptProxyProtocol = {
    none: {},
    any: { acceptProxyProtocol: {} },
    local: { acceptProxyProtocol: { from: ['127.0.0.0/8'] } },
  }[listeners.proxyIn]
  const tls = {
    protocol: 'tls' as const,
    tlsProfile: listeners.profile,
    alpn: [...listeners.alpn],
    unmatched: listeners.unmatched === 'route' ? { route: 'route-0' } : ('reject' as const),
    ...acceptProxyProtocol,
  }
  return {
    apiVersion: 'signalbox/v1',
    kind: 'Plan',
    name: 'arbitrary',
    listeners: [
      { name: 'https', port: 443, ...tls },
      ...(listeners.second ? [{ ...tls, name: 'https-2', port: 8443, unmatched: 'reject' as const }] : []),
      ...(listeners.http === 'none'
        ? []
        : [
            {
              name: 'http',
              port: 80,
              protocol: 'http' as const,
              ...acceptProxyProtocol,
              ...(listeners.http === 'acme' ? { acmeUpstream: 'up-0' } : {}),
            },
          ]),
    ],
    certificates: [
      ...routes.flatMap((route, index) =>
        route.mode === 'passthrough' || route.sharedCertificate ? [] : [certificate(`cert-${index}`, route.hosts)],
      ),
      certificate(
        'shared',
        routes.flatMap((route) => (route.mode !== 'passthrough' && route.sharedCertificate ? route.hosts : [])),
      ),
      { name: 'edge-client', file: '/etc/ssl/edge/edge-client.pem' },
    ],
    trust: ['partners', 'clinics', 'internal'].map((name) => ({ name, file: `/etc/ssl/edge/${name}.pem` })),
    upstreams: upstreams.map((sketch, index) => upstreamOf(sketch, index)),
    routes: routes.map((sketch, index) => routeOf(sketch, index, listeners.second, upstreamName)),
  }
}

const certificate = (name: string, hosts: readonly string[]) => ({
  name,
  hosts: [`${name}.certificates.example`, ...new Set(hosts.filter((pattern) => pattern !== '*'))],
  file: `/etc/ssl/edge/${name}.pem`,
})

function upstreamOf(sketch: Sketch['upstreams'][number], index: number): NonNullable<PlanInput['upstreams']>[number] {
  const health = {
    none: undefined,
    tcp: { kind: 'tcp' as const },
    tls: { kind: 'tls' as const, serverName: `up-${index}.internal.example` },
    http: { kind: 'http' as const, path: '/healthz' },
  }[sketch.health]
  return {
    name: `up-${index}`,
    servers: Array.from({ length: sketch.servers }, (_, server) => ({
      host: `10.0.${index}.${server + 1}`,
      port: 8443,
      weight: sketch.weights[server] ?? 1,
      backup: sketch.backup && server === sketch.servers - 1 && server > 0,
    })),
    balance: sketch.balance,
    ...(health ? { health } : {}),
    sendProxyProtocol: sketch.proxy,
    ...(sketch.proxy === 'none' ? {} : { acceptsProxyProtocol: true }),
    httpPort: 8080,
  }
}

function routeOf(
  sketch: Sketch['routes'][number],
  index: number,
  second: boolean,
  upstreamName: (index: number) => string,
): RouteInput {
  const common = defined({
    name: `route-${index}`,
    listener: second && sketch.secondListener && index > 0 ? 'https-2' : 'https',
    hosts: sketch.hosts,
    wildcardDepth: sketch.depth,
    allow: sketch.allow,
    deny: sketch.deny,
    timeouts: sketch.timeouts,
  })
  if (sketch.mode === 'passthrough')
    return {
      ...common,
      ...defined({
        mode: 'passthrough' as const,
        upstream: upstreamName(sketch.upstream),
        plainHttp: sketch.plainHttp === 'serve' ? 'forward' : sketch.plainHttp,
      }),
    }
  const http = defined({
    certificate: sketch.sharedCertificate ? 'shared' : `cert-${index}`,
    paths: sketch.paths.map((path) => pathOf(path, upstreamName)),
    requestHeaders: sketch.requestHeaders,
    responseHeaders: sketch.responseHeaders,
    rateLimit: sketch.rateLimit,
    clientAuth:
      sketch.clientAuth === 'none'
        ? undefined
        : {
            mode: sketch.clientAuth,
            trust: sketch.trust,
            ...(sketch.identityHeader ? { identityHeader: 'X-Client-Subject' } : {}),
          },
    hsts: sketch.hsts,
    plainHttp: sketch.plainHttp,
  })
  if (sketch.mode === 'terminate') return { ...common, ...http, mode: 'terminate' }
  const upstreamTls = defined({
    verify: sketch.verify,
    trust: sketch.verify ? 'internal' : undefined,
    serverName: sketch.serverName ? 'backend.internal.example' : undefined,
    clientCertificate: sketch.upstreamClientCertificate ? 'edge-client' : undefined,
  })
  return { ...common, ...http, mode: 'reencrypt', upstreamTls }
}

function pathOf(sketch: Value<typeof sketchOfPath>, upstreamName: (index: number) => string) {
  const weighted = [
    { upstream: upstreamName(sketch.upstream), weight: 1 },
    ...sketch.others.map((other) => ({ ...other, upstream: upstreamName(other.upstream) })),
  ]
  const distinct = weighted.filter(
    (entry, index) => weighted.findIndex((other) => other.upstream === entry.upstream) === index,
  )
  const common = defined({
    ...(distinct.length > 1 ? { upstreams: distinct } : { upstream: weighted[0]?.upstream ?? '' }),
    methods: sketch.methods,
    requestHeaders: sketch.requestHeaders,
    responseHeaders: sketch.responseHeaders,
    rateLimit: sketch.rateLimit,
  })
  const whole = sketch.rewrite === 'none' ? {} : { rewrite: { path: sketch.rewriteTo } }
  if (sketch.match === 'regex') return { path: sketch.regex, match: 'regex' as const, ...whole, ...common }
  if (sketch.match === 'exact') return { path: sketch.path, match: 'exact' as const, ...whole, ...common }
  return {
    path: sketch.path,
    match: 'prefix' as const,
    ...(sketch.rewrite === 'prefix' ? { rewrite: { prefix: sketch.rewriteTo } } : whole),
    ...common,
  }
}

/** The plan with each host left to its first route; routes without a host fall away. */
export function runnable(plan: PlanInput): PlanInput {
  const sharesPlainHttp = plan.listeners?.some((listener) => listener.protocol === 'http')
  const taken = new Set<string>()
  const claim = (route: RouteInput, pattern: string) => {
    // A plain HTTP listener answers for the hosts of every tls listener, so there a host belongs to one route only.
    const key = `${sharesPlainHttp ? '' : route.listener} ${pattern} ${pattern.startsWith('*.') ? (route.wildcardDepth ?? 'one') : ''}`
    return taken.has(key) ? false : taken.add(key).has(key)
  }
  const routes = (plan.routes ?? [])
    .map((route) => ({ ...route, hosts: route.hosts.filter((pattern) => claim(route, pattern)) }))
    .filter((route) => route.hosts.length > 0)
  return { ...plan, routes }
}

/** The record without members that are undefined, as a document would have it. */
function defined<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T
}
