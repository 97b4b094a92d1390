// What a random plan is drawn from: numbers that pick from small pools. Only tests import this file.
import fc from 'fast-check'

const longName = `${'l'.repeat(63)}.${'m'.repeat(63)}.example.org`

const names = [
  'www.example.com',
  'api.example.com',
  'example.com',
  'v2.api.example.com',
  'example.org',
  'a-b.example.org',
  'xn--bcher-kva.example',
  longName,
]

const wildcards = ['*.example.com', '*.api.example.com', '*.example.org', '*.com']

const host = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...names) },
  { weight: 3, arbitrary: fc.constantFrom(...wildcards) },
  { weight: 1, arbitrary: fc.constant('*') },
)

export const literalPaths = [
  '/',
  '/v1',
  '/v1/',
  '/v1/items',
  '/v12',
  '/assets',
  '/a/b/c',
  "/it's(a),path;x=1",
  '/caf%C3%A9',
  '/$cash&co@x',
] as const

export const regexPaths = [
  '/v\\d+/items/[a-z]+',
  '/.*\\.png',
  '/v[12](?:/.*)?',
  '/[^/]+/b/c',
  '/items|/things',
  '/a{2,3}',
] as const

const rewritten = ['/', '/new', '/new/', '/deep/er', '/v1'] as const

/** Every sign that some configuration language gives a meaning to. */
export const hostileHeaderValues = [
  'signalbox',
  '50% off',
  'a "quoted" \\ word',
  `$host $\{HOME} %[src] %{+Q}o`,
  "';{}#",
  '}',
  '-f -- x',
  '',
  'https://example.com/?a=b&c=d',
] as const

const headerSets = fc.dictionary(
  fc.constantFrom('X-Edge', 'X-Tenant', 'X-Cache_Key', 'Via-Box'),
  fc.constantFrom(...hostileHeaderValues),
  { maxKeys: 2 },
)

const headerRules = fc.record(
  {
    set: headerSets,
    remove: fc.uniqueArray(fc.constantFrom('X-Internal', 'X-Debug', 'Accept-Language'), { maxLength: 2 }),
  },
  { requiredKeys: [] },
)

const responseRules = fc.record(
  { set: headerSets, remove: fc.uniqueArray(fc.constantFrom('X-Powered-By', 'X-Debug'), { maxLength: 2 }) },
  { requiredKeys: [] },
)

/** So generous that no test trips it by accident. */
const rateLimit = fc.record({
  requests: fc.constantFrom(5_000, 100_000),
  per: fc.constantFrom('second' as const, 'minute' as const),
  burst: fc.constantFrom(1_000, 10_000),
})

export const maybe = <T>(arbitrary: fc.Arbitrary<T>, freq = 3) => fc.option(arbitrary, { nil: undefined, freq })

const oneIn = (n: number) => fc.nat({ max: n - 1 }).map((value) => value === n - 1)

export const sketchOfListeners = fc.record({
  second: oneIn(4),
  http: fc.constantFrom('none' as const, 'plain' as const, 'acme' as const),
  profile: fc.constantFrom('intermediate' as const, 'modern' as const),
  alpn: fc.constantFrom(['h2', 'http/1.1'] as const, ['http/1.1', 'h2'] as const, ['http/1.1'] as const),
  unmatched: fc.constantFrom('reject' as const, 'reject' as const, 'route' as const),
  proxyIn: fc.constantFrom('none' as const, 'none' as const, 'none' as const, 'any' as const, 'local' as const),
})

export const sketchOfUpstream = fc.record({
  servers: fc.integer({ min: 1, max: 3 }),
  weights: fc.constantFrom([1, 1, 1], [1, 2, 3], [5, 1, 0]),
  backup: oneIn(4),
  balance: fc.constantFrom('round-robin' as const, 'least-connections' as const, 'source' as const),
  health: fc.constantFrom('none' as const, 'tcp' as const, 'tls' as const, 'http' as const),
  proxy: fc.constantFrom('none' as const, 'none' as const, 'v1' as const, 'v2' as const),
})

export const sketchOfPath = fc.record({
  match: fc.constantFrom('prefix' as const, 'exact' as const, 'regex' as const),
  path: fc.constantFrom(...literalPaths),
  regex: fc.constantFrom(...regexPaths),
  upstream: fc.nat(7),
  others: fc.array(fc.record({ upstream: fc.nat(7), weight: fc.constantFrom(1, 2, 0) }), { maxLength: 2 }),
  rewrite: fc.constantFrom('none' as const, 'none' as const, 'prefix' as const, 'path' as const),
  rewriteTo: fc.constantFrom(...rewritten),
  methods: maybe(
    fc.uniqueArray(
      fc.constantFrom('GET' as const, 'POST' as const, 'PUT' as const, 'HEAD' as const, 'DELETE' as const),
      { minLength: 1, maxLength: 3 },
    ),
    2,
  ),
  requestHeaders: maybe(headerRules, 2),
  responseHeaders: maybe(responseRules, 2),
  rateLimit: maybe(rateLimit, 1),
})

/** Loopback addresses are what tests connect from. */
const addressLists = [
  ['127.0.0.0/8'],
  ['10.0.0.0/8', '127.0.0.1'],
  ['10.0.0.0/8', '2001:db8::/32'],
  ['127.0.0.7', '192.0.2.0/24'],
  ['0.0.0.0/0', '::/0'],
]

export const sketchOfRoute = fc.record({
  mode: fc.constantFrom('terminate' as const, 'passthrough' as const, 'reencrypt' as const),
  hosts: fc.uniqueArray(host, { minLength: 1, maxLength: 3 }),
  depth: fc.constantFrom('one' as const, 'any' as const),
  secondListener: oneIn(3),
  upstream: fc.nat(7),
  sharedCertificate: oneIn(3),
  paths: fc.array(sketchOfPath, { minLength: 1, maxLength: 4 }),
  requestHeaders: maybe(headerRules, 2),
  responseHeaders: maybe(responseRules, 2),
  rateLimit: maybe(rateLimit, 1),
  clientAuth: fc.constantFrom('none' as const, 'none' as const, 'required' as const, 'optional' as const),
  trust: fc.constantFrom('partners' as const, 'clinics' as const),
  identityHeader: oneIn(2),
  hsts: maybe(
    fc.record({ maxAgeSeconds: fc.constantFrom(0, 63072000), includeSubDomains: fc.boolean(), preload: fc.boolean() }),
    2,
  ),
  serverName: oneIn(2),
  verify: fc.constantFrom(true, true, true, false),
  upstreamClientCertificate: oneIn(2),
  plainHttp: fc.constantFrom(
    undefined,
    'redirect' as const,
    'serve' as const,
    'forward' as const,
    'acme-only' as const,
    'closed' as const,
  ),
  allow: maybe(fc.constantFrom(...addressLists), 1),
  deny: maybe(fc.constantFrom<string[][]>(['203.0.113.0/24'], ['127.0.0.9'], ['127.0.0.0/8'], ['2001:db8::1']), 1),
  timeouts: maybe(
    fc.record({ connectSeconds: fc.constantFrom(0.5, 5), idleSeconds: fc.constantFrom(5, 120) }, { requiredKeys: [] }),
    2,
  ),
})

export type Value<T> = T extends fc.Arbitrary<infer V> ? V : never

export interface Sketch {
  listeners: Value<typeof sketchOfListeners>
  upstreams: Value<typeof sketchOfUpstream>[]
  routes: Value<typeof sketchOfRoute>[]
}
