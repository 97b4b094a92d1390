import type { CompiledListener } from '../../domain-model/compile-plan'
import type { HttpListener } from '../../domain-model/listener'
import { acmeChallengePrefix, edgeAcmeUpstream, firstUpstream } from '../../domain-model/match-plain-http'
import { type PlainHttp, type Route, terminatesTls } from '../../domain-model/route'
import { type Line, type ListFile, line, type Section } from './ast'
import { addFile, at, type Edge } from './edge'
import { extraLines } from './extras'
import { addHostMaps, type HostEntry, routeLookup } from './host-maps'
import { hostLines, httpLogFormat, normalizeLines, trustedHeaderLines } from './http-steps'
import { listenerBinds } from './listener-binds'
import { pathLookup } from './path-rules'
import { accessLines, catchAllLines } from './terminating-frontend'

/** A plain HTTP listener: what each host does without TLS, by its route's `plainHttp`. */
export function httpListenerSection(edge: Edge, tables: CompiledListener, listener: HttpListener): Section {
  const id = edge.listenerIds[tables.index] ?? ''
  const maps = addHostMaps(edge, tables)
  const routes = routesOf(tables)
  const plannedAs = (plan: PlainHttp) => routes.filter(({ route }) => route.plainHttp === plan)
  const perRoute = (name: string, lines: { index: number; value: string; field: string }[]): string | null =>
    lines.length === 0
      ? null
      : addFile(
          edge,
          `maps/${id}.${name}.map`,
          lines.map(({ index, value, field }): ListFile['lines'][number] => ({
            text: `${edge.routeIds[index]} ${value}`,
            from: [at('routes', index, field)],
          })),
        )

  const plans = perRoute(
    'plans',
    routes
      .filter(({ route }) => (route.plainHttp ?? 'closed') !== 'closed')
      .map(({ route, index }) => ({ index, value: route.plainHttp ?? 'closed', field: 'plainHttp' })),
  )
  const backendOf = (upstream: string, route: Route, index: number) =>
    edge.backends.use('plain', upstream, { route, index, id: edge.routeIds[index] ?? '' }).name
  const challenges = perRoute(
    'challenges',
    [...plannedAs('redirect'), ...plannedAs('acme-only')].flatMap(({ route, index }) => {
      const solver = edgeAcmeUpstream(listener, route)
      if (solver !== undefined) return [{ index, value: edge.backends.use('http', solver).name, field: 'plainHttp' }]
      return route.plainHttp === 'acme-only'
        ? [{ index, value: backendOf(firstUpstream(route), route, index), field: 'plainHttp' }]
        : []
    }),
  )
  const forwards = perRoute(
    'forwards',
    plannedAs('forward').map(({ route, index }) => ({
      index,
      value: backendOf(firstUpstream(route), route, index),
      field: 'plainHttp',
    })),
  )
  const served = plannedAs('serve')
    .filter(({ route }) => terminatesTls(route))
    .map(({ index }) => index)

  return {
    keyword: 'frontend',
    name: id,
    from: [at('listeners', tables.index)],
    lines: [
      line('mode http'),
      ...listenerBinds(listener, tables.index, id),
      httpLogFormat(false),
      ...hostLines(),
      ...routeLookup(maps, 'http-request', { name: 'txn.name', route: 'txn.route', deep: 'txn.deep' }),
      ...catchAllLines(edge, tables),
      line('http-request deny deny_status 404 if !{ var(txn.route) -m found }'),
      ...(plans ? [line(`http-request set-var(txn.plan) var(txn.route),map_str(${plans})`)] : []),
      // Closed, or no plan: the connection ends without an answer.
      line(
        'http-request reject if !{ var(txn.plan) -m found }',
        routes
          .filter(({ route }) => (route.plainHttp ?? 'closed') === 'closed')
          .slice(0, 50)
          .map(({ index }) => at('routes', index)),
      ),
      line('http-request set-var(txn.target) pathq'),
      ...normalizeLines(),
      ...trustedHeaderLines(edge, 'http'),
      ...(challenges
        ? [
            line(
              `http-request set-var(txn.backend) var(txn.route),map_str(${challenges}) if { path -m beg ${acmeChallengePrefix} }`,
              listener.acmeUpstream === undefined ? [] : [at('listeners', tables.index, 'acmeUpstream')],
            ),
          ]
        : []),
      ...(plannedAs('acme-only').length > 0
        ? [
            line(
              'http-request deny deny_status 404 if { var(txn.plan) -m str acme-only } !{ var(txn.backend) -m found }',
            ),
          ]
        : []),
      ...redirectLines(edge, plannedAs('redirect')),
      ...accessLines(edge, [...plannedAs('forward').map(({ index }) => index), ...served]),
      ...(forwards
        ? [
            line(
              `http-request set-var(txn.backend) var(txn.route),map_str(${forwards}) if !{ var(txn.backend) -m found }`,
            ),
          ]
        : []),
      ...(served.length > 0 ? pathLookup(edge, served, ['{', 'var(txn.plan)', '-m', 'str', 'serve', '}']) : []),
      ...extraLines(edge, `frontend/${listener.name}`),
      line('use_backend %[var(txn.backend)]'),
    ],
  }
}

function routesOf(tables: CompiledListener): { route: Route; index: number }[] {
  const found = new Map<number, HostEntry>()
  for (const table of [tables.exact, tables.oneLabel, tables.anyDepth])
    for (const entry of table.values()) found.set(entry.index, entry)
  if (tables.catchAll) found.set(tables.catchAll.index, tables.catchAll)
  return [...found.values()].sort((a, b) => a.index - b.index)
}

/** To the same host and the target as it came, on the port of the route's own listener. */
function redirectLines(edge: Edge, routes: { route: Route; index: number }[]): Line[] {
  if (routes.length === 0) return []
  const portOf = new Map(edge.plan.listeners.toReversed().map((listener) => [listener.name, listener.port]))
  const byPort = new Map<number, { id: string; from: string }[]>()
  for (const { route, index } of routes) {
    const port = portOf.get(route.listener) ?? 443
    const known = byPort.get(port) ?? []
    known.push({ id: edge.routeIds[index] ?? '', from: at('routes', index, 'plainHttp') })
    byPort.set(port, known)
  }
  const isRedirect = '{ var(txn.plan) -m str redirect } !{ var(txn.backend) -m found }'
  const [only] = byPort.keys()
  if (byPort.size === 1 && only !== undefined)
    return [
      redirect(
        only === 443 ? '' : `:${only}`,
        isRedirect,
        routes.slice(0, 50).map(({ index }) => at('routes', index, 'plainHttp')),
      ),
    ]
  const ports = addFile(
    edge,
    'maps/redirect-ports.map',
    [...byPort].flatMap(([port, owners]) =>
      owners.map(({ id, from }) => ({ text: `${id} ${port === 443 ? '' : `:${port}`}`.trimEnd(), from: [from] })),
    ),
  )
  return [redirect(`%[var(txn.route),map_str(${ports})]`, isRedirect, [])]
}

function redirect(port: string, condition: string, from: string[]): Line {
  return line(
    `http-request redirect location https://%[var(txn.host)]${port}%[var(txn.target)] code 308 if ${condition}`,
    from,
  )
}
