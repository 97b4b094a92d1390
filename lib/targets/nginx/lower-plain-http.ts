import type { CompiledListener } from '../../domain-model/compile-plan'
import type { HttpListener } from '../../domain-model/listener'
import { acmeChallengePrefix, edgeAcmeUpstream, firstUpstream } from '../../domain-model/match-plain-http'
import { type Route, terminatesTls } from '../../domain-model/route'
import { block, comment, directive, type Node } from './ast'
import { type Context, duration, pointer, routePointer } from './context'
import { refusalVariable } from './lower-access'
import { addRouteMaps, hostsByRoute, nameServers, type OwnHosts } from './lower-hosts'
import { listens } from './lower-listen'
import { logFile, noHostGate, sendNormalised, serveRoute } from './lower-servers'
import { type Speech, upstreamGroup } from './lower-upstreams'

/**
 * A plain-HTTP listener: every route's names, each with its plan. Routes that do the same (close, redirect) share one server block;
 * the others have one each.
 */
export function lowerPlainHttp(context: Context, tables: CompiledListener, listener: HttpListener): void {
  const number = tables.index + 1
  const at = pointer('listeners', tables.index)
  const owner = addRouteMaps(context, context.http, tables, '')
  const groups = new Map<string, { routes: number[]; hosts: OwnHosts; fallback: boolean }>()
  for (const [index, hosts] of hostsByRoute(tables)) {
    const key = groupKey(context, listener, context.plan.routes[index] as Route, index)
    const group = groups.get(key)
    if (!group) groups.set(key, { routes: [index], hosts, fallback: false })
    else {
      group.routes.push(index)
      for (const kind of ['exact', 'oneLabel', 'anyDepth'] as const) group.hosts[kind].push(...hosts[kind])
      group.hosts.catchAll ||= hosts.catchAll
    }
  }
  const servers = nameServers(context.http, [...groups.values()])
  const star =
    servers.find((server) => server.isDefault && server.names.length === 0) ??
    servers.find((server) => server.isDefault)

  const head = (isDefault: boolean) => [
    ...listens(listener, tables.index, isDefault ? ['default_server'] : []),
    directive('access_log', [logFile(context), `edge_${number}`]),
  ]
  if (!star)
    context.http.servers.push(
      comment(`listener ${listener.name}: names that no route has`, [at]),
      block(
        'server',
        [],
        [...head(true), directive('server_name', ['_']), noHostGate, directive('return', [404])],
        [at],
      ),
    )
  for (const server of servers) {
    const index = server.routes[0] ?? 0
    const route = context.plan.routes[index] as Route
    const from = server.routes.slice(0, 20).map((member) => routePointer(member, 'plainHttp'))
    context.http.servers.push(
      comment(
        `plain HTTP: ${route.plainHttp ?? 'closed'} ${server.routes.length === 1 ? context.routeKeys[index] : `(${server.routes.length} routes)`}`,
        from,
      ),
      block(
        'server',
        [],
        [
          ...head(server === star),
          ...(server.names.length > 0 ? server.names : [directive('server_name', ['_'], from)]),
          noHostGate,
          // A name deeper than the wildcard goes: nobody's.
          ...(server === star ? [] : [block('if', [`(${owner}`, '=', '', ')'], [directive('return', [404])])]),
          ...answer(context, listener, tables.index, route, index, from),
        ],
        from,
      ),
    )
  }
}

function groupKey(context: Context, listener: HttpListener, route: Route, index: number): string {
  const plan = route.plainHttp ?? 'closed'
  if (plan === 'closed') return plan
  if (plan === 'redirect') return `redirect ${tlsPort(context, route)} ${edgeAcmeUpstream(listener, route) ?? ''}`
  return `route ${index}`
}

function tlsPort(context: Context, route: Route): number {
  return context.plan.listeners.find((other) => other.name === route.listener)?.port ?? 443
}

function answer(
  context: Context,
  listener: HttpListener,
  listenerIndex: number,
  route: Route,
  index: number,
  from: string[],
): Node[] {
  const plan = route.plainHttp ?? 'closed'
  const at = routePointer(index, 'plainHttp')
  if (plan === 'closed') return [directive('return', [444], from)]
  if (plan === 'serve' && terminatesTls(route)) return serveRoute(context, route, index, false)
  if (plan === 'serve') return [directive('return', [444], from)]
  const tidy = context.dialect.escapesPaths ? [sendNormalised] : []
  if (plan === 'forward') {
    const refused = refusalVariable(context.http, route, index)
    return [
      ...(refused === null ? [] : [block('if', [`(${refused})`], [directive('return', [403])], [routePointer(index)])]),
      ...tidy,
      ...timeouts(route, index),
      block('location', ['/'], [forward(context, firstUpstream(route), { kind: 'http-port' }, at)], [at]),
    ]
  }
  const edgeSolver = edgeAcmeUpstream(listener, route)
  const solver = edgeSolver ?? (plan === 'acme-only' ? firstUpstream(route) : undefined)
  const rest =
    plan === 'acme-only'
      ? directive('return', [404], [at])
      : directive('return', [308, `https://$host${portSuffix(tlsPort(context, route))}$request_uri`], from)
  if (solver === undefined) return [block('location', ['/'], [rest])]
  const solverAt = edgeSolver === undefined ? at : pointer('listeners', listenerIndex, 'acmeUpstream')
  const speaks: Speech = { kind: edgeSolver === undefined ? 'http-port' : 'http' }
  return [
    ...tidy,
    block('location', ['^~', acmeChallengePrefix], [forward(context, solver, speaks, solverAt)], [solverAt]),
    // Without this, NGINX would redirect the same path without its slash to the one with it.
    block('location', ['=', acmeChallengePrefix.slice(0, -1)], [rest]),
    block('location', ['/'], [rest]),
  ]
}

function forward(context: Context, upstream: string, speaks: Speech, askedAt: string): Node {
  const group = upstreamGroup(context, upstream, speaks, askedAt)
  return group === null
    ? directive('return', [503], [askedAt])
    : directive('proxy_pass', [`http://${group}`], [askedAt])
}

function timeouts(route: Route, index: number): Node[] {
  const { connectSeconds, idleSeconds } = route.timeouts ?? {}
  const at = (field: string) => [routePointer(index, 'timeouts', field)]
  return [
    ...(connectSeconds === undefined
      ? []
      : [directive('proxy_connect_timeout', [duration(connectSeconds)], at('connectSeconds'))]),
    ...(idleSeconds === undefined ? [] : [directive('proxy_read_timeout', [duration(idleSeconds)], at('idleSeconds'))]),
  ]
}

function portSuffix(port: number): string {
  return port === 443 ? '' : `:${port}`
}
