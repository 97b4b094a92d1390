import { isIpAddress } from '../../domain-model/network-address'
import { type ReencryptRoute, type Route, upstreamServerName } from '../../domain-model/route'
import type { Upstream } from '../../domain-model/upstream'
import { comment, directive, type Line, line, type Section } from './ast'
import type { Backend } from './backend-registry'
import { backendRules } from './backend-rules'
import { at, certificateFile, type Edge, trustFile } from './edge'
import { extraLines } from './extras'
import { healthCheck } from './health-checks'
import { duration } from './listener-binds'
import { knows } from './version-facts'

/**
 * One backend: how it balances, checks and times, what it does to requests, and its servers. A backend that only its upstream has a say in
 * is made once for each upstream: while somebody types, a thousand of them stay as they were, with the text they were printed as.
 */
export function backendSection(edge: Edge, backend: Backend): Section {
  const known = edge.upstreams.get(backend.upstream)
  const rules = backendRules(edge, backend)
  const extras = extraLines(edge, `backend/${backend.upstream}`)
  const route = backend.routeIndex === null ? undefined : edge.plan.routes[backend.routeIndex]
  const isOfUpstream =
    known && backend.kind !== 'reencrypt' && !route?.timeouts && rules.length === 0 && extras.length === 0
  if (!isOfUpstream) return newSection(edge, backend, rules, extras)
  const before = made.get(known.upstream)?.find(({ section }) => section.name === backend.name)
  if (before?.index === known.index) return before.section
  const section = newSection(edge, backend, rules, extras)
  const others = made.get(known.upstream)?.filter((other) => other.section.name !== backend.name) ?? []
  made.set(known.upstream, [...others, { index: known.index, section }])
  return section
}

/** By upstream: its place in the plan, which is in every pointer, and its sections; their names say what each is for. */
const made = new WeakMap<Upstream, { index: number; section: Section }[]>()

function newSection(edge: Edge, backend: Backend, rules: Line[], extras: Line[]): Section {
  const known = edge.upstreams.get(backend.upstream)
  const route = backend.routeIndex === null ? undefined : edge.plan.routes[backend.routeIndex]
  const tcp = backend.kind === 'pass'
  const pointer = known
    ? at('upstreams', known.index)
    : backend.routeIndex === null
      ? ''
      : at('routes', backend.routeIndex)
  const lines: Line[] = [line(tcp ? 'mode tcp' : 'mode http')]
  const servers: Line[] = []
  if (known && known.upstream.servers.length > 0) {
    const { upstream } = known
    const tls =
      backend.kind === 'reencrypt' && route?.mode === 'reencrypt'
        ? reencryptWords(edge, route, backend.routeIndex ?? 0, upstream)
        : null
    const check = healthCheck(upstream, backend.kind, tls?.name ?? null)
    const checkAt = `${pointer}/health`
    lines.push(line(`balance ${algorithms[upstream.balance] ?? 'roundrobin'}`, [`${pointer}/balance`]))
    if (upstream.servers.filter((server) => server.backup).length > 1)
      lines.push(line('option allbackups', [`${pointer}/servers`]))
    lines.push(...check.lines.map((words) => directive(words, [checkAt])))
    for (const [position, server] of upstream.servers.entries()) {
      const port = backend.kind === 'plain' ? upstream.httpPort : server.port
      const from = [
        `${pointer}/servers/${position}`,
        ...(tls ? [at('routes', backend.routeIndex ?? 0, 'upstreamTls')] : []),
        ...(check.words.length > 0 ? [checkAt] : []),
      ]
      // A port that only answers plain HTTP gets no PROXY header; the headers tell it the address.
      const proxy =
        (backend.kind === 'plain' && port !== server.port) || upstream.sendProxyProtocol === 'none'
          ? []
          : [upstream.sendProxyProtocol === 'v1' ? 'send-proxy' : 'send-proxy-v2']
      if (proxy.length > 0) from.push(`${pointer}/sendProxyProtocol`)
      servers.push(
        directive(
          [
            'server',
            `s${position + 1}`,
            server.host.includes(':') ? `[${server.host}]:${port}` : `${server.host}:${port}`,
            ...(server.weight === 1 ? [] : ['weight', server.weight]),
            ...(server.backup ? ['backup'] : []),
            ...proxy,
            ...(tls?.words ?? []),
            ...check.words,
            ...nameWords(server.host),
          ],
          [...from, ...(backend.kind === 'plain' ? [`${pointer}/httpPort`] : [])],
        ),
      )
    }
  } else
    servers.push(
      comment(
        known
          ? 'No servers in the plan, only a Kubernetes service: answered 503.'
          : 'The plan does not define this upstream: answered 503.',
        [pointer],
      ),
    )
  return {
    keyword: 'backend',
    name: backend.name,
    from: [pointer],
    lines: [...lines, ...(route ? timeoutLines(route, backend.routeIndex ?? 0) : []), ...rules, ...extras, ...servers],
  }
}

const algorithms: Record<Upstream['balance'], string> = {
  'round-robin': 'roundrobin',
  'least-connections': 'leastconn',
  source: 'source',
}

/** Servers that nobody looks up while running would keep the address of the day HAProxy started. */
function nameWords(host: string): string[] {
  return needsResolver(host) ? ['resolvers', 'dns', 'init-addr', 'last,libc,none'] : []
}

export function needsResolver(host: string): boolean {
  return !isIpAddress(host) && host.toLowerCase() !== 'localhost'
}

function timeoutLines(route: Route, index: number): Line[] {
  const { connectSeconds, idleSeconds } = route.timeouts ?? {}
  const lines: Line[] = []
  if (connectSeconds !== undefined)
    lines.push(line(`timeout connect ${duration(connectSeconds)}`, [at('routes', index, 'timeouts', 'connectSeconds')]))
  if (idleSeconds !== undefined)
    // `tunnel` takes over from `server` and `client` once bytes flow both ways: passthrough and WebSocket.
    for (const timeout of ['server', 'tunnel'])
      lines.push(line(`timeout ${timeout} ${duration(idleSeconds)}`, [at('routes', index, 'timeouts', 'idleSeconds')]))
  return lines
}

/** TLS to the servers. The name is always said with `sni str()`: it is sent, and it is what is checked, on every version. */
function reencryptWords(
  edge: Edge,
  route: ReencryptRoute,
  index: number,
  upstream: Upstream,
): { words: string[]; name: string | null } {
  const { verify, trust, clientCertificate } = route.upstreamTls
  const name = upstreamServerName(route, upstream)
  const words = ['ssl', 'verify', verify ? 'required' : 'none']
  if (verify)
    words.push(
      'ca-file',
      trust !== undefined
        ? trustFile(edge, trust)
        : knows(edge.version, 'systemTrust')
          ? '@system-ca'
          : '/etc/ssl/certs/ca-certificates.crt',
    )
  if (name) words.push('sni', `str(${name})`)
  else {
    if (knows(edge.version, 'automaticServerName')) words.push('no-sni-auto')
    if (verify)
      edge.losses.push({
        path: at('routes', index, 'upstreamTls'),
        feature: 'upstream-tls.verify',
        reason: `The servers of ${upstream.name} share no DNS name, so HAProxy checks that the certificate chains to the bundle, not whose it is.`,
        fix: 'Set upstreamTls.serverName.',
      })
  }
  if (clientCertificate !== undefined) words.push('crt', certificateFile(edge, clientCertificate))
  return { words, name }
}
