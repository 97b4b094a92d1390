import { hostOfAuthority, isHostName, normalizeServerName, wildcardParent } from './hostname'
import type { HttpListener, Listener, TlsListener } from './listener'
import { normalizePath, prefixBase, rewritePath } from './model-path'
import { addressInRanges, canonicalAddress, isIpAddress, isUnspecifiedAddress } from './network-address'
import type { Plan } from './plan'
import {
  clientAuthClass,
  type HttpRoute,
  type Mode,
  type PathRule,
  pathUpstreams,
  type Route,
  terminatesTls,
} from './route'

/** The client certificate that a client can show: none, one that chains to a named trust bundle, or one that chains to nothing known. */
export type ShownCertificate = 'none' | 'untrusted' | { trust: string }

/** One connection, and the request on it where the edge can see one. */
export interface Inquiry {
  /** The port the client connected to. */
  port: number
  /** The local address it connected to; left out, any listener on the port. */
  address?: string | null
  /** The SNI as the client sent it; null when it sent none (always on plain HTTP). */
  sni: string | null
  /** The HTTP authority; left out, the same as the SNI; null when the request has none. */
  host?: string | null
  /** The request target; left out, `/`. A query is ignored. */
  path?: string
  /** Left out, GET. */
  method?: string
  /**
   * What the session was authenticated with. On a resumed session that is what its full handshake was authenticated with, and
   * `none` when that one showed no certificate, whatever name was asked then.
   */
  clientCertificate?: ShownCertificate
  /** The client's address, where allow and deny lists matter; left out, lists are not judged. One that is no address passes no list. */
  clientAddress?: string | null
}

export type Outcome = 'forward' | 'redirect' | 'reject' | 'misdirected' | 'not-found'

export interface RunnerUp {
  route: string
  host: string
  reason: string
}

/** What happens to a connection or request, and why. Fields that do not apply are null. */
export interface Decision {
  outcome: Outcome
  listener: string | null
  route: string | null
  mode: Mode | null
  /** Whose certificate the client sees. */
  certificateFrom: 'edge' | 'backend' | null
  /** The name of the edge certificate. */
  certificate: string | null
  /** The upstream; with several by weight, the heaviest. */
  upstream: string | null
  /** All upstreams the rule may choose from. Empty when there is none. */
  upstreams: { upstream: string; weight: number }[]
  /** The path that the upstream sees, normalised and rewritten; on redirect the whole location, with the request target as it came. */
  path: string | null
  /** The status that the edge itself answers; null for forwarded requests and for connections that end without HTTP. */
  status: number | null
  reason: string
  runnerUp: RunnerUp | null
  /** Index of the deciding route in the plan, and of its path rule. */
  routeIndex: number | null
  pathIndex: number | null
}

interface Entry {
  route: Route
  index: number
  host: string
  /** The first later route that names the same host and so never gets it. */
  duplicate?: Entry
}

interface CompiledPaths {
  exact: Map<string, number>
  prefixByBase: Map<string, number>
  /** No longer part of a path needs a look-up. */
  longestBase: number
  regexes: { expression: RegExp; index: number }[]
}

/** The look-up tables of one listener. First mention wins where a plan names a host twice; the rule `duplicate-host` reports it. */
export interface CompiledListener {
  listener: Listener
  index: number
  exact: Map<string, Entry>
  /** Parent → entry, for wildcards of one label. */
  oneLabel: Map<string, Entry>
  /** Parent → entry, for wildcards of any depth. */
  anyDepth: Map<string, Entry>
  catchAll: Entry | null
  /** The route for unmatched names, where the listener names one that exists on it. */
  unmatched: Entry | null
}

export interface CompiledPlan {
  plan: Plan
  listeners: CompiledListener[]
  paths: Map<HttpRoute, CompiledPaths>
}

/** Builds the look-up tables once. Linear in the size of the plan. */
export function compilePlan(plan: Plan): CompiledPlan {
  const compiled: CompiledPlan = { plan, listeners: [], paths: new Map() }
  const byName = new Map<string, CompiledListener>()
  for (const [index, listener] of plan.listeners.entries()) {
    const tables: CompiledListener = {
      listener,
      index,
      exact: new Map(),
      oneLabel: new Map(),
      anyDepth: new Map(),
      catchAll: null,
      unmatched: null,
    }
    compiled.listeners.push(tables)
    if (!byName.has(listener.name)) byName.set(listener.name, tables)
  }
  for (const [index, route] of plan.routes.entries()) {
    const own = byName.get(route.listener)
    const targets = compiled.listeners.filter((tables) => tables === own || tables.listener.protocol === 'http')
    // A route on a listener that does not exist, or that does not speak TLS, answers nowhere; rules report it.
    if (own?.listener.protocol === 'tls') for (const tables of targets) addRoute(tables, route, index)
    if (own && own.unmatched === null && unmatchedRoute(own.listener) === route.name)
      own.unmatched = { route, index, host: '' }
    if (terminatesTls(route)) compiled.paths.set(route, compilePaths(route.paths))
  }
  return compiled
}

/** The name of the route that a listener gives unmatched names to, or null. */
function unmatchedRoute(listener: Listener): string | null {
  return listener.protocol === 'tls' && listener.unmatched !== 'reject' ? listener.unmatched.route : null
}

function addRoute(tables: CompiledListener, route: Route, index: number): void {
  for (const host of route.hosts) {
    const entry: Entry = { route, index, host }
    const first = firstWith(tables, entry)
    if (first && first.index !== index) first.duplicate ??= entry
  }
}

/** The entry that already holds this host, after putting this one in its place when there is none. */
function firstWith(tables: CompiledListener, entry: Entry): Entry | null {
  if (entry.host === '*') {
    if (tables.catchAll) return tables.catchAll
    tables.catchAll = entry
    return null
  }
  const parent = wildcardParent(entry.host)
  const table = parent === null ? tables.exact : entry.route.wildcardDepth === 'any' ? tables.anyDepth : tables.oneLabel
  const key = parent ?? entry.host
  const first = table.get(key)
  if (first) return first
  table.set(key, entry)
  return null
}

/** Most routes have one kind of path rule; an empty table each would be most of what compiling costs. */
const noPaths = new Map<string, number>()

function compilePaths(rules: readonly PathRule[]): CompiledPaths {
  const paths: CompiledPaths = { exact: noPaths, prefixByBase: noPaths, longestBase: 0, regexes: [] }
  for (const [index, rule] of rules.entries()) {
    if (rule.match === 'regex') {
      paths.regexes.push({ expression: new RegExp(`^(?:${rule.path})$`), index })
      continue
    }
    const kind = rule.match === 'exact' ? 'exact' : 'prefixByBase'
    const key = rule.match === 'exact' ? rule.path : prefixBase(rule.path)
    if (paths[kind] === noPaths) paths[kind] = new Map()
    if (paths[kind].has(key)) continue
    paths[kind].set(key, index)
    if (rule.match === 'prefix') paths.longestBase = Math.max(paths.longestBase, key.length)
  }
  return paths
}

/** All candidates for a normalised host, best first: exact, wildcards from the longest, `*`. At most a handful, whatever the plan's size. */
export function hostCandidates(tables: CompiledListener, host: string | null): Entry[] {
  const found: Entry[] = []
  if (host !== null) {
    const exact = tables.exact.get(host)
    if (exact) found.push(exact)
    let dot = host.indexOf('.')
    for (let first = true; dot !== -1; dot = host.indexOf('.', dot + 1), first = false) {
      const parent = host.slice(dot + 1)
      const one = first ? tables.oneLabel.get(parent) : undefined
      const any = tables.anyDepth.get(parent)
      if (one) found.push(one)
      if (any) found.push(any)
    }
  }
  if (tables.catchAll) found.push(tables.catchAll)
  return found
}

/**
 * What happens to a connection or request under a plan. Pure; every target, the preview and the rules obey it.
 * Precedence: exact host, longest wildcard, `*`; then exact path, longest prefix by segment, regular expressions in order.
 */
export function matchRoute(compiled: CompiledPlan, inquiry: Inquiry): Decision {
  const tables = findListener(compiled, inquiry)
  if (!tables)
    return answer(
      null,
      'reject',
      null,
      `nothing listens on ${inquiry.address ? `${inquiry.address} ` : ''}port ${inquiry.port}`,
    )
  return tables.listener.protocol === 'tls'
    ? matchTls(compiled, tables, tables.listener, inquiry)
    : matchPlainHttp(compiled, tables, tables.listener, inquiry)
}

/** The listener that the kernel would give the connection to: the exact address first, then one that takes every address. */
function findListener(compiled: CompiledPlan, inquiry: Inquiry): CompiledListener | null {
  const onPort = compiled.listeners.filter((tables) => tables.listener.port === inquiry.port)
  if (inquiry.address == null) return onPort[0] ?? null
  const address = canonicalAddress(inquiry.address)
  return (
    onPort.find(({ listener }) => listener.address !== undefined && canonicalAddress(listener.address) === address) ??
    onPort.find(({ listener }) => listener.address === undefined || takesEvery(listener.address, address)) ??
    null
  )
}

function takesEvery(listening: string, address: string): boolean {
  return isUnspecifiedAddress(listening) && (listening.includes(':') || !address.includes(':'))
}

function matchTls(compiled: CompiledPlan, tables: CompiledListener, listener: TlsListener, inquiry: Inquiry): Decision {
  const name = normalizeServerName(inquiry.sni)
  const candidates = hostCandidates(tables, name)
  const asked =
    name ?? (inquiry.sni === null ? 'no SNI' : `${quoted(inquiry.sni)}, which is no DNS name and counts as no SNI,`)
  let [entry] = candidates
  const runnerUp = runnerUpOf(candidates, name)
  let why = entry ? whyHost(entry, name, asked) : ''
  if (!entry) {
    const none =
      name === null ? `no route has "*", and the client sent ${asked.replace(/,$/, '')}` : `no route has ${name}`
    if (listener.unmatched === 'reject')
      return answer(tables, 'reject', null, `${none}; the listener refuses it with a TLS alert`)
    const fallback = listener.unmatched.route
    if (!tables.unmatched)
      return answer(
        tables,
        'reject',
        null,
        `${none}; the route ${fallback} for unmatched names does not exist on this listener, so it is refused with a TLS alert`,
      )
    entry = tables.unmatched
    why = `${none}; the listener gives unmatched names to route ${fallback}`
  }
  const { route } = entry

  if (!terminatesTls(route)) {
    const refused = refusedAddress(route, inquiry)
    if (refused) return answer(tables, 'reject', entry, `${why}; ${refused}`, { runnerUp })
    return answer(tables, 'forward', entry, `${why}; passthrough: the backend ends TLS`, {
      certificateFrom: 'backend',
      ...chosen([{ upstream: route.upstream, weight: 1 }]),
      runnerUp,
    })
  }

  const handshake = { certificateFrom: 'edge' as const, certificate: route.certificate, runnerUp }
  const shown = inquiry.clientCertificate ?? 'none'
  if (route.clientAuth) {
    const trusted = typeof shown === 'object' && shown.trust === route.clientAuth.trust
    if (!trusted && (shown !== 'none' || route.clientAuth.mode === 'required'))
      return answer(
        tables,
        'reject',
        entry,
        `${why}; the route asks for a client certificate of ${route.clientAuth.trust}, and the client showed ${shown === 'none' ? 'none' : 'another'}`,
        handshake,
      )
  }

  const authority = inquiry.host === undefined ? (name ?? inquiry.sni) : inquiry.host
  if (authority === null || authority === '') {
    // Without SNI and without an explicit host there is no request to judge: the handshake alone is the answer.
    if (inquiry.host === undefined)
      return answer(
        tables,
        'forward',
        entry,
        `${why}; TLS ends here, and the request's host decides further`,
        handshake,
      )
    return answer(tables, 'reject', entry, `${why}; the request names no host`, { ...handshake, status: 400 })
  }
  const host = hostOfAuthority(authority)
  const owners = ownersOf(tables, host)
  const owner = owners[0]
  if (!owner || !terminatesTls(owner.route))
    return answer(
      tables,
      'misdirected',
      entry,
      `${why}; but the request asks for ${named(host)}, which ${owner ? `is passed through by route ${owner.route.name}` : 'no route has'}: 421, so that the client opens another connection`,
      { ...handshake, status: 421 },
    )
  if (clientAuthClass(owner.route) !== clientAuthClass(route))
    return answer(
      tables,
      'misdirected',
      entry,
      `${why}; but the request asks for ${host}, and route ${owner.route.name} asks for other client certificates than this handshake did: 421`,
      { ...handshake, status: 421 },
    )
  const crossed =
    owner.index === entry.index ? why : `${why}; the request asks for ${host}, which route ${owner.route.name} has`
  return matchRequest(compiled, tables, owner, inquiry, crossed, {
    ...handshake,
    runnerUp: owner.index === entry.index ? runnerUp : runnerUpOf(owners, host),
  })
}

/** Who a request's host belongs to. An address or a name that is no DNS name belongs to `*` only. */
function ownersOf(tables: CompiledListener, host: string): Entry[] {
  return hostCandidates(tables, isHostName(host) ? host : null)
}

function matchRequest(
  compiled: CompiledPlan,
  tables: CompiledListener,
  entry: Entry,
  inquiry: Inquiry,
  why: string,
  base: Partial<Decision>,
): Decision {
  const route = entry.route as HttpRoute
  const refused = refusedAddress(route, inquiry)
  if (refused) return answer(tables, 'reject', entry, `${why}; ${refused}`, { ...base, status: 403 })
  const normal = normalizePath(inquiry.path ?? '/')
  if (!normal.ok) return answer(tables, 'reject', entry, `${why}; ${normal.reason}`, { ...base, status: 400 })
  const paths = compiled.paths.get(route)
  const index = paths ? findPath(paths, normal.path) : null
  const rule = index === null ? undefined : route.paths[index]
  if (index === null || !rule)
    return answer(tables, 'not-found', entry, `${why}; no path rule has ${normal.path}`, { ...base, status: 404 })
  const method = inquiry.method ?? 'GET'
  if (rule.methods && !methodAllowed(rule.methods, method))
    return answer(tables, 'reject', entry, `${why}; path ${rule.path} does not take ${method}`, {
      ...base,
      status: 405,
      pathIndex: index,
    })
  const rewrite = rule.rewrite as { prefix?: string; path?: string } | undefined
  return answer(tables, 'forward', entry, `${why}; ${rule.match} path ${rule.path}`, {
    ...base,
    ...chosen(pathUpstreams(rule)),
    path: rewrite ? rewritePath(normal.path, rule.path, rewrite) : normal.path,
    pathIndex: index,
  })
}

function findPath(paths: CompiledPaths, path: string): number | null {
  const exact = paths.exact.get(path)
  if (exact !== undefined) return exact
  // Walk up the segments, from the longest base that any rule has: the number of rules does not matter, nor does a path of 64 KB.
  let end = path.length <= paths.longestBase ? path.length : path.lastIndexOf('/', paths.longestBase)
  for (; end >= 0; end = path.lastIndexOf('/', end - 1)) {
    const prefix = paths.prefixByBase.get(path.slice(0, end))
    if (prefix !== undefined) return prefix
    if (end === 0) break
  }
  return paths.regexes.find(({ expression }) => expression.test(path))?.index ?? null
}

export function methodAllowed(methods: readonly string[], method: string): boolean {
  return methods.includes(method) || (method === 'HEAD' && methods.includes('GET'))
}

export const acmeChallengePrefix = '/.well-known/acme-challenge/'

function matchPlainHttp(
  compiled: CompiledPlan,
  tables: CompiledListener,
  listener: HttpListener,
  inquiry: Inquiry,
): Decision {
  const authority = inquiry.host === undefined ? inquiry.sni : inquiry.host
  if (authority === null || authority === '')
    return answer(tables, 'reject', null, 'the request names no host', { status: 400 })
  const host = hostOfAuthority(authority)
  const candidates = ownersOf(tables, host)
  const [entry] = candidates
  if (!entry) return answer(tables, 'not-found', null, `no route has ${named(host)}`, { status: 404 })
  const runnerUp = runnerUpOf(candidates, host)
  const { route } = entry
  const why = whyHost(entry, isHostName(host) ? host : null, named(host))
  const plan = route.plainHttp ?? 'closed'
  if (plan === 'closed')
    return answer(
      tables,
      'reject',
      entry,
      `${why}; it ${route.plainHttp ? 'is closed on' : 'has no plan for'} plain HTTP`,
      { runnerUp },
    )
  const normal = normalizePath(inquiry.path ?? '/')
  if (!normal.ok) return answer(tables, 'reject', entry, `${why}; ${normal.reason}`, { status: 400, runnerUp })
  const challenge = normal.path.startsWith(acmeChallengePrefix)
  const refused = refusedAddress(route, inquiry)
  if (challenge && (plan === 'acme-only' || plan === 'redirect')) {
    // Challenges for an edge certificate go to the edge's own ACME client; on passthrough the backend holds the key and must answer.
    const target = edgeAcmeUpstream(listener, route) ?? (plan === 'acme-only' ? firstUpstream(route) : undefined)
    if (target !== undefined)
      return answer(tables, 'forward', entry, `${why}; an ACME challenge goes to ${target}`, {
        ...chosen([{ upstream: target, weight: 1 }]),
        path: normal.path,
        runnerUp,
      })
  }
  if (plan === 'acme-only')
    return answer(tables, 'not-found', entry, `${why}; plain HTTP answers ACME challenges only`, {
      status: 404,
      runnerUp,
    })
  if (plan === 'redirect') {
    const tlsPort = compiled.plan.listeners.find((other) => other.name === route.listener)?.port ?? 443
    return answer(tables, 'redirect', entry, `${why}; plain HTTP is sent to HTTPS`, {
      status: 308,
      path: `https://${host}${tlsPort === 443 ? '' : `:${tlsPort}`}${inquiry.path ?? '/'}`,
      runnerUp,
    })
  }
  if (plan === 'forward') {
    if (refused) return answer(tables, 'reject', entry, `${why}; ${refused}`, { status: 403, runnerUp })
    const target = firstUpstream(route)
    return answer(tables, 'forward', entry, `${why}; plain HTTP is handed to ${target}`, {
      ...chosen([{ upstream: target, weight: 1 }]),
      path: normal.path,
      runnerUp,
    })
  }
  if (!terminatesTls(route))
    return answer(tables, 'reject', entry, `${why}; a passthrough route has no paths to serve`, { runnerUp })
  return matchRequest(compiled, tables, entry, inquiry, why, { runnerUp })
}

/**
 * The edge's own ACME client, for challenges of certificates that the edge holds. It is an upstream like any other and is dialled on
 * its servers' ports; what a backend answers beside its TLS goes to `httpPort`. With `serve` and `forward` nothing comes here.
 */
export function edgeAcmeUpstream(listener: Listener, route: Route): string | undefined {
  const asked = route.plainHttp === 'redirect' || route.plainHttp === 'acme-only'
  return asked && listener.protocol === 'http' && terminatesTls(route) ? listener.acmeUpstream : undefined
}

/** Where plain HTTP goes as a whole: the upstream, or that of the first path. */
export function firstUpstream(route: Route): string {
  if (!terminatesTls(route)) return route.upstream
  const [rule] = route.paths
  return rule ? heaviest(pathUpstreams(rule)) : ''
}

function refusedAddress(route: Route, inquiry: Inquiry): string | null {
  if (inquiry.clientAddress == null || !(route.deny || route.allow)) return null
  // A link-local address comes with the interface it arrived on (`fe80::1%eth0`).
  const address = inquiry.clientAddress.replace(/%.*$/s, '')
  if (!isIpAddress(address)) return `${quoted(address)} is no address, so no list lets it through`
  if (route.deny && addressInRanges(address, route.deny)) return `${address} is on the deny list`
  if (route.allow && !addressInRanges(address, route.allow)) return `${address} is not on the allow list`
  return null
}

const named = (host: string) => (isHostName(host) ? host : quoted(host))

/** What a client sent, cut short and escaped for a sentence. */
function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)
}

function heaviest(upstreams: readonly { upstream: string; weight: number }[]): string {
  let best = upstreams[0]
  for (const candidate of upstreams) if (best && candidate.weight > best.weight) best = candidate
  return best?.upstream ?? ''
}

function chosen(upstreams: { upstream: string; weight: number }[]): Pick<Decision, 'upstream' | 'upstreams'> {
  return { upstream: heaviest(upstreams), upstreams }
}

function whyHost(entry: Entry, name: string | null, asked: string): string {
  if (entry.host === '*') return `${name ?? asked} falls to "*" of route ${entry.route.name}`
  if (entry.host === name) return `${name} is named by route ${entry.route.name}`
  return `${name} matches ${entry.host} of route ${entry.route.name}`
}

/** The best of the other routes: one that names the same host but stands later, else the next less specific. */
function runnerUpOf(candidates: readonly Entry[], name: string | null): RunnerUp | null {
  const [winner] = candidates
  if (!winner) return null
  const duplicate = winner.duplicate
  if (duplicate)
    return {
      route: duplicate.route.name,
      host: duplicate.host,
      reason: `route ${duplicate.route.name} names ${duplicate.host} too, but stands later in the plan`,
    }
  const entry = candidates.find((candidate) => candidate.index !== winner.index)
  if (!entry) return null
  return {
    route: entry.route.name,
    host: entry.host,
    reason: `${entry.host} of route ${entry.route.name} also matches${name ? ` ${name}` : ''}, but is less specific`,
  }
}

function answer(
  tables: CompiledListener | null,
  outcome: Outcome,
  entry: Entry | null,
  reason: string,
  more: Partial<Decision> = {},
): Decision {
  return {
    outcome,
    listener: tables?.listener.name ?? null,
    route: entry?.route.name ?? null,
    mode: entry?.route.mode ?? null,
    certificateFrom: null,
    certificate: null,
    upstream: null,
    upstreams: [],
    path: null,
    status: null,
    reason,
    runnerUp: null,
    routeIndex: entry?.index ?? null,
    pathIndex: null,
    ...more,
  }
}
