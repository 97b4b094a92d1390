import type { HeaderRules } from './http-header'
import { type JsonPointer, toPointer } from './json-pointer'
import type { Plan } from './plan'
import { type PathRule, type Route, terminatesTls } from './route'
import type { Upstream } from './upstream'

/**
 * Everything a plan can ask of a target, in words an operator reads. Granular on purpose: a target answers each with one verdict
 * and never has to say "it depends". Adding one makes every target's capability table incomplete, which does not compile.
 */
export const features = {
  'listener.plain-http': 'a listener for plain HTTP',
  'listener.address': 'listening on one local address',
  'listener.accept-proxy': 'PROXY protocol from a load balancer in front',
  'listener.tls-modern': 'TLS 1.3 only',
  'listener.tls-intermediate': 'TLS 1.2 and 1.3',
  'listener.tls-legacy': 'TLS 1.0 and 1.1',
  'listener.alpn': 'a choice of HTTP versions by ALPN',
  'listener.client-hello-timeout': 'a time limit for the ClientHello',
  'listener.unmatched-reject': 'refusing unknown names and missing SNI with a TLS alert',
  'listener.unmatched-route': 'a route for unknown names and missing SNI',
  'listener.acme-upstream': "an ACME solver for the edge's own certificates",
  'hybrid.shared-port': 'terminated and passed-through names on one port',
  'mode.terminate': 'TLS ends at the edge',
  'mode.passthrough': 'TLS is passed through untouched, routed by SNI',
  'mode.reencrypt': 'TLS ends at the edge and starts again to the upstream',
  'authority.misdirected': "421 for an authority that is not this connection's",
  'host.exact.terminate': 'exact host names, terminated',
  'host.exact.passthrough': 'exact host names, passed through',
  'host.wildcard-one.terminate': 'wildcards for one label, terminated',
  'host.wildcard-one.passthrough': 'wildcards for one label, passed through',
  'host.wildcard-any.terminate': 'wildcards of any depth, terminated',
  'host.wildcard-any.passthrough': 'wildcards of any depth, passed through',
  'host.catch-all.terminate': 'a catch-all host, terminated',
  'host.catch-all.passthrough': 'a catch-all host, passed through',
  'path.exact': 'exact paths',
  'path.prefix': 'path prefixes by whole segments',
  'path.regex': 'paths by regular expression',
  'path.normalized': 'paths matched after normalisation',
  'path.rewrite-prefix': 'swapping a path prefix',
  'path.rewrite-whole': 'swapping the whole path',
  'path.methods': 'only some methods on a path',
  'path.weights': 'several upstreams by weight on a path',
  'headers.request': 'changing request headers of a route',
  'headers.response': 'changing response headers of a route',
  'headers.request-by-path': 'changing request headers of one path',
  'headers.response-by-path': 'changing response headers of one path',
  'rate-limit.route': 'a request rate limit per client on a route',
  'rate-limit.path': 'a request rate limit per client on a path',
  'client-auth.required': 'client certificates required at the edge',
  'client-auth.optional': 'client certificates asked for at the edge',
  'client-auth.identity-header': "the client certificate's subject in a header",
  hsts: 'Strict-Transport-Security',
  waf: 'a web application firewall',
  'plain-http.redirect': 'redirecting plain HTTP to HTTPS',
  'plain-http.serve': 'serving the same paths on plain HTTP',
  'plain-http.forward': 'handing plain HTTP to the upstream',
  'plain-http.acme-only': 'only ACME challenges on plain HTTP',
  'plain-http.closed': 'closing plain HTTP without an answer',
  'access.terminate': 'allow and deny lists on a terminated route',
  'access.passthrough': 'allow and deny lists on a passthrough route',
  'timeout.connect': 'a connect timeout per route',
  'timeout.idle': 'an idle timeout per route',
  'upstream-tls.verify': "checking the upstream's certificate",
  'upstream-tls.no-verify': 'TLS to the upstream without checking it',
  'upstream-tls.trust': "a trust bundle for the upstream's certificate",
  'upstream-tls.system-trust': "the system's trust store for the upstream's certificate",
  'upstream-tls.server-name': 'a server name sent to and checked at the upstream',
  'upstream-tls.client-certificate': 'a client certificate shown to the upstream',
  'upstream.servers': 'servers by address',
  'upstream.service': 'a Kubernetes service',
  'upstream.weight': 'weights of servers',
  'upstream.backup': 'backup servers',
  'upstream.balance.round-robin': 'balancing in turn',
  'upstream.balance.least-connections': 'balancing to the least busy server',
  'upstream.balance.source': 'balancing by client address',
  'upstream.health.http': 'HTTP health checks',
  'upstream.health.tcp': 'TCP health checks',
  'upstream.health.tls': 'TLS handshake health checks',
  'upstream.proxy-v1': 'PROXY protocol v1 to the upstream',
  'upstream.proxy-v2': 'PROXY protocol v2 to the upstream',
  'plan.namespace': 'a Kubernetes namespace',
} as const

export type FeatureId = keyof typeof features
export const featureIds = Object.keys(features) as FeatureId[]

/** One place in a plan that asks for a feature. */
export interface FeatureUse {
  feature: FeatureId
  path: JsonPointer
}

/** What a plan asks for, place by place, in document order. One pass. */
export function usedFeatures(plan: Plan): FeatureUse[] {
  return featureGroups(plan).flat()
}

/**
 * The same, cut where one thing of the plan ends and the next begins; listeners, which go by their routes, are one group. An upstream or a
 * route that was asked before answers with the same list, so that who works on these can tell what an edit touched.
 */
export function featureGroups(plan: Plan): (readonly FeatureUse[])[] {
  return [
    gathered((use) => planFeatures(plan, use)),
    ...plan.upstreams.map((upstream, index) => remembered(upstream, index, upstreamFeatures)),
    ...plan.routes.map((route, index) => remembered(route, index, routeFeatures)),
  ]
}

function gathered(features: (use: Use) => void): FeatureUse[] {
  const uses: FeatureUse[] = []
  features((feature, ...segments) => uses.push({ feature, path: toPointer(segments) }))
  return uses
}

/** By the thing and its place in the list, which is in every path. Nobody changes a plan that was read. */
const known = new WeakMap<object, { index: number; uses: readonly FeatureUse[] }>()

function remembered<Thing extends object>(
  thing: Thing,
  index: number,
  features: (thing: Thing, index: number, use: Use) => void,
): readonly FeatureUse[] {
  const before = known.get(thing)
  if (before?.index === index) return before.uses
  const uses = gathered((use) => features(thing, index, use))
  known.set(thing, { index, uses })
  return uses
}

function planFeatures(plan: Plan, use: Use): void {
  if (plan.namespace !== undefined) use('plan.namespace', 'namespace')
  const modesByListener = new Map<string, Set<boolean>>()
  for (const route of plan.routes) {
    const modes = modesByListener.get(route.listener) ?? new Set()
    modesByListener.set(route.listener, modes.add(terminatesTls(route)))
  }
  for (const [index, listener] of plan.listeners.entries()) {
    const at = ['listeners', index] as const
    if (listener.address !== undefined) use('listener.address', ...at, 'address')
    if (listener.acceptProxyProtocol) use('listener.accept-proxy', ...at, 'acceptProxyProtocol')
    if (listener.protocol === 'http') {
      use('listener.plain-http', ...at)
      if (listener.acmeUpstream !== undefined) use('listener.acme-upstream', ...at, 'acmeUpstream')
      continue
    }
    const modes = modesByListener.get(listener.name)
    if (modes?.has(true)) {
      use(`listener.tls-${listener.tlsProfile}`, ...at, 'tlsProfile')
      use('listener.alpn', ...at, 'alpn')
      use('authority.misdirected', ...at)
    }
    if (modes && modes.size > 1) use('hybrid.shared-port', ...at, 'port')
    use('listener.client-hello-timeout', ...at, 'clientHelloSeconds')
    use(listener.unmatched === 'reject' ? 'listener.unmatched-reject' : 'listener.unmatched-route', ...at, 'unmatched')
  }
}

type Use = (feature: FeatureId, ...segments: (string | number)[]) => void

function upstreamFeatures(upstream: Upstream, index: number, use: Use): void {
  const at = ['upstreams', index] as const
  if (upstream.servers.length > 0) use('upstream.servers', ...at, 'servers')
  if (upstream.service) use('upstream.service', ...at, 'service')
  for (const [server, { weight, backup }] of upstream.servers.entries()) {
    if (weight !== 1) use('upstream.weight', ...at, 'servers', server, 'weight')
    if (backup) use('upstream.backup', ...at, 'servers', server, 'backup')
  }
  use(`upstream.balance.${upstream.balance}`, ...at, 'balance')
  if (upstream.health) use(`upstream.health.${upstream.health.kind}`, ...at, 'health')
  if (upstream.sendProxyProtocol !== 'none')
    use(`upstream.proxy-${upstream.sendProxyProtocol}`, ...at, 'sendProxyProtocol')
}

function routeFeatures(route: Route, index: number, use: Use): void {
  const at = ['routes', index] as const
  const layer = terminatesTls(route) ? 'terminate' : 'passthrough'
  use(`mode.${route.mode}`, ...at, 'mode')
  for (const [host, pattern] of route.hosts.entries()) {
    const kind =
      pattern === '*' ? 'catch-all' : pattern.startsWith('*.') ? (`wildcard-${route.wildcardDepth}` as const) : 'exact'
    use(`host.${kind}.${layer}`, ...at, 'hosts', host)
  }
  if (route.allow) use(`access.${layer}`, ...at, 'allow')
  if (route.deny) use(`access.${layer}`, ...at, 'deny')
  if (route.timeouts?.connectSeconds !== undefined) use('timeout.connect', ...at, 'timeouts', 'connectSeconds')
  if (route.timeouts?.idleSeconds !== undefined) use('timeout.idle', ...at, 'timeouts', 'idleSeconds')
  if (route.plainHttp) use(`plain-http.${route.plainHttp}`, ...at, 'plainHttp')
  if (!terminatesTls(route)) return

  headerFeatures(route, '', at, use)
  if (route.rateLimit) use('rate-limit.route', ...at, 'rateLimit')
  if (route.clientAuth) {
    use(`client-auth.${route.clientAuth.mode}`, ...at, 'clientAuth')
    if (route.clientAuth.identityHeader !== undefined)
      use('client-auth.identity-header', ...at, 'clientAuth', 'identityHeader')
  }
  if (route.hsts) use('hsts', ...at, 'hsts')
  if (route.waf) use('waf', ...at, 'waf')
  if (route.mode === 'reencrypt') {
    const { verify, trust, serverName, clientCertificate } = route.upstreamTls
    use(verify ? 'upstream-tls.verify' : 'upstream-tls.no-verify', ...at, 'upstreamTls')
    if (verify) use(trust !== undefined ? 'upstream-tls.trust' : 'upstream-tls.system-trust', ...at, 'upstreamTls')
    if (serverName !== undefined) use('upstream-tls.server-name', ...at, 'upstreamTls', 'serverName')
    if (clientCertificate !== undefined)
      use('upstream-tls.client-certificate', ...at, 'upstreamTls', 'clientCertificate')
  }
  for (const [path, rule] of route.paths.entries()) pathFeatures(rule, [...at, 'paths', path], use)
}

function pathFeatures(rule: PathRule, at: readonly (string | number)[], use: Use): void {
  use(`path.${rule.match}`, ...at, 'path')
  // Matching anything but "everything" depends on the form of the path.
  if (!(rule.match === 'prefix' && rule.path === '/')) use('path.normalized', ...at, 'path')
  if (rule.rewrite) use('prefix' in rule.rewrite ? 'path.rewrite-prefix' : 'path.rewrite-whole', ...at, 'rewrite')
  if (rule.methods) use('path.methods', ...at, 'methods')
  if (rule.upstreams && rule.upstreams.length > 1) use('path.weights', ...at, 'upstreams')
  headerFeatures(rule, '-by-path', at, use)
  if (rule.rateLimit) use('rate-limit.path', ...at, 'rateLimit')
}

function headerFeatures(
  holder: { requestHeaders?: HeaderRules | undefined; responseHeaders?: HeaderRules | undefined },
  scope: '' | '-by-path',
  at: readonly (string | number)[],
  use: Use,
): void {
  if (holder.requestHeaders) use(`headers.request${scope}`, ...at, 'requestHeaders')
  if (holder.responseHeaders) use(`headers.response${scope}`, ...at, 'responseHeaders')
}
