// Probes: what to try against an edge, derived from its plan. Each is one connection, with one or more requests on it.
import fc from 'fast-check'
import type { Inquiry, ShownCertificate } from '../../domain-model/decision'
import { normalizeServerName, wildcardParent } from '../../domain-model/hostname'
import type { Listener } from '../../domain-model/listener'
import { acmeChallengePrefix } from '../../domain-model/match-plain-http'
import { prefixBase } from '../../domain-model/model-path'
import type { Plan } from '../../domain-model/plan'
import { type HttpRoute, type PathRule, type Route, terminatesTls } from '../../domain-model/route'
import type { HelloShape } from './cut-hello'

export type ProbeKind =
  | 'name'
  | 'path'
  | 'method'
  | 'authority'
  | 'absolute-form'
  | 'http2'
  | 'client-certificate'
  | 'resumption'
  | 'hello-shape'
  | 'raw-hello'
  | 'not-tls'
  | 'address'
  | 'plain-http'

export interface ProbeRequest {
  method: string
  target: string
  /** The Host header or :authority as sent; null leaves it out. */
  host: string | null
  /** An authority in the request target itself, which then outranks the Host header (RFC 9112 section 3.2.2). */
  absolute?: string
}

export interface ProbeTls {
  serverName: string | null
  version?: 'TLSv1.2' | 'TLSv1.3'
  certificate: ShownCertificate
  shape: HelloShape
  large: boolean
  /** An earlier connection whose session this one offers; it then shows no certificate of its own. */
  resumes: { serverName: string; certificate: ShownCertificate } | null
}

export interface Probe {
  kind: ProbeKind
  title: string
  listener: Listener
  /** The client's address: bound locally, or named by a PROXY header where the listener expects one. */
  from: string
  tls: ProbeTls | null
  http: 1 | 2
  requests: ProbeRequest[]
  /** How many of the requests travel at a time over HTTP/2; left out, one after the other. */
  atOnce?: number
}

/** What `match-route` is asked about one request of a probe. */
export function inquiryOf(probe: Probe, request: ProbeRequest, resumed: boolean): Inquiry {
  const { tls } = probe
  const certificate = tls?.resumes ? (resumed ? tls.resumes.certificate : 'none') : (tls?.certificate ?? 'none')
  return {
    port: probe.listener.port,
    address: probe.listener.address ?? null,
    sni: tls?.serverName ?? null,
    host: request.absolute ?? request.host,
    path: request.target,
    method: request.method,
    clientCertificate: certificate,
    clientAddress: probe.from,
  }
}

export interface ProbeLimits {
  /** How many names, path samples and pairs are tried where a plan offers more. */
  names: number
  pathsPerRoute: number
  pairs: number
}

export const defaultLimits: ProbeLimits = { names: 40, pathsPerRoute: 40, pairs: 30 }

/** All probes of a plan: for each listener each kind. Deterministic. */
export function probesOf(plan: Plan, limits: ProbeLimits = defaultLimits): Probe[] {
  return plan.listeners.flatMap((listener) =>
    listener.protocol === 'tls' ? tlsProbes(plan, listener, limits) : plainProbes(plan, listener, limits),
  )
}

/** Where a client comes from if the probe is not about that. Not 127.0.0.1, so that a proxy's own address is told apart. */
const usualAddress = '127.0.0.7'
const otherAddresses = ['127.0.0.1', '127.0.0.9', '127.0.0.7']
/** Only a PROXY header can bring these. */
const remoteAddresses = ['192.0.2.77', '203.0.113.5', '10.1.2.3']

function tlsProbes(plan: Plan, listener: Listener, limits: ProbeLimits): Probe[] {
  const routes = plan.routes.filter((route) => route.listener === listener.name)
  const httpRoutes = routes.filter(terminatesTls)
  const alpn = listener.protocol === 'tls' ? listener.alpn : []
  const versions =
    listener.protocol === 'tls' && listener.tlsProfile !== 'modern'
      ? (['TLSv1.2', 'TLSv1.3'] as const)
      : (['TLSv1.3'] as const)
  const tls = (serverName: string | null, more: Partial<ProbeTls> = {}): ProbeTls => ({
    serverName,
    certificate: 'none',
    shape: 'whole',
    large: false,
    resumes: null,
    ...more,
  })
  const probe = (kind: ProbeKind, title: string, more: Partial<Probe> & Pick<Probe, 'tls'>): Probe => ({
    kind,
    title,
    listener,
    from: usualAddress,
    http: 1,
    requests: [{ method: 'GET', target: '/', host: more.tls?.serverName ?? null }],
    ...more,
  })
  const get = (host: string | null, target = '/'): ProbeRequest => ({ method: 'GET', target, host })
  /** The certificate that gets a client into a route. */
  const key = (route: Route): ShownCertificate =>
    terminatesTls(route) && route.clientAuth ? { trust: route.clientAuth.trust } : 'none'
  const found: Probe[] = []

  // Names. The host header follows the SNI as typed; the path is one that the owner most likely has.
  const routeNames = routes.flatMap((route) =>
    route.hosts.flatMap((pattern) => sampleNames(pattern).map((name) => ({ name, route }))),
  )
  for (const { name, route } of spread(routeNames, limits.names))
    found.push(
      probe('name', `SNI ${name}`, {
        tls: tls(name, { certificate: key(route) }),
        requests: [get(name, usualPath(route))],
      }),
    )
  for (const name of [
    'unknown.unheard.invalid',
    '127.0.0.1',
    '10.0.0.1.',
    ...(routes.length > 0 ? badNames(routes) : []),
  ])
    found.push(probe('name', `SNI ${name}`, { tls: tls(name), requests: [get(name)] }))
  found.push(probe('name', 'no SNI, Host unknown', { tls: tls(null), requests: [get('unknown.unheard.invalid')] }))
  found.push(probe('name', 'no SNI, no Host', { tls: tls(null), requests: [get(null)] }))
  for (const route of spread(routes, 3)) {
    const name = oneName(route)
    found.push(probe('name', `no SNI, Host ${name}`, { tls: tls(null), requests: [get(name, usualPath(route))] }))
  }

  // Paths and methods.
  for (const route of spread(httpRoutes, 12)) {
    const name = oneName(route)
    const open = tls(name, { certificate: key(route) })
    for (const path of spread(samplePaths(route), limits.pathsPerRoute))
      found.push(probe('path', `${name} ${path}`, { tls: open, requests: [get(name, path)] }))
    for (const { path, methods } of sampleMethods(route))
      for (const method of methods)
        found.push(
          probe('method', `${method} ${name}${path}`, { tls: open, requests: [{ method, target: path, host: name }] }),
        )
    if (alpn.includes('h2')) {
      const requests = spread(samplePaths(route), 8).map((path) => get(name, path))
      found.push(
        probe('http2', `HTTP/2 ${name}, several paths`, {
          tls: open,
          http: 2,
          requests: [get(name, usualPath(route)), ...requests],
        }),
      )
    }
  }

  // Authorities that are not the connection's.
  const authorities = [
    ...spread(routes, 8).map((route) => ({ host: oneName(route), path: usualPath(route) })),
    { host: 'unknown.unheard.invalid', path: '/' },
    { host: '127.0.0.1', path: '/' },
    { host: '[::1]:443', path: '/' },
  ]
  for (const route of spread(httpRoutes, 6)) {
    const name = oneName(route)
    const open = tls(name, { certificate: key(route) })
    const own = usualPath(route)
    const others = authorities.filter(({ host }) => host !== name)
    const dressed = [`${name}:${listener.port}`, name.toUpperCase(), `${name}.`, `${name}:`].map((host) => ({
      host,
      path: own,
    }))
    for (const { host, path } of [...dressed, ...spread(others, limits.pairs / 3)])
      found.push(probe('authority', `SNI ${name}, Host ${host}`, { tls: open, requests: [get(host, path)] }))
    found.push(probe('authority', `SNI ${name}, no Host`, { tls: open, requests: [get(null, own)] }))
    for (const { host, path } of spread(others, 3))
      found.push(
        probe('absolute-form', `SNI ${name}, Host ${name}, target https://${host}${path}`, {
          tls: open,
          requests: [{ ...get(name, path), absolute: host }],
        }),
      )
    if (alpn.includes('h2')) {
      const requests = [{ host: name, path: own }, ...others, { host: name, path: own }].map(({ host, path }) =>
        get(host, path),
      )
      found.push(probe('http2', `HTTP/2 on SNI ${name}, every authority`, { tls: open, http: 2, requests }))
    }
  }

  // Client certificates: every route, so that an unasked certificate is seen to change nothing.
  const bundles = [...new Set(httpRoutes.flatMap((route) => (route.clientAuth ? [route.clientAuth.trust] : [])))]
  if (bundles.length > 0)
    for (const route of spread(routes, 6))
      for (const certificate of ['none', 'untrusted', ...bundles.map((trust) => ({ trust }))] as ShownCertificate[])
        for (const version of versions) {
          const name = oneName(route)
          found.push(
            probe('client-certificate', `${name} showing ${certificateName(certificate)}, ${version}`, {
              tls: tls(name, { certificate, version }),
              requests: [get(name, usualPath(route))],
            }),
          )
        }
  // Sessions: from each route to each route that asks for certificates.
  const asking = spread(
    httpRoutes.filter((route) => route.clientAuth),
    3,
  )
  for (const target of asking)
    for (const origin of spread([target, ...httpRoutes.filter((route) => route !== target)], 4))
      for (const version of versions)
        for (const certificate of origin.clientAuth ? [key(origin)] : (['none'] as ShownCertificate[])) {
          const name = oneName(target)
          found.push(
            probe(
              'resumption',
              `${name} with a session of ${oneName(origin)} (${certificateName(certificate)}), ${version}`,
              {
                tls: tls(name, { version, resumes: { serverName: oneName(origin), certificate } }),
                requests: [get(name, usualPath(target))],
              },
            ),
          )
        }

  // Shapes of the ClientHello.
  const shapes: HelloShape[] = ['single-bytes', 'records-of-40', 'records-split-in-name']
  const shaped = [
    ...spread(httpRoutes, 2),
    ...spread(
      routes.filter((route) => !terminatesTls(route)),
      2,
    ),
  ]
  for (const route of shaped) {
    const name = oneName(route)
    const opened = (more: Partial<ProbeTls>) => ({
      tls: tls(name, { certificate: key(route), ...more }),
      requests: [get(name, usualPath(route))],
    })
    for (const shape of shapes) found.push(probe('hello-shape', `${name}, hello in ${shape}`, opened({ shape })))
    found.push(probe('hello-shape', `${name}, hello of more than one segment`, opened({ large: true })))
    found.push(
      probe(
        'hello-shape',
        `${name}, hello of more than one segment in three`,
        opened({ large: true, shape: 'three-segments' }),
      ),
    )
    found.push(
      probe(
        'hello-shape',
        `${name}, hello of more than one segment in records`,
        opened({ large: true, shape: 'records-split-in-name' }),
      ),
    )
    found.push(probe('raw-hello', `${name}, post-quantum hello`, { tls: tls(name) }))
  }
  found.push(
    probe('hello-shape', 'unknown name, hello in records', {
      tls: tls('unknown.unheard.invalid', { shape: 'records-split-in-name' }),
      requests: [get('unknown.unheard.invalid')],
    }),
  )
  found.push(probe('raw-hello', 'unknown name, post-quantum hello', { tls: tls('unknown.unheard.invalid') }))
  found.push(probe('raw-hello', 'no name, post-quantum hello', { tls: tls(null) }))
  found.push(probe('not-tls', 'plain HTTP on the TLS port', { tls: null }))

  // Addresses.
  for (const route of spread(
    routes.filter((candidate) => candidate.allow || candidate.deny),
    4,
  ))
    for (const from of [...otherAddresses, ...(listener.acceptProxyProtocol ? remoteAddresses : [])]) {
      const name = oneName(route)
      found.push(
        probe('address', `${name} from ${from}`, {
          from,
          tls: tls(name, { certificate: key(route) }),
          requests: [get(name, usualPath(route))],
        }),
      )
    }
  if (listener.acceptProxyProtocol)
    for (const route of spread(routes, 3)) {
      const name = oneName(route)
      found.push(
        probe('address', `${name} from 192.0.2.77`, {
          from: '192.0.2.77',
          tls: tls(name, { certificate: key(route) }),
          requests: [get(name, usualPath(route))],
        }),
      )
    }
  return found
}

function plainProbes(plan: Plan, listener: Listener, limits: ProbeLimits): Probe[] {
  const routes = plan.routes
  const probe = (title: string, request: ProbeRequest, from = usualAddress): Probe => ({
    kind: 'plain-http',
    title: `http ${title}`,
    listener,
    from,
    tls: null,
    http: 1,
    requests: [request],
  })
  const get = (host: string | null, target = '/'): ProbeRequest => ({ method: 'GET', target, host })
  const challenge = `${acmeChallengePrefix}token_-1`
  const found: Probe[] = []
  for (const route of spread(routes, limits.names / 2)) {
    const [name = 'x.invalid', ...more] = route.hosts.flatMap(sampleNames)
    const path = usualPath(route)
    for (const target of [path, `${path}?q=/../a%20b&x=1`, challenge, '/nowhere/at-all', '/../x', '/%zz'])
      found.push(probe(`${name} ${target}`, get(name, target)))
    found.push(probe(`${name}:8080 with a port`, get(`${name}:8080`, path)))
    for (const other of spread(more, 4)) found.push(probe(`${other} ${path}`, get(other, path)))
    found.push(probe(`POST ${name}`, { method: 'POST', target: path, host: name }))
    if (terminatesTls(route) && route.plainHttp === 'serve')
      for (const target of spread(samplePaths(route), limits.pathsPerRoute / 2))
        found.push(probe(`${name} ${target}`, get(name, target)))
  }
  for (const route of spread(
    routes.filter((candidate) => candidate.allow || candidate.deny),
    4,
  ))
    for (const from of [...otherAddresses, ...(listener.acceptProxyProtocol ? remoteAddresses : [])])
      for (const target of [usualPath(route), challenge])
        found.push(probe(`${oneName(route)} ${target} from ${from}`, get(oneName(route), target), from))
  const first = routes[0]
  if (first)
    for (const target of [
      acmeChallengePrefix.slice(0, -1),
      `/${acmeChallengePrefix}x`,
      '/.well-known/./acme-challenge/x',
      '/.well-known/acme-challenge/../x',
    ])
      found.push(probe(`${oneName(first)} ${target}`, get(oneName(first), target)))
  for (const host of ['unknown.unheard.invalid', '127.0.0.1', null]) found.push(probe(`Host ${host}`, get(host)))
  return found
}

/** Names that a host pattern should match, and near misses. */
export function sampleNames(pattern: string): string[] {
  if (pattern === '*') return ['any.thing.at-all.invalid']
  const parent = wildcardParent(pattern)
  if (parent !== null) return [`one.${parent}`, `two.one.${parent}`, parent, `ONE.${parent}.`]
  return [pattern, pattern.toUpperCase(), `${pattern}.`]
}

/** A plain name of the route: what a client would ask for. */
export function oneName(route: Route): string {
  return sampleNames(route.hosts[0] ?? '*')[0] ?? ''
}

/** Names that are no DNS names, close to names of the plan. */
function badNames(routes: readonly Route[]): string[] {
  const name = oneName(routes[0] as Route)
  const parent =
    wildcardParent(routes.flatMap((route) => route.hosts).find((pattern) => pattern.startsWith('*.')) ?? '') ?? name
  return [`bad_label.${parent}`, `-x.${parent}`, `*.${parent}`, `a..${parent}`, `${name}:443`, `x y.${parent}`].filter(
    (bad) => normalizeServerName(bad) === null,
  )
}

/** A path under the first rule of a route. */
export function usualPath(route: Route): string {
  const rule = terminatesTls(route) ? route.paths[0] : undefined
  return rule ? (pathsUnder(rule)[0] ?? '/') : '/'
}

function samplePaths(route: HttpRoute): string[] {
  const general = [
    '/',
    '/nowhere',
    '/v1/items/abc',
    '/x/y.png',
    '/v2',
    '/q/b/c',
    '/items',
    '/aaa',
    '/v1?x=/../y',
    '/../etc',
    '/%zz',
    '/a%2Fb',
    '/a%00b',
    '/%2e%2e/x',
    '//',
  ]
  // The first samples of every rule come before the finer ones, so that a bound cuts the finer ones.
  return [
    ...new Set([
      ...route.paths.flatMap((rule) => pathsUnder(rule).slice(0, 3)),
      ...general,
      ...route.paths.flatMap((rule) => pathsUnder(rule).slice(3)),
    ]),
  ]
}

/** Paths that a rule matches, then near misses and other spellings. */
export function pathsUnder(rule: PathRule): string[] {
  if (rule.match === 'regex') return regexSamples(rule.path)
  const base = prefixBase(rule.path)
  const spelled = base.replace(/[A-Za-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`)
  return [
    rule.path,
    `${base}/`,
    `${base}/x`,
    base || '/',
    `${base}2`,
    `/${base}/x`,
    `/x/..${base || '/'}`,
    `${spelled}/x`,
    `${base}/./a//b`,
    `${base}/../..${base}`,
    `${base}/x%2Fy`,
    `${base}/X?y=%2e`,
    base.toUpperCase() || '/',
    `${base}/..`,
    `${base}/..;/x`,
  ].filter((path) => path.startsWith('/'))
}

/** A few strings the expression matches and that a client can send as they are, and a near miss. */
function regexSamples(source: string): string[] {
  const plain = /^\/[A-Za-z0-9/._~-]*$/
  const samples = fc
    .sample(fc.stringMatching(new RegExp(`^(?:${source})$`)), { numRuns: 40, seed: 7 })
    .filter((sample) => plain.test(sample) && sample.length < 60)
  return [...new Set(samples)].slice(0, 4).flatMap((sample) => [sample, `/${sample}`, `${sample}~`])
}

const allMethods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']

function sampleMethods(route: HttpRoute): { path: string; methods: string[] }[] {
  const limited = route.paths.filter((rule) => rule.methods).slice(0, 2)
  return [
    ...limited.map((rule) => ({ path: pathsUnder(rule)[0] ?? '/', methods: allMethods })),
    { path: usualPath(route), methods: ['POST', 'HEAD'] },
  ]
}

export function certificateName(certificate: ShownCertificate): string {
  return typeof certificate === 'string'
    ? certificate === 'none'
      ? 'no certificate'
      : 'an untrusted certificate'
    : `a certificate of ${certificate.trust}`
}

/** At most `count` items, spread evenly over the list, the first among them. */
export function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items]
  return Array.from({ length: Math.floor(count) }, (_, index) => items[Math.floor((index * items.length) / count)] as T)
}
