import { isIpAddress } from '../../domain-model/network-address'
import type { Upstream } from '../../domain-model/upstream'
import { block, type Directive, directive, type Node } from './ast'
import { type Context, freeName, once, pointer, type Section, socketAddress } from './context'
import { plainName } from './tame'

/**
 * How a group's servers are spoken to. Idle connections of a group are reused by address alone, so each way of speaking needs a group
 * of its own: else a request could travel on a connection that another route opened in clear, unverified or with another certificate.
 */
export type Speech =
  | { kind: 'tls-bytes' }
  | { kind: 'http' }
  /** Clear HTTP on `httpPort`, for plain-HTTP listeners. */
  | { kind: 'http-port' }
  | { kind: 'https'; as: string }

const suffixes: Record<Speech['kind'], string> = { 'tls-bytes': '', http: '', 'http-port': '.http', https: '.tls' }

/** The group that reaches an upstream, or null where there is nothing to reach; then the loss is reported at the place that asked. */
export function upstreamGroup(context: Context, name: string, speech: Speech, askedAt: string): string | null {
  const found = context.upstreamsByName.get(name)
  if (!found || found.upstream.servers.length === 0) {
    once(context.http, `unreachable ${askedAt}`, () => {
      context.lose(
        askedAt,
        'upstream.servers',
        found
          ? `The upstream ${plainName(name)} has no servers that NGINX could dial, so requests are answered 503 and passed-through connections are closed.`
          : `The plan has no upstream ${plainName(name)}, so requests are answered 503 and passed-through connections are closed.`,
        found ? 'Add servers to the upstream.' : 'Define the upstream, or name another.',
      )
      return ''
    })
    return null
  }
  const section = speech.kind === 'tls-bytes' ? context.stream : context.http
  const purpose = `group ${speech.kind === 'https' ? speech.as : ''} ${speech.kind} ${name}`
  return once(section, purpose, () => {
    const { upstream, index } = found
    const group = groupName(section, plainName(name) + suffixes[speech.kind])
    const sendsProxy =
      upstream.sendProxyProtocol !== 'none' && speech.kind !== 'tls-bytes' && speech.kind !== 'http-port'
    const servers = sendsProxy ? [relay(context, upstream, index)] : lowerServers(context, upstream, index, speech)
    const from = [pointer('upstreams', index)]
    const keepalive = section.name === 'http' ? [directive('keepalive', [32])] : []
    section.upstreams.push(block('upstream', [group], [...balance(upstream, index), ...servers, ...keepalive], from))
    return group
  })
}

function groupName(section: Section, name: string): string {
  const lower = name.toLowerCase()
  if (section.groupNames.has(lower)) {
    return freeName(
      name,
      (candidate) => section.groupNames.has(candidate),
      (free) => section.groupNames.add(free),
    )
  }
  section.groupNames.add(lower)
  return name
}

function balance(upstream: Upstream, index: number): Directive[] {
  const from = [pointer('upstreams', index, 'balance')]
  if (upstream.balance === 'least-connections') return [directive('least_conn', [], from)]
  if (upstream.balance === 'source') return [directive('hash', ['$remote_addr', 'consistent'], from)]
  return []
}

function lowerServers(context: Context, upstream: Upstream, index: number, speech: Speech): Node[] {
  const onlyBackups = upstream.servers.every((server) => server.backup)
  const { health } = upstream
  const healthAt = health ? [pointer('upstreams', index, 'health')] : []
  // Without a health check nobody asked NGINX to judge servers, so it keeps none out.
  const judged = health
    ? [`max_fails=${health.fall}`, `fail_timeout=${health.fall * health.intervalSeconds}s`]
    : ['max_fails=0']
  return upstream.servers.map((server, position) => {
    const at = pointer('upstreams', index, 'servers', position)
    const port = speech.kind === 'http-port' ? upstream.httpPort : server.port
    const words = [`${server.host.includes(':') ? `[${server.host}]` : server.host}:${port}`]
    if (server.weight === 0) words.push('down')
    else {
      if (server.weight !== 1) words.push(`weight=${server.weight}`)
      words.push(...judged)
    }
    if (server.backup && !onlyBackups) {
      if (upstream.balance !== 'source') words.push('backup')
      else if (!words.includes('down')) {
        // `hash` knows no backup servers and NGINX refuses the word; as a full member it would get traffic all the time.
        words.push('down')
        once(context.http, `backup ${at}`, () => {
          context.lose(
            `${at}/backup`,
            'upstream.backup',
            'NGINX has no backup servers where it balances by client address, so this server is marked down.',
            'Balance in turn or by connections.',
          )
          return ''
        })
      }
    }
    if (!isIpAddress(server.host)) reportStartTimeLookup(context, server.host, at)
    return directive('server', words, [at, ...healthAt])
  })
}

function reportStartTimeLookup(context: Context, host: string, at: string): void {
  once(context.http, `lookup ${at}`, () => {
    context.lose(
      `${at}/host`,
      'upstream.servers',
      `NGINX looks ${host} up once, when it starts or reloads: it follows no later change of address, and does not start while the name does not resolve.`,
      'Write the address, or reload NGINX when the name changes.',
    )
    return ''
  })
}

/**
 * NGINX sends PROXY headers from its stream side only. For a terminated route the request goes through a stream server that puts one
 * in front; that server's client is NGINX itself, so the header says UNKNOWN and the client's address travels in X-Forwarded-For.
 */
function relay(context: Context, upstream: Upstream, index: number): Node {
  const from = [pointer('upstreams', index, 'sendProxyProtocol')]
  const address = once(context.stream, `relay ${upstream.name}`, () => {
    const group = upstreamGroup(context, upstream.name, { kind: 'tls-bytes' }, pointer('upstreams', index)) ?? ''
    const socket = socketAddress(context, `relay-${index + 1}`)
    context.stream.servers.push(
      block(
        'server',
        [],
        [
          directive('listen', [socket]),
          directive('proxy_protocol', ['on'], from),
          directive('proxy_timeout', ['1d']),
          directive('access_log', ['off']),
          directive('proxy_pass', [group], from),
        ],
        from,
      ),
    )
    context.lose(
      from[0] ?? '',
      `upstream.proxy-${upstream.sendProxyProtocol === 'v1' ? 'v1' : 'v2'}`,
      'For terminated routes the PROXY header says UNKNOWN: only the stream side of NGINX can send one, and its client is NGINX itself. The address of the client is in X-Forwarded-For.',
      'Read X-Forwarded-For on this upstream, or pass its names through.',
    )
    return socket
  })
  return directive('server', [address, 'max_fails=0'], from)
}
