import type { CompiledListener } from '../../domain-model/compile-plan'
import type { TlsListener } from '../../domain-model/listener'
import { terminatesTls } from '../../domain-model/route'
import { refusedClients } from './access-lists'
import { comment, directive, type Line, line, type Section } from './ast'
import { addFile, at, type Edge } from './edge'
import { extraLines } from './extras'
import { type Hops, planHops } from './hops'
import { addHostMaps, type HostMaps, keepOnlyDnsName, routeLookup } from './host-maps'
import { duration, listenerBinds } from './listener-binds'
import { terminatingFrontend } from './terminating-frontend'

/** The name of the backend that leads to `refuse:names`, where unknown names get a TLS alert. */
export const refuseHop = 'hop:refuse'

/** A TLS listener: the TCP frontend that reads the SNI, then the frontends in which TLS ends. */
export function tlsListenerSections(
  edge: Edge,
  tables: CompiledListener,
  listener: TlsListener,
  canAlert: boolean,
): Section[] {
  const hops = planHops(edge, tables)
  const maps = addHostMaps(edge, tables)
  const id = edge.listenerIds[tables.index] ?? ''
  const routeIds = edge.routeIds
  const hopsMap =
    hops.byRoute.size === 0
      ? null
      : addFile(
          edge,
          `maps/${id}.hops.map`,
          [...hops.byRoute].map(([index, backend]) => ({
            text: `${routeIds[index]} ${backend}`,
            from: [at('routes', index, 'mode')],
          })),
        )

  const sections: Section[] = [
    {
      keyword: 'frontend',
      name: id,
      from: [at('listeners', tables.index)],
      lines: [
        line('mode tcp'),
        ...listenerBinds(listener, tables.index, id),
        ...sniLogFormat(),
        ...helloLines(listener, tables.index),
        ...routeLookup(maps, 'tcp-request content', { name: 'sess.name', route: 'sess.route', deep: 'sess.deep' }),
        ...hopLookup(edge, id, maps, hops, hopsMap),
        ...passthroughAccess(edge, tables, hops),
        ...unmatchedLines(edge, tables, hops, canAlert),
        ...extraLines(edge, `frontend/${listener.name}`),
      ],
    },
  ]
  for (const frontend of hops.frontends) {
    for (const hop of [...(frontend.listed ? [frontend.listed.hop] : []), ...frontend.fixed.values()]) {
      const from = [...new Set([...hop.from, ...[...frontend.routes].map((index) => at('routes', index, 'mode'))])]
      sections.push({
        keyword: 'backend',
        name: hop.backend,
        from,
        // The inner frontend closes idle connections by its own clocks; the outer one must not be faster.
        lines: [
          line('mode tcp'),
          line('timeout tunnel 25h'),
          directive(['server', 'inner', hop.socket, 'send-proxy-v2'], from),
        ],
      })
    }
    sections.push(terminatingFrontend(edge, tables, listener, frontend, maps, hopsMap ?? ''))
  }
  return sections
}

function sniLogFormat(): Line[] {
  // SNI is text from anybody: quoted and escaped.
  return [
    directive([
      'log-format',
      '%ci:%cp [%t] %ft %b/%s %Tw/%Tc/%Tt %B %ts sni=%{+Q,+E}[var(sess.sni)] route=%{+Q}[var(sess.route)]',
    ]),
  ]
}

/** Waits for a whole ClientHello, closes what is not TLS, and takes the name from it. Order matters: the first rule is what waits. */
function helloLines(listener: TlsListener, index: number): Line[] {
  const wait = at('listeners', index, 'clientHelloSeconds')
  return [
    directive(['tcp-request', 'inspect-delay', duration(listener.clientHelloSeconds)], [wait]),
    line('tcp-request content reject if !{ req.ssl_hello_type 1 }', [wait]),
    line('tcp-request content set-var(sess.sni) req.ssl_sni'),
    line('tcp-request content set-var(sess.name) var(sess.sni),lower,regsub([.]$,)'),
    ...keepOnlyDnsName('tcp-request content', 'sess.name'),
  ]
}

function hopLookup(edge: Edge, id: string, maps: HostMaps, hops: Hops, hopsMap: string | null): Line[] {
  const lines: Line[] = []
  if (maps.anyDepth) {
    const deep = addFile(
      edge,
      `maps/${id}.deep-hops.map`,
      [...hops.byDeepRoute].map(([index, backend]) => ({
        text: `${edge.routeIds[index]} ${backend}`,
        from: [at('routes', index, 'wildcardDepth')],
      })),
    )
    lines.push(line(`tcp-request content set-var(sess.hop) var(sess.deep),map_str(${deep})`))
  }
  if (hopsMap && maps.exact)
    lines.push(
      line(
        `tcp-request content set-var(sess.hop) var(sess.route),map_str(${hopsMap})${maps.anyDepth ? ' if !{ var(sess.hop) -m found }' : ''}`,
      ),
    )
  if (hops.catchAll) {
    const { backend, from, routeIndex } = hops.catchAll
    lines.push(line(`tcp-request content set-var(sess.hop) str(${backend}) if !{ var(sess.hop) -m found }`, from))
    lines.push(
      line(
        `tcp-request content set-var(sess.route) str(${edge.routeIds[routeIndex]}) if !{ var(sess.route) -m found }`,
        from,
      ),
    )
  }
  return lines
}

/** Address lists of passthrough routes close the connection; those of terminated routes answer 403 further in. */
function passthroughAccess(edge: Edge, tables: CompiledListener, hops: Hops): Line[] {
  const indices = new Set([
    ...hops.byRoute.keys(),
    ...hops.byDeepRoute.keys(),
    ...(hops.catchAll ? [hops.catchAll.routeIndex] : []),
  ])
  return [...indices].flatMap((index) => {
    const route = tables.listener && edge.plan.routes[index]
    if (!route || terminatesTls(route)) return []
    const id = edge.routeIds[index] ?? ''
    const { acls, conditions } = refusedClients(route, index, id)
    return [
      ...acls,
      ...conditions.map(({ words, from }) =>
        directive(
          ['tcp-request', 'content', 'reject', 'if', '{', 'var(sess.route)', '-m', 'str', id, '}', ...words],
          from,
        ),
      ),
    ]
  })
}

function unmatchedLines(edge: Edge, tables: CompiledListener, hops: Hops, canAlert: boolean): Line[] {
  const from = [at('listeners', tables.index, 'unmatched')]
  const use = line('use_backend %[var(sess.hop)]')
  if (hops.catchAll) return [use]
  if (canAlert) return [use, directive(['default_backend', refuseHop], from)]
  edge.losses.push({
    path: from[0] ?? '',
    feature: 'listener.unmatched-reject',
    reason:
      'The plan terminates nothing, so HAProxy holds no certificate and cannot speak TLS: unknown names and missing SNI are closed without a TLS alert.',
    fix: 'Nothing is exposed by this; clients only see a closed connection instead of "unrecognized name".',
  })
  return [
    comment('No certificate, no TLS: the connection is closed without an alert.'),
    line('tcp-request content reject if !{ var(sess.hop) -m found }', from),
    use,
  ]
}
