import type { CompiledListener } from '../../domain-model/compile-plan'
import type { TlsListener } from '../../domain-model/listener'
import { terminatesTls } from '../../domain-model/route'
import { refusedClients } from './access-lists'
import { directive, type Line, type ListFile, line, type Section } from './ast'
import { addFile, at, certificateFile, type Edge, trustFile } from './edge'
import { extraLines } from './extras'
import type { TerminatingFrontend } from './hops'
import { type HostEntry, type HostMaps, hostPointer, routeLookup } from './host-maps'
import { hostLines, httpLogFormat, normalizeLines, trustedHeaderLines } from './http-steps'
import { pathLookup } from './path-rules'
import { tlsBindWords, tlsPointers } from './tls-options'
import { knows } from './version-facts'

/** The HTTP frontend behind a TLS listener for routes that ask for the same client certificates. */
export function terminatingFrontend(
  edge: Edge,
  tables: CompiledListener,
  listener: TlsListener,
  frontend: TerminatingFrontend,
  maps: HostMaps,
  hopsMap: string,
): Section {
  const own = frontend.name.replace(/^tls:/, 'hop:')
  const routes = [...frontend.routes]
  return {
    keyword: 'frontend',
    name: frontend.name,
    from: [at('listeners', tables.index), ...routes.slice(0, 50).map((index) => at('routes', index, 'mode'))],
    lines: [
      line('mode http'),
      ...bindLines(edge, tables, listener, frontend),
      httpLogFormat(true),
      ...(knows(edge.version, 'errorLogFormat')
        ? [directive(['error-log-format', '%ci:%cp [%tr] %ft sni=%{+Q,+E}[ssl_fc_sni] error=%{+Q,+E}[ssl_fc_err_str]'])]
        : []),
      ...clientAuthLines(frontend),
      ...hostLines(),
      ...routeLookup(maps, 'http-request', { name: 'txn.name', route: 'txn.route', deep: 'txn.deep' }),
      ...catchAllLines(edge, tables),
      // Names of passthrough routes, of nobody, and of routes that ask for other client certificates: this connection is not theirs.
      ...(hopsMap
        ? [
            directive(
              [
                'http-request',
                'return',
                'status',
                '421',
                'content-type',
                'text/plain',
                'string',
                'Misdirected request',
                'if',
                '!{',
                `var(txn.route),map_str(${hopsMap})`,
                '-m',
                'str',
                own,
                '}',
              ],
              routes.slice(0, 50).map((index) => at('routes', index, 'hosts')),
            ),
          ]
        : [line('http-request return status 421')]),
      ...accessLines(edge, routes),
      ...normalizeLines(),
      ...trustedHeaderLines(edge, 'https'),
      ...pathLookup(edge, routes),
      ...edge.hstsLines,
      ...extraLines(edge, `terminate/${listener.name}`),
      line('use_backend %[var(txn.backend)]'),
    ],
  }
}

function bindLines(edge: Edge, tables: CompiledListener, listener: TlsListener, frontend: TerminatingFrontend): Line[] {
  const here = tlsPointers(at('listeners', tables.index))
  const { clientAuth } = frontend.example
  const authAt = at('routes', frontend.exampleIndex, 'clientAuth')
  const auth = clientAuth
    ? [
        'ca-file',
        trustFile(edge, clientAuth.trust),
        'verify',
        clientAuth.mode === 'required' ? 'required' : 'optional',
        'no-tls-tickets',
      ]
    : []
  const bind = (socket: string, certificate: string[], from: string[]) =>
    directive(
      ['bind', socket, 'accept-proxy', 'ssl', ...certificate, ...tlsBindWords(listener), ...auth],
      [...here, ...from, ...(clientAuth ? [authAt] : [])],
    )
  const lines: Line[] = []
  if (frontend.listed) {
    const file = addFile(
      edge,
      `crt/${frontend.name.slice('tls:'.length).replace(/:/g, '+')}.list`,
      certificateList(edge, frontend.listed.entries),
    )
    lines.push(bind(frontend.listed.hop.socket, ['crt-list', file, 'strict-sni'], certificatePointers(frontend)))
  }
  for (const [certificate, hop] of frontend.fixed)
    lines.push(bind(hop.socket, ['crt', certificateFile(edge, certificate)], hop.from))
  return lines
}

function certificatePointers(frontend: TerminatingFrontend): string[] {
  return [...frontend.routes].slice(0, 50).map((index) => at('routes', index, 'certificate'))
}

/** Hosts per line of a certificate list: each line loads its certificate once more, and HAProxy bounds a line. */
const hostsPerLine = 32

/** Which certificate answers for which name. Also with the trailing dot that some clients send; HAProxy would not find the name otherwise. */
function certificateList(edge: Edge, entries: readonly HostEntry[]): ListFile['lines'] {
  const byRoute = new Map<number, HostEntry[]>()
  for (const entry of entries) {
    const own = byRoute.get(entry.index)
    if (own) own.push(entry)
    else byRoute.set(entry.index, [entry])
  }
  return [...byRoute.values()].flatMap((own) => {
    const lines: ListFile['lines'] = []
    for (let start = 0; start < own.length; start += hostsPerLine) {
      const part = own.slice(start, start + hostsPerLine)
      const route = part[0]?.route
      if (!route || !terminatesTls(route)) continue
      lines.push({
        text: [certificateFile(edge, route.certificate), ...part.flatMap(({ host }) => [host, `${host}.`])].join(' '),
        from: [at('routes', part[0]?.index ?? 0, 'certificate'), ...part.map(hostPointer)],
      })
    }
    return lines
  })
}

/**
 * `verify` alone can be passed by resuming a session of another name, in which no certificate was asked for. `ssl_c_used` tells whether
 * this session, resumed or not, has one.
 */
function clientAuthLines(frontend: TerminatingFrontend): Line[] {
  const { clientAuth } = frontend.example
  if (!clientAuth) return []
  const from = [at('routes', frontend.exampleIndex, 'clientAuth', 'mode')]
  return [
    ...(clientAuth.mode === 'required' ? [line('http-request deny deny_status 403 if !{ ssl_c_used }', from)] : []),
    line('http-request deny deny_status 403 if { ssl_c_used } !{ ssl_c_verify 0 }', from),
  ]
}

export function catchAllLines(edge: Edge, tables: CompiledListener): Line[] {
  const { catchAll } = tables
  return catchAll
    ? [
        line(`http-request set-var(txn.route) str(${edge.routeIds[catchAll.index]}) if !{ var(txn.route) -m found }`, [
          hostPointer(catchAll),
        ]),
      ]
    : []
}

/** 403 for clients that a route's address lists refuse. */
export function accessLines(edge: Edge, routeIndices: Iterable<number>): Line[] {
  return [...routeIndices].flatMap((index) => {
    const route = edge.plan.routes[index]
    if (!route) return []
    const id = edge.routeIds[index] ?? ''
    const { acls, conditions } = refusedClients(route, index, id)
    return [
      ...acls,
      ...conditions.map(({ words, from }) =>
        directive(
          ['http-request', 'deny', 'deny_status', '403', 'if', '{', 'var(txn.route)', '-m', 'str', id, '}', ...words],
          from,
        ),
      ),
    ]
  })
}

/** HSTS by map, on every answer that leaves through TLS, those of the edge included. */
export function hstsLines(edge: Edge): Line[] {
  const lines: ListFile['lines'] = []
  for (const [index, route] of edge.plan.routes.entries()) {
    const hsts = terminatesTls(route) ? route.hsts : undefined
    if (!hsts) continue
    const value = `max-age=${hsts.maxAgeSeconds}${hsts.includeSubDomains ? '; includeSubDomains' : ''}${hsts.preload ? '; preload' : ''}`
    lines.push({ text: `${edge.routeIds[index]} ${value}`, from: [at('routes', index, 'hsts')] })
  }
  if (lines.length === 0) return []
  const lookup = `var(txn.route),map_str(${addFile(edge, 'maps/hsts.map', lines)})`
  return [
    line(
      `http-after-response set-header Strict-Transport-Security %[${lookup}] if { ${lookup} -m found }`,
      lines.slice(0, 50).flatMap(({ from }) => from),
    ),
  ]
}
