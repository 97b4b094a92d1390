import type { Upstream } from '../../domain-model/upstream'
import type { BackendKind } from './backend-registry'
import { duration } from './listener-binds'

/**
 * How HAProxy learns that a server is up, as lines of the backend and words of its servers.
 *
 * TLS is checked by a real handshake (`check-ssl`): `option ssl-hello-chk` calls a server up that refuses every handshake, and a healthy
 * SNI router down. The name for a check is said by `check-sni`, because a check has no request to take it from.
 */
export function healthCheck(
  upstream: Upstream,
  kind: BackendKind,
  serverName: string | null,
): { lines: string[][]; words: string[] } {
  const { health } = upstream
  if (!health) return { lines: [], words: [] }
  const timing = ['inter', duration(health.intervalSeconds), 'rise', String(health.rise), 'fall', String(health.fall)]
  const lines = [['timeout', 'check', duration(health.timeoutSeconds)]]
  // Plain HTTP has a port of its own, of which the plan only says that it is there.
  if (kind === 'plain') return { lines, words: ['check', ...timing] }

  const encrypted = kind !== 'http' || health.kind === 'tls'
  if (health.kind === 'tcp')
    return { lines, words: ['check', ...(kind === 'reencrypt' ? ['no-check-ssl'] : []), ...timing] }
  if (health.kind === 'http') {
    const host = health.host ?? serverName ?? authorityOf(upstream.servers[0]?.host ?? 'localhost')
    lines.unshift(
      ['option', 'httpchk'],
      ['http-check', 'send', 'meth', 'GET', 'uri', health.path, 'ver', 'HTTP/1.1', 'hdr', 'Host', host],
      ['http-check', 'expect', 'status', String(health.expect)],
    )
  }
  const name =
    health.kind === 'tls'
      ? (health.serverName ?? serverName)
      : (serverName ?? (encrypted ? (health.host ?? null) : null))
  const tls = !encrypted
    ? []
    : [
        ...(kind === 'reencrypt' ? [] : ['check-ssl', 'verify', 'none']),
        ...(name ? ['check-sni', name] : []),
        ...(health.kind === 'http' ? ['check-alpn', 'http/1.1'] : []),
      ]
  return { lines, words: ['check', ...tls, ...timing] }
}

function authorityOf(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}
