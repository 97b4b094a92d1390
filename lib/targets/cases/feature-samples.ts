import type { FeatureId } from '../../domain-model/feature'
import type { PlanInput } from '../../domain-model/plan'

/** A small plan that uses a feature, and the same plan without it or, where every plan has it, with another value. */
export interface FeatureSample {
  with: PlanInput
  without: PlanInput
}

type ListenerInput = NonNullable<PlanInput['listeners']>[number]
type RouteInput = NonNullable<PlanInput['routes']>[number]
type HttpRouteInput = Extract<RouteInput, { mode: 'terminate' }>
type ReencryptInput = Extract<RouteInput, { mode: 'reencrypt' }>
type PassthroughInput = Extract<RouteInput, { mode: 'passthrough' }>
type PathInput = HttpRouteInput['paths'][number]
type UpstreamInput = NonNullable<PlanInput['upstreams']>[number]

const https: ListenerInput = { name: 'https', port: 443, protocol: 'tls' }
const http: ListenerInput = { name: 'http', port: 80, protocol: 'http' }
const app: UpstreamInput = {
  name: 'app',
  servers: [{ host: '10.0.0.1', port: 8080 }],
  service: { name: 'app', port: 80 },
}
const other: UpstreamInput = {
  name: 'other',
  servers: [{ host: '10.0.0.2', port: 8080 }],
  service: { name: 'other', port: 80 },
}
const terminated: HttpRouteInput = {
  name: 'app',
  listener: 'https',
  hosts: ['app.example.com'],
  mode: 'terminate',
  certificate: 'app',
  paths: [{ path: '/', upstream: 'app' }],
}
const reencrypted: ReencryptInput = {
  ...terminated,
  mode: 'reencrypt',
  upstreamTls: { trust: 'internal', serverName: 'app.internal.example.com' },
}
const passed: PassthroughInput = {
  name: 'app',
  listener: 'https',
  hosts: ['app.example.com'],
  mode: 'passthrough',
  upstream: 'app',
}

function plan(parts: Partial<PlanInput>): PlanInput {
  return {
    apiVersion: 'signalbox/v1',
    kind: 'Plan',
    name: 'sample',
    listeners: [https],
    certificates: [
      { name: 'app', hosts: ['app.example.com'], secret: 'app-tls', file: '/etc/ssl/edge/app.pem' },
      { name: 'edge-client', secret: 'edge-client', file: '/etc/ssl/edge/edge-client.pem' },
    ],
    trust: [{ name: 'internal', secret: 'internal-ca', file: '/etc/ssl/edge/internal.pem' }],
    upstreams: [app, other],
    routes: [terminated],
    ...parts,
  }
}

const onListener = (changes: Partial<ListenerInput>, before: Partial<ListenerInput> = {}): FeatureSample => ({
  with: plan({ listeners: [{ ...https, ...changes } as ListenerInput] }),
  without: plan({ listeners: [{ ...https, ...before } as ListenerInput] }),
})
const onRoute = (changes: Partial<HttpRouteInput>, before: Partial<HttpRouteInput> = {}): FeatureSample => ({
  with: plan({ listeners: [https, http], routes: [{ ...terminated, ...changes }] }),
  without: plan({ listeners: [https, http], routes: [{ ...terminated, ...before }] }),
})
const onReencrypt = (
  changes: Partial<ReencryptInput['upstreamTls']>,
  before: Partial<ReencryptInput['upstreamTls']>,
): FeatureSample => ({
  with: plan({ routes: [{ ...reencrypted, upstreamTls: { ...changes } }] }),
  without: plan({ routes: [{ ...reencrypted, upstreamTls: { ...before } }] }),
})
const onPassthrough = (changes: Partial<PassthroughInput>, before: Partial<PassthroughInput> = {}): FeatureSample => ({
  with: plan({ listeners: [https, http], routes: [{ ...passed, ...changes }] }),
  without: plan({ listeners: [https, http], routes: [{ ...passed, ...before }] }),
})
const onPath = (changes: Partial<PathInput>, before: Partial<PathInput> = {}): FeatureSample => {
  const path = (parts: Partial<PathInput>) => [{ path: '/v1', upstream: 'app', ...parts }] as PathInput[]
  return onRoute({ paths: path(changes) }, { paths: path(before) })
}
const onUpstream = (changes: Partial<UpstreamInput>, before: Partial<UpstreamInput> = {}): FeatureSample => ({
  with: plan({ upstreams: [{ ...app, ...changes }, other] }),
  without: plan({ upstreams: [{ ...app, ...before }, other] }),
})
const onlyFirst = (upstream: UpstreamInput, before: UpstreamInput): FeatureSample => ({
  with: plan({ upstreams: [upstream] }),
  without: plan({ upstreams: [before] }),
})
const certificateHosts = (hosts: string[], depth: 'one' | 'any' = 'one'): Partial<HttpRouteInput> => ({
  hosts,
  wildcardDepth: depth,
})

/** Total over the features: one that has no sample does not compile. */
export const featureSamples: Record<FeatureId, FeatureSample> = {
  'listener.plain-http': {
    with: plan({ listeners: [https, http], routes: [{ ...terminated, plainHttp: 'redirect' }] }),
    without: plan({ routes: [{ ...terminated, plainHttp: 'redirect' }] }),
  },
  'listener.address': onListener({ address: '192.0.2.1' }),
  'listener.accept-proxy': onListener({ acceptProxyProtocol: { from: ['10.9.0.0/16'] } }),
  'listener.tls-modern': onListener({ tlsProfile: 'modern' } as Partial<ListenerInput>),
  'listener.tls-intermediate': onListener({}, { tlsProfile: 'modern' } as Partial<ListenerInput>),
  'listener.tls-legacy': onListener({ tlsProfile: 'legacy' } as Partial<ListenerInput>),
  'listener.alpn': onListener({ alpn: ['http/1.1'] } as Partial<ListenerInput>),
  'listener.client-hello-timeout': onListener({ clientHelloSeconds: 17 } as Partial<ListenerInput>),
  'listener.unmatched-reject': onListener({}, { unmatched: { route: 'app' } } as Partial<ListenerInput>),
  'listener.unmatched-route': onListener({ unmatched: { route: 'app' } } as Partial<ListenerInput>),
  'listener.acme-upstream': {
    with: plan({
      listeners: [https, { ...http, acmeUpstream: 'other' } as ListenerInput],
      routes: [{ ...terminated, plainHttp: 'redirect' }],
    }),
    without: plan({ listeners: [https, http], routes: [{ ...terminated, plainHttp: 'redirect' }] }),
  },
  'hybrid.shared-port': {
    with: plan({ routes: [terminated, { ...passed, name: 'pay', hosts: ['pay.example.com'] }] }),
    without: plan({}),
  },
  'mode.terminate': { with: plan({}), without: plan({ routes: [passed] }) },
  'mode.passthrough': { with: plan({ routes: [passed] }), without: plan({}) },
  'mode.reencrypt': { with: plan({ routes: [reencrypted] }), without: plan({}) },
  'authority.misdirected': { with: plan({}), without: plan({ routes: [passed] }) },
  'host.exact.terminate': onRoute({}, certificateHosts(['*.example.com'])),
  'host.exact.passthrough': onPassthrough({}, { hosts: ['*.example.com'] }),
  'host.wildcard-one.terminate': onRoute(certificateHosts(['*.example.com'])),
  'host.wildcard-one.passthrough': onPassthrough({ hosts: ['*.example.com'] }),
  'host.wildcard-any.terminate': onRoute(
    certificateHosts(['*.example.com'], 'any'),
    certificateHosts(['*.example.com']),
  ),
  'host.wildcard-any.passthrough': onPassthrough(
    { hosts: ['*.example.com'], wildcardDepth: 'any' },
    { hosts: ['*.example.com'] },
  ),
  'host.catch-all.terminate': onRoute(certificateHosts(['*'])),
  'host.catch-all.passthrough': onPassthrough({ hosts: ['*'] }),
  'path.exact': onPath({ match: 'exact' }),
  'path.prefix': onPath({}, { match: 'exact' }),
  'path.regex': onPath({ match: 'regex', path: '/v[0-9]+' }),
  'path.normalized': onPath({}, { path: '/' }),
  'path.rewrite-prefix': onPath({ rewrite: { prefix: '/new' } }),
  'path.rewrite-whole': onPath({ rewrite: { path: '/new' } }),
  'path.methods': onPath({ methods: ['GET', 'POST'] }),
  'path.weights': onRoute(
    {
      paths: [
        {
          path: '/v1',
          upstreams: [
            { upstream: 'app', weight: 3 },
            { upstream: 'other', weight: 1 },
          ],
        },
      ],
    },
    { paths: [{ path: '/v1', upstreams: [{ upstream: 'app', weight: 3 }] }] },
  ),
  'headers.request': onRoute({ requestHeaders: { set: { 'X-Edge': 'signalbox' }, remove: ['X-Internal'] } }),
  'headers.response': onRoute({ responseHeaders: { set: { 'X-Edge': 'signalbox' }, remove: ['Server'] } }),
  'headers.request-by-path': onPath({ requestHeaders: { set: { 'X-Edge': 'signalbox' } } }),
  'headers.response-by-path': onPath({ responseHeaders: { set: { 'X-Edge': 'signalbox' } } }),
  'rate-limit.route': onRoute({ rateLimit: { requests: 5, per: 'minute', burst: 2 } }),
  'rate-limit.path': onPath({ rateLimit: { requests: 5, per: 'second' } }),
  'client-auth.required': onRoute({ clientAuth: { mode: 'required', trust: 'internal' } }),
  'client-auth.optional': onRoute({ clientAuth: { mode: 'optional', trust: 'internal' } }),
  'client-auth.identity-header': onRoute(
    { clientAuth: { mode: 'required', trust: 'internal', identityHeader: 'X-Client-Subject' } },
    { clientAuth: { mode: 'required', trust: 'internal' } },
  ),
  hsts: onRoute({ hsts: { maxAgeSeconds: 63_072_000 } }),
  waf: onRoute({ waf: { mode: 'block' } }),
  'plain-http.redirect': onRoute({ plainHttp: 'redirect' }),
  'plain-http.serve': onRoute({ plainHttp: 'serve' }),
  'plain-http.forward': onRoute({ plainHttp: 'forward' }),
  'plain-http.acme-only': onRoute({ plainHttp: 'acme-only' }),
  'plain-http.closed': onRoute({ plainHttp: 'closed' }, { plainHttp: 'redirect' }),
  'access.terminate': onRoute({ allow: ['10.0.0.0/8'], deny: ['10.1.0.0/16'] }),
  'access.passthrough': onPassthrough({ allow: ['10.0.0.0/8'], deny: ['2001:db8::/32'] }),
  'timeout.connect': onRoute({ timeouts: { connectSeconds: 7 } }),
  'timeout.idle': onRoute({ timeouts: { idleSeconds: 77 } }),
  'upstream-tls.verify': onReencrypt({ trust: 'internal' }, { verify: false }),
  'upstream-tls.no-verify': onReencrypt({ verify: false }, { trust: 'internal' }),
  'upstream-tls.trust': onReencrypt({ trust: 'internal' }, {}),
  'upstream-tls.system-trust': onReencrypt({}, { trust: 'internal' }),
  'upstream-tls.server-name': onReencrypt(
    { trust: 'internal', serverName: 'app.internal.example.com' },
    { trust: 'internal' },
  ),
  'upstream-tls.client-certificate': onReencrypt(
    { trust: 'internal', clientCertificate: 'edge-client' },
    { trust: 'internal' },
  ),
  'upstream.servers': onlyFirst(app, { name: 'app', service: { name: 'app', port: 80 } }),
  // Beside servers a service is the second of two ways to say one thing (lib/targets/emit.test.ts).
  'upstream.service': onlyFirst(
    { name: 'app', service: { name: 'app', port: 80 } },
    { name: 'app', servers: [{ host: '10.0.0.1', port: 8080 }] },
  ),
  'upstream.weight': onUpstream(
    {
      servers: [
        { host: '10.0.0.1', port: 8080, weight: 3 },
        { host: '10.0.0.3', port: 8080 },
      ],
    },
    {
      servers: [
        { host: '10.0.0.1', port: 8080 },
        { host: '10.0.0.3', port: 8080 },
      ],
    },
  ),
  'upstream.backup': onUpstream(
    {
      servers: [
        { host: '10.0.0.1', port: 8080 },
        { host: '10.0.0.3', port: 8080, backup: true },
      ],
    },
    {
      servers: [
        { host: '10.0.0.1', port: 8080 },
        { host: '10.0.0.3', port: 8080 },
      ],
    },
  ),
  'upstream.balance.round-robin': onlyFirst(app, { ...app, balance: 'least-connections' }),
  'upstream.balance.least-connections': onUpstream({ balance: 'least-connections' }),
  'upstream.balance.source': onUpstream({ balance: 'source' }),
  'upstream.health.http': onUpstream({ health: { kind: 'http', path: '/healthz' } }),
  'upstream.health.tcp': onUpstream({ health: { kind: 'tcp' } }),
  'upstream.health.tls': onUpstream({ health: { kind: 'tls', serverName: 'app.internal.example.com' } }),
  'upstream.proxy-v1': onUpstream({ sendProxyProtocol: 'v1' }),
  'upstream.proxy-v2': onUpstream({ sendProxyProtocol: 'v2' }),
  'plan.namespace': { with: plan({ namespace: 'edge' }), without: plan({}) },
}
