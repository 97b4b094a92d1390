import type { Listener } from '../../domain-model/listener'
import { isUnspecifiedAddress } from '../../domain-model/network-address'
import { sourceAcl } from './access-lists'
import { directive, type Line } from './ast'
import { at } from './edge'

/**
 * Where a listener listens, and from whom it takes a PROXY header. Without an address there is one socket for each family: a socket for
 * both would show IPv4 clients as ::ffff:… in logs and headers.
 */
export function listenerBinds(listener: Listener, index: number, id: string): Line[] {
  const here = ['port', 'address', 'acceptProxyProtocol']
    .filter((field) => field in listener)
    .map((field) => at('listeners', index, field))
  const trusted = listener.acceptProxyProtocol?.from ?? []
  const anybody = listener.acceptProxyProtocol && trusted.length === 0 ? ['accept-proxy'] : []
  const { address, port } = listener
  const binds =
    address === undefined || isUnspecifiedAddress(address)
      ? [[`:${port}`], [`:::${port}`, 'v6only']]
      : [[address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`]]
  const lines = binds.map((words) => directive(['bind', ...words, ...anybody], here))
  if (trusted.length === 0) return lines
  const name = `balancer:${id}`
  const pointer = at('listeners', index, 'acceptProxyProtocol', 'from')
  return [
    ...lines,
    ...sourceAcl(name, trusted, pointer),
    directive(['tcp-request', 'connection', 'expect-proxy', 'layer4', 'if', name], [pointer]),
  ]
}

/** A time in HAProxy's notation: whole seconds, or milliseconds. */
export function duration(seconds: number): string {
  return Number.isInteger(seconds) ? `${seconds}s` : `${Math.max(1, Math.round(seconds * 1000))}ms`
}
