import type { Listener } from '../../domain-model/listener'
import { canonicalAddress } from '../../domain-model/network-address'
import { directive, type Node } from './ast'
import { pointer } from './context'

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
