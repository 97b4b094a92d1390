import { block, comment, directive, type Node } from './ast'
import { type Context, once, socketAddress } from './context'

/** Without `pass`, connections arrive with a PROXY header of our own, which the inner server takes off. */
export function innerListen(context: Context, address: string): Node[] {
  const words = context.dialect.passes ? [] : ['proxy_protocol']
  return [
    directive('listen', [address, ...words]),
    ...(context.dialect.passes ? [] : [directive('set_real_ip_from', ['unix:'])]),
  ]
}

/** An inner server that closes: for bytes that are no TLS, refused addresses and upstreams without servers. */
export function closing(context: Context): string {
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
export function rejecting(context: Context): string {
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
