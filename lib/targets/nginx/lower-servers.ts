import type { CompiledListener } from '../../domain-model/compile-plan'
import type { TlsListener } from '../../domain-model/listener'
import { clientAuthClass, type HttpRoute, terminatesTls } from '../../domain-model/route'
import { block, comment, directive, type Node } from './ast'
import { type Context, duration, pointer, routePointer, socketAddress } from './context'
import { refusalVariable } from './lower-access'
import { extraLines } from './lower-extras'
import { routeHeaders } from './lower-headers'
import { addRouteMaps, hostsByRoute, nameServers, type OwnHosts } from './lower-hosts'
import { lowerPaths } from './lower-locations'
import { hasOneProfile, profileDirectives, serverTls, upstreamTls } from './lower-tls'

/** The sockets on which terminated routes of a listener wait for what the stream side hands them, by route. */
export type InnerSockets = Map<number, string>

const noHosts: OwnHosts = { exact: [], oneLabel: [], anyDepth: [], catchAll: false }

/**
 * The terminated routes of a tls listener: one socket for each class of client certificates, so that NGINX never mixes their
 * handshakes, one server block for each route. Gives each route's socket.
 */
export function lowerTlsServers(
  context: Context,
  tables: CompiledListener,
  listener: TlsListener,
  fallback: number | null,
): InnerSockets {
  const sockets: InnerSockets = new Map()
  const classes = new Map<string, { routes: number[]; hosts: OwnHosts; fallback: boolean }[]>()
  const hosts = hostsByRoute(tables)
  // A route for unmatched names is out of work where another has every name.
  if (fallback !== null && !hosts.has(fallback)) hosts.set(fallback, noHosts)
  for (const [index, own] of hosts) {
    const route = context.plan.routes[index]
    if (!route || !terminatesTls(route)) continue
    const name = clientAuthClass(route)
    const members = classes.get(name) ?? []
    members.push({ routes: [index], hosts: own, fallback: index === fallback && tables.catchAll === null })
    classes.set(name, members)
  }
  if (classes.size === 0) return sockets

  reportAlpn(context, listener, tables.index)
  const number = tables.index + 1
  const owner = addRouteMaps(context, context.http, tables, '')
  for (const [position, members] of [...classes.values()].entries()) {
    const socket = socketAddress(context, `tls-${number}-${position + 1}`)
    for (const { routes } of members) for (const index of routes) sockets.set(index, socket)
    const servers = nameServers(context.http, members)
    const isDefault =
      servers.find((server) => server.isDefault && server.names.length === 0) ??
      servers.find((server) => server.isDefault) ??
      servers[0]
    const words = [socket, 'ssl']
    if (listener.alpn.includes('h2') && !context.dialect.http2Directive) words.push('http2')
    if (!context.dialect.passes) words.push('proxy_protocol')
    const at = (...more: string[]) => [pointer('listeners', tables.index, ...more)]
    const listen = directive('listen', words, at())
    const common = [
      ...alpn(context, listener, tables.index),
      ...(hasOneProfile(context) ? [] : profileDirectives(listener.tlsProfile, at('tlsProfile'))),
      directive('access_log', [logFile(context), `edge_${number}`]),
    ]
    for (const server of servers) {
      const index = server.routes[0] ?? 0
      const route = context.plan.routes[index] as HttpRoute
      const from = [routePointer(index)]
      context.http.servers.push(
        comment(`${route.mode} ${context.routeKeys[index]}`, from),
        block(
          'server',
          [],
          [
            server === isDefault ? directive('listen', [...words, 'default_server'], at()) : listen,
            ...(server.names.length > 0 ? server.names : [directive('server_name', ['_'], from)]),
            ...serverTls(context, route, index),
            ...common,
            ...hostGate(owner, context.routeKeys[index] ?? '', index),
            ...serveRoute(context, route, index, true),
          ],
          from,
        ),
      )
    }
  }
  return sockets
}

/** NGINX has one switch for HTTP/2; what it offers then, and in which order, is its own. */
function reportAlpn(context: Context, { alpn }: TlsListener, index: number): void {
  if (!alpn.includes('h2') || alpn.join() === 'h2,http/1.1') return
  context.lose(
    pointer('listeners', index, 'alpn'),
    'listener.alpn',
    alpn.length === 1
      ? 'NGINX offers http/1.1 beside h2, so clients that speak only http/1.1 are served too.'
      : 'NGINX prefers h2 wherever a client offers both.',
    'Write [h2, http/1.1], or [http/1.1] alone.',
  )
}

function alpn(context: Context, listener: TlsListener, index: number): Node[] {
  if (!context.dialect.http2Directive) return []
  return [directive('http2', [listener.alpn.includes('h2') ? 'on' : 'off'], [pointer('listeners', index, 'alpn')])]
}

/** A request that names no host, and one whose host is another route's, a passed-through one's or nobody's. */
function hostGate(owner: string, key: string, index: number): Node[] {
  return [
    noHostGate,
    block('if', [`(${owner}`, '!=', `${key})`], [directive('return', [421])], [routePointer(index, 'hosts')]),
  ]
}

export const noHostGate = block('if', ['($http_host', '=', '', ')'], [directive('return', [400])])

/** What a route does with its requests, on TLS and, where the plan serves it there, on plain HTTP. */
export function serveRoute(context: Context, route: HttpRoute, index: number, encrypted: boolean): Node[] {
  const refused = refusalVariable(context.http, route, index)
  const sides = [
    ...(route.allow ? [routePointer(index, 'allow')] : []),
    ...(route.deny ? [routePointer(index, 'deny')] : []),
  ]
  return [
    ...(refused === null ? [] : [block('if', [`(${refused})`], [directive('return', [403])], sides)]),
    ...(context.dialect.escapesPaths ? [sendNormalised] : []),
    ...routeTimeouts(route, index),
    ...(route.mode === 'reencrypt' ? upstreamTls(context, route, index) : []),
    ...routeHeaders(context, route, index, encrypted),
    ...extraLines(context, `server/${route.name}`),
    ...lowerPaths(context, route, index, encrypted),
  ]
}

/** `rewrite` to itself makes NGINX send the path that it matched, written anew, in place of the one that came. */
export const sendNormalised = block('if', ['($edge_untidy_path)'], [directive('rewrite', ['^', '$uri'])])

function routeTimeouts(route: HttpRoute, index: number): Node[] {
  const nodes: Node[] = []
  const { connectSeconds, idleSeconds } = route.timeouts ?? {}
  if (connectSeconds !== undefined)
    nodes.push(
      directive(
        'proxy_connect_timeout',
        [duration(connectSeconds)],
        [routePointer(index, 'timeouts', 'connectSeconds')],
      ),
    )
  if (idleSeconds !== undefined)
    for (const name of ['proxy_read_timeout', 'proxy_send_timeout'])
      nodes.push(directive(name, [duration(idleSeconds)], [routePointer(index, 'timeouts', 'idleSeconds')]))
  return nodes
}

export function logFile(context: Context, name = 'access'): string {
  return context.isPrivate ? `${context.runtimeDirectory}/${name}.log` : `/var/log/nginx/${name}.log`
}
