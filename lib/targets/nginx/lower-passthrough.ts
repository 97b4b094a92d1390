import type { CompiledListener } from '../../domain-model/compile-plan'
import type { TlsListener } from '../../domain-model/listener'
import type { PassthroughRoute } from '../../domain-model/route'
import { block, comment, type Directive, directive } from './ast'
import { addMap, type Context, duration, pointer, routePointer, socketAddress } from './context'
import { innerListen } from './lower-inner'
import { logFile } from './lower-servers'
import { upstreamGroup } from './lower-upstreams'
import { literal, mapKey } from './quote'
import { plainName } from './tame'

const idleSecondsDefault = 3600

/**
 * One inner server for each way of passing through (PROXY header or not, time limits), not for each route: it reads the name again and
 * picks the upstream by it. Gives the address that takes each route's connections.
 */
export function lowerPassthrough(
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
          directive('proxy_timeout', [duration(first.timeouts?.idleSeconds ?? idleSecondsDefault)], timeouts),
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

/** Loopback ports for inner servers, clear of the plan's own and below the range that outgoing connections draw from. */
function loopback(context: Context): string {
  const taken = new Set(context.plan.listeners.map((listener) => listener.port))
  const used = context.stream.made.get('loopback port')
  let port = used === undefined ? 17_443 : Number(used) + 1
  while (taken.has(port)) port++
  context.stream.made.set('loopback port', String(port))
  return `127.0.0.1:${port}`
}
