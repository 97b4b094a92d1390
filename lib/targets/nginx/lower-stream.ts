import type { Listener, TlsListener } from '../../domain-model/listener'
import type { CompiledListener } from '../../domain-model/match-route'
import { canonicalAddress } from '../../domain-model/network-address'
import { type PassthroughRoute, type Route, terminatesTls } from '../../domain-model/route'
import { block, comment, type Directive, directive, type Node } from './ast'
import { addMap, type Context, duration, once, pointer, routePointer, socketAddress } from './context'
import { refusalVariable } from './lower-access'
import { addRouteMaps } from './lower-hosts'
import { type InnerSockets, logFile } from './lower-servers'
import { upstreamGroup } from './lower-upstreams'
import { literal, mapKey } from './quote'
import { plainName } from './tame'

/** Longer than any idle time a plan can ask for: the inner server of a connection ends it first. */
const outerIdleSeconds = 90_000
const passthroughIdleSeconds = 3600

/**
 * A tls listener on the stream side: reads the name out of the ClientHello without taking it, and hands the connection to an inner
 * server: of the http side (terminated), of the stream side (passed through), or one that closes or refuses.
 */
export function lowerTlsListener(
  context: Context,
  tables: CompiledListener,
  listener: TlsListener,
  terminated: InnerSockets,
  fallback: number | null,
): void {
  const { stream } = context
  const number = tables.index + 1
  const at = (...more: string[]) => pointer('listeners', tables.index, ...more)
  const unmatched = fallback === null ? '' : (context.routeKeys[fallback] ?? '')
  const route = addRouteMaps(context, stream, tables, unmatched)
  const indexes = routeIndexes(tables, fallback)

  const passthrough = indexes.filter((index) => !terminatesTls(context.plan.routes[index] as Route))
  const inner = lowerPassthrough(context, tables, listener, route, passthrough)
  const hops: Directive[] = indexes.map((index) => {
    const socket = terminated.get(index) ?? inner.get(index) ?? closing(context)
    return directive(mapKey(context.routeKeys[index] ?? ''), [socket], [routePointer(index, 'mode')])
  })
  const file = `${number}-${plainName(listener.name)}`
  const refusing = listener.unmatched === 'reject' || fallback === null ? rejecting(context) : closing(context)
  addMap(context, stream, {
    source: route,
    variable: `edge_${number}_hop`,
    head: [directive('default', [refusing], [at('unmatched')])],
    entries: hops,
    file: `${file}-hop`,
  })

  let next = `$edge_${number}_hop`
  const refusals = passthrough.flatMap((index) => {
    const variable = refusalVariable(stream, context.plan.routes[index] as Route, index)
    return variable === null
      ? []
      : [directive(mapKey(context.routeKeys[index] ?? ''), [variable], [routePointer(index)])]
  })
  if (refusals.length > 0) {
    addMap(context, stream, {
      source: route,
      variable: `edge_${number}_refused`,
      head: [directive('default', ['0'])],
      entries: refusals,
      file: `${file}-refused`,
    })
    stream.tables.push(
      block(
        'map',
        [`$edge_${number}_refused`, `$edge_${number}_admitted`],
        [directive('default', [next]), directive('1', [closing(context)])],
      ),
    )
    next = `$edge_${number}_admitted`
  }
  // A name was found in a ClientHello only; without one, only the version tells TLS from anything else.
  stream.tables.push(
    block(
      'map',
      ['$ssl_preread_protocol$ssl_preread_server_name', `$edge_${number}_next`],
      [directive('default', [next]), directive('', [closing(context)])],
    ),
  )
  stream.variables += 2
  stream.servers.push(
    comment(`listener ${plainName(listener.name)}`, [at()]),
    block(
      'server',
      [],
      [
        ...listens(listener, tables.index),
        directive('ssl_preread', ['on']),
        directive('preread_timeout', [duration(listener.clientHelloSeconds)], [at('clientHelloSeconds')]),
        ...(context.dialect.passes
          ? [directive('pass', [`$edge_${number}_next`])]
          : [
              directive('proxy_protocol', ['on']),
              directive('proxy_connect_timeout', ['5s']),
              directive('proxy_timeout', [duration(outerIdleSeconds)]),
              directive('access_log', [logFile(context, 'stream'), `edge_${number}`, `if=$edge_${number}_unrouted`]),
              directive('proxy_pass', [`$edge_${number}_next`]),
            ]),
      ],
      [at()],
    ),
  )
  if (!context.dialect.passes)
    stream.tables.push(
      block('map', [route, `$edge_${number}_unrouted`], [directive('default', ['0']), directive('', ['1'])]),
    )
}

function routeIndexes(tables: CompiledListener, fallback: number | null): number[] {
  const indexes = new Set<number>()
  for (const table of [tables.exact, tables.oneLabel, tables.anyDepth])
    for (const { index } of table.values()) indexes.add(index)
  if (tables.catchAll) indexes.add(tables.catchAll.index)
  if (fallback !== null) indexes.add(fallback)
  return [...indexes].sort((a, b) => a - b)
}

/** Addresses of a listener with what it trusts to name the client. Both families where the plan names no address. */
export function listens(listener: Listener, index: number, words: readonly string[] = []): Node[] {
  const from = [
    pointer('listeners', index, 'port'),
    ...(listener.address ? [pointer('listeners', index, 'address')] : []),
  ]
  const { address } = listener
  // `::` takes IPv4 too, which NGINX keeps apart.
  const isEvery = address === undefined || canonicalAddress(address) === '::'
  const addresses = isEvery ? ['', '[::]:'] : [`${address.includes(':') ? `[${address}]` : address}:`]
  const proxied = listener.acceptProxyProtocol
  const all = [...(proxied ? ['proxy_protocol'] : []), ...words]
  const trusted = proxied ? (proxied.from.length > 0 ? proxied.from : ['0.0.0.0/0', '::/0']) : []
  const at = pointer('listeners', index, 'acceptProxyProtocol')
  return [
    ...addresses.map((prefix) => directive('listen', [`${prefix}${listener.port}`, ...all], from)),
    ...trusted.map((range, position) =>
      directive('set_real_ip_from', [range], [proxied && proxied.from.length > 0 ? `${at}/from/${position}` : at]),
    ),
  ]
}

/**
 * One inner server for each way of passing through (PROXY header or not, time limits), not for each route: it reads the name again and
 * picks the upstream by it. Gives the address that takes each route's connections.
 */
function lowerPassthrough(
  context: Context,
  tables: CompiledListener,
  listener: TlsListener,
  route: string,
  indexes: readonly number[],
): Map<number, string> {
  const { stream } = context
  const number = tables.index + 1
  const addresses = new Map<number, string>()
  const upstreams: Directive[] = []
  const kinds = new Map<string, { proxy: boolean; first: PassthroughRoute; members: number[] }>()
  for (const index of indexes) {
    const passed = context.plan.routes[index] as PassthroughRoute
    const group = upstreamGroup(context, passed.upstream, { kind: 'tls-bytes' }, routePointer(index, 'upstream'))
    if (group === null) continue
    upstreams.push(
      directive(mapKey(context.routeKeys[index] ?? ''), [literal(group)], [routePointer(index, 'upstream')]),
    )
    const proxy = context.upstreamsByName.get(passed.upstream)?.upstream.sendProxyProtocol !== 'none'
    const key = JSON.stringify([proxy, passed.timeouts?.connectSeconds, passed.timeouts?.idleSeconds])
    const kind = kinds.get(key) ?? { proxy, first: passed, members: [] }
    kind.members.push(index)
    kinds.set(key, kind)
  }
  if (upstreams.length === 0) return addresses
  addMap(context, stream, {
    source: route,
    variable: `edge_${number}_upstream`,
    head: [],
    entries: upstreams,
    file: `${number}-${plainName(listener.name)}-upstream`,
  })
  for (const [position, { proxy, first, members }] of [...kinds.values()].entries()) {
    // A PROXY header names the address the connection came in on. After `pass` that is the inner one, and a socket's path is no address.
    const address =
      context.dialect.passes && proxy ? loopback(context) : socketAddress(context, `pass-${number}-${position + 1}`)
    for (const index of members) addresses.set(index, address)
    const timeouts = members.slice(0, 20).flatMap((index) => {
      const route = context.plan.routes[index]
      return route?.timeouts ? [routePointer(index, 'timeouts')] : []
    })
    const sender = members.slice(0, 20).flatMap((index) => {
      const found = context.upstreamsByName.get((context.plan.routes[index] as PassthroughRoute).upstream)
      return found ? [pointer('upstreams', found.index, 'sendProxyProtocol')] : []
    })
    stream.servers.push(
      comment(`passthrough of ${plainName(listener.name)}${proxy ? ', with a PROXY header' : ''}`),
      block(
        'server',
        [],
        [
          ...innerListen(context, address),
          directive('ssl_preread', ['on']),
          ...(first.timeouts?.connectSeconds === undefined
            ? []
            : [directive('proxy_connect_timeout', [duration(first.timeouts.connectSeconds)], timeouts)]),
          directive('proxy_timeout', [duration(first.timeouts?.idleSeconds ?? passthroughIdleSeconds)], timeouts),
          ...(proxy ? [directive('proxy_protocol', ['on'], [...new Set(sender)])] : []),
          directive('access_log', [logFile(context, 'stream'), `edge_${number}`]),
          directive(
            'proxy_pass',
            [`$edge_${number}_upstream`],
            members.length > 20 ? [] : members.map((index) => routePointer(index)),
          ),
        ],
      ),
    )
  }
  return addresses
}

/** Without `pass`, connections arrive with a PROXY header of our own, which the inner server takes off. */
function innerListen(context: Context, address: string): Node[] {
  const words = context.dialect.passes ? [] : ['proxy_protocol']
  return [
    directive('listen', [address, ...words]),
    ...(context.dialect.passes ? [] : [directive('set_real_ip_from', ['unix:'])]),
  ]
}

/** Loopback ports for inner servers, clear of the plan's own and below the range that outgoing connections draw from. */
function loopback(context: Context): string {
  const taken = new Set(context.plan.listeners.map((listener) => listener.port))
  const used = context.stream.made.get('loopback port')
  let port = used === undefined ? 17_443 : Number(used) + 1
  while (taken.has(port)) port++
  context.stream.made.set('loopback port', String(port))
  return `127.0.0.1:${port}`
}

/** An inner server that closes: for bytes that are no TLS, refused addresses and upstreams without servers. */
function closing(context: Context): string {
  return once(context.stream, 'closing', () => {
    const address = socketAddress(context, 'close')
    context.stream.servers.push(
      comment('closes what no route may have'),
      block(
        'server',
        [],
        [...innerListen(context, address), directive('access_log', ['off']), directive('return', [''])],
      ),
    )
    return address
  })
}

/** An inner server that answers any ClientHello with the TLS alert unrecognized_name; before 1.19.4 it can only close. */
function rejecting(context: Context): string {
  if (!context.dialect.rejectsHandshake) return closing(context)
  return once(context.stream, 'rejecting', () => {
    const address = socketAddress(context, 'reject')
    const words = [address, 'ssl', ...(context.dialect.passes ? [] : ['proxy_protocol']), 'default_server']
    context.http.servers.push(
      comment('refuses names that no route has, with a TLS alert'),
      block(
        'server',
        [],
        [
          directive('listen', words),
          directive('server_name', ['_']),
          directive('ssl_reject_handshake', ['on']),
          directive('access_log', ['off']),
        ],
      ),
    )
    return address
  })
}
