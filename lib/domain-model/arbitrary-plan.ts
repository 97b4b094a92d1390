// Plans for property tests, with shrinking. Only tests import this file.
import fc from 'fast-check'
import { type Plan, type PlanInput, planSchema } from './plan'

export interface ArbitraryPlanOptions {
  /**
   * A plan that an engine can start with: every reference resolves, no name stands twice, one route owns each host, every upstream
   * has servers, certificates name their routes' hosts, and upstream certificates are checked against a bundle of the plan.
   * Without it references may dangle and hosts may collide, as in a half-written plan.
   */
  runnable?: boolean
  routesMax?: number
}

/**
 * A valid plan from a small pool of names, so that hosts and paths overlap often. Built from numbers that pick from pools: shrinking
 * drops routes and features one by one and ends at one plain route.
 */
export function arbitraryPlan(options: ArbitraryPlanOptions = {}): fc.Arbitrary<Plan> {
  const routes = fc.array(sketchOfRoute, { minLength: 1, maxLength: options.routesMax ?? 6 })
  return fc
    .record({
      listeners: sketchOfListeners,
      upstreams: fc.array(sketchOfUpstream, { minLength: 2, maxLength: 4 }),
      routes,
    })
    .map((sketch) => planSchema.parse(options.runnable ? runnable(build(sketch)) : build(sketch)))
}

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

const literalPaths = [
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
const regexPaths = [
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

const maybe = <T>(arbitrary: fc.Arbitrary<T>, freq = 3) => fc.option(arbitrary, { nil: undefined, freq })
const oneIn = (n: number) => fc.nat({ max: n - 1 }).map((value) => value === n - 1)

const sketchOfListeners = fc.record({
  second: oneIn(4),
  http: fc.constantFrom('none' as const, 'plain' as const, 'acme' as const),
  profile: fc.constantFrom('intermediate' as const, 'modern' as const),
  alpn: fc.constantFrom(['h2', 'http/1.1'] as const, ['http/1.1', 'h2'] as const, ['http/1.1'] as const),
  unmatched: fc.constantFrom('reject' as const, 'reject' as const, 'route' as const),
  proxyIn: fc.constantFrom('none' as const, 'none' as const, 'none' as const, 'any' as const, 'local' as const),
})

const sketchOfUpstream = fc.record({
  servers: fc.integer({ min: 1, max: 3 }),
  weights: fc.constantFrom([1, 1, 1], [1, 2, 3], [5, 1, 0]),
  backup: oneIn(4),
  balance: fc.constantFrom('round-robin' as const, 'least-connections' as const, 'source' as const),
  health: fc.constantFrom('none' as const, 'tcp' as const, 'tls' as const, 'http' as const),
  proxy: fc.constantFrom('none' as const, 'none' as const, 'v1' as const, 'v2' as const),
})

const sketchOfPath = fc.record({
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

const sketchOfRoute = fc.record({
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

type Value<T> = T extends fc.Arbitrary<infer V> ? V : never
interface Sketch {
  listeners: Value<typeof sketchOfListeners>
  upstreams: Value<typeof sketchOfUpstream>[]
  routes: Value<typeof sketchOfRoute>[]
}
type RouteInput = NonNullable<PlanInput['routes']>[number]

function build({ listeners, upstreams, routes }: Sketch): PlanInput {
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
function runnable(plan: PlanInput): PlanInput {
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

/** Text that some format reads as syntax. Fields with a grammar of their own narrow it further. */
export const hostileText = fc.oneof(
  fc.constantFrom(
    '"',
    "'",
    '}',
    '{',
    ';',
    '#',
    '$x',
    `$\{x}`,
    '\\',
    '\n',
    '\r\nX: y',
    '\u0000',
    '\u202e',
    '- x: y',
    '%[env(HOME)]',
    '*/',
    '<!--',
    '{{ x }}',
    'default',
    '~.*',
    '-f',
    '`',
    'a'.repeat(65536),
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
)

/** Schema-valid names of every shape the grammar allows, words that engines reserve among them. */
const anyName = fc.oneof(
  fc.constantFrom(
    'default',
    'global',
    'include',
    'volatile',
    'hostnames',
    'if',
    'true',
    'null',
    '1e3',
    '0',
    'a..b',
    'A_b-C.d',
    'x'.repeat(63),
  ),
  fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}[A-Za-z0-9]$/),
)
const anyHeaderValue = fc.oneof(
  fc.constantFrom(...hostileHeaderValues),
  fc.stringMatching(/^[!-~]([ -~]{0,40}[!-~])?$/),
)
const anyLiteralPath = fc.oneof(
  fc.constantFrom(
    ...literalPaths,
    "/'",
    '/$',
    '/;',
    '/(',
    '/)',
    '/*',
    '/&&',
    '/@',
    '/%7B%7D',
    '/%22',
    '/%0A',
    `/${'p'.repeat(1000)}`,
  ),
  fc.stringMatching(/^(\/[a-z!$&'()*+,;=:@_~-]{1,8}){1,3}$/),
)
const anyRegex = fc.constantFrom(
  ...regexPaths,
  '/a"b',
  '/#x',
  '/;}',
  '/\\$',
  '/[{};"\'#]+',
  '/(?:a|b){1,2}',
  '/~',
  '/a\\|b',
  '/^',
  '/%',
)

/**
 * Any plan the schema accepts, from half-written to hostile: names, values, paths, hosts, descriptions and extra lines made of what
 * configuration languages give a meaning to. References may dangle, names may repeat. For "never throws" and "never becomes syntax".
 */
export function anyPlan(): fc.Arbitrary<Plan> {
  const rename = fc.dictionary(
    fc.constantFrom('https', 'http', 'route-0', 'route-1', 'up-0', 'up-1', 'shared', 'partners'),
    anyName,
    { maxKeys: 4 },
  )
  const spice = fc.record({
    headerName: fc.stringMatching(/^X[A-Za-z0-9_-]{0,12}[A-Za-z0-9]$/),
    headerValue: anyHeaderValue,
    path: anyLiteralPath,
    regex: anyRegex,
    host: fc.constantFrom(
      'default',
      'include',
      'x',
      'hostnames',
      `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(59)}`,
      '0x1.example',
      'a--b.example',
    ),
    description: maybe(
      hostileText.map((text) => text.slice(0, 900)),
      2,
    ),
    file: fc.constantFrom('relative/api.pem', '/etc/ssl/+@-_.pem', '-f', `/${'f'.repeat(250)}`),
    port: fc.constantFrom(1, 80, 443, 65535),
    serverHost: fc.constantFrom('2001:db8::1', '::1', 'my_service', '_x.y_z', '127.0.0.1', 'UPPER.example'),
  })
  return fc
    .record({ plan: arbitraryPlan(), rename, spice, extras: fc.array(extra, { maxLength: 2 }) })
    .map(({ plan, rename, spice, extras }) => planSchema.parse(season({ ...plan, extras }, rename, spice)))
}

const extra = fc.record({
  target: fc.constantFrom('haproxy', 'nginx', 'ingress-nginx', 'other'),
  place: fc.constantFrom('global', 'http', 'backend/up-0', 'nowhere'),
  lines: fc.array(fc.constantFrom('# a comment', '', '   ', 'a "b', '}', '{', 'log stdout', '\\', '\t'), {
    minLength: 1,
    maxLength: 2,
  }),
})

interface Spice {
  headerName: string
  headerValue: string
  path: string
  regex: string
  host: string
  description?: string | undefined
  file: string
  port: number
  serverHost: string
}

/** Puts hostile values where the plan has tame ones. Names change everywhere or, by a coincidence of renames, collide. */
function season(plan: Plan, rename: Record<string, string>, spice: Spice): PlanInput {
  const naming = ['name', 'listener', 'certificate', 'trust', 'upstream', 'route', 'acmeUpstream', 'clientCertificate']
  const renamed = JSON.parse(JSON.stringify(plan), (key, value) =>
    typeof value === 'string' && Object.hasOwn(rename, value) && naming.includes(key) ? rename[value] : value,
  ) as Plan
  const described = spice.description === undefined ? {} : { description: spice.description }
  return {
    ...renamed,
    ...described,
    listeners: renamed.listeners.map((listener, index) => (index === 1 ? { ...listener, port: spice.port } : listener)),
    certificates: renamed.certificates.map((certificate, index) =>
      index === 0 ? { ...certificate, file: spice.file } : certificate,
    ),
    upstreams: renamed.upstreams.map((upstream, index) =>
      index === 1
        ? { ...upstream, servers: upstream.servers.map((server) => ({ ...server, host: spice.serverHost })) }
        : upstream,
    ),
    routes: renamed.routes.map((route, index) => {
      const hosts = index === 0 ? [...route.hosts, spice.host] : route.hosts
      if (route.mode === 'passthrough') return { ...route, ...described, hosts }
      const headers = { set: { [spice.headerName]: spice.headerValue }, remove: ['X-Removed'] }
      const to = { upstream: 'up-0' }
      const paths = [
        ...route.paths,
        { path: spice.path, match: 'exact' as const, ...to, requestHeaders: headers },
        { path: spice.regex, match: 'regex' as const, ...to },
        { path: spice.path, match: 'prefix' as const, rewrite: { prefix: spice.path }, ...to },
      ]
      return { ...route, ...described, hosts, paths, responseHeaders: headers }
    }),
  }
}
