import { directive, type Line, line } from './ast'
import { at, type Edge } from './edge'
import { keepOnlyDnsName } from './host-maps'

/** Logs with SNI and route; both are text from outside or names, so both are quoted. */
export function httpLogFormat(hasTls: boolean): Line {
  const sni = hasTls ? ' sni=%{+Q,+E}[ssl_fc_sni]' : ''
  return directive([
    'log-format',
    `%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %tsc${sni} route=%{+Q}[var(txn.route)] rule=%{+Q}[var(txn.rule)] %{+Q}r`,
  ])
}

/** Takes the host from the request: 400 without one; port and trailing dot dropped, lower case; `txn.name` only if it is a DNS name. */
export function hostLines(): Line[] {
  return [
    line('http-request deny deny_status 400 if !{ req.fhdr(host) -m found }'),
    line('http-request set-var(txn.host) req.fhdr(host),lower,regsub(:[0-9]*$,),regsub([.]$,)'),
    line('http-request set-var(txn.name) var(txn.host)'),
    ...keepOnlyDnsName('http-request', 'txn.name'),
  ]
}

/**
 * Identity headers of the whole plan are removed on every route, and with `_` for `-` as well: some applications do not tell the two
 * apart, and a route without client certificates may share a backend with one that has them.
 */
export function identityStrippingLines(edge: Edge): Line[] {
  const seen = new Map<string, string[]>()
  for (const [index, route] of edge.plan.routes.entries()) {
    const header = 'clientAuth' in route ? route.clientAuth?.identityHeader : undefined
    if (header === undefined) continue
    const pattern = `^${header.toLowerCase().replace(/[-_]/g, '[-_]')}$`
    const from = seen.get(pattern) ?? []
    from.push(at('routes', index, 'clientAuth', 'identityHeader'))
    seen.set(pattern, from)
  }
  return [...seen].map(([pattern, from]) => directive(['http-request', 'del-header', pattern, '-m', 'reg'], from))
}

/** Headers that backends may trust, because nothing that the client sent under these names is left. */
export function trustedHeaderLines(edge: Edge, protocol: 'http' | 'https'): Line[] {
  return [
    ...edge.identityLines,
    line('http-request set-header X-Forwarded-For %[src]'),
    line(`http-request set-header X-Forwarded-Proto ${protocol}`),
  ]
}

/**
 * Brings the path into the form that rules are matched in: unreserved escapes decoded, upper-case escapes, single slashes, no dot
 * segments, in this order. 400 for a path that is none, for a broken escape, an encoded NUL, and for climbing above the root.
 */
export function normalizeLines(): Line[] {
  return [
    line('acl path-has-broken-escape path -m reg -- %([^0-9A-Fa-f]|.[^0-9A-Fa-f]|.?$)'),
    line('http-request deny deny_status 400 if !{ path -m beg / } or path-has-broken-escape or { path -m sub %00 }'),
    line('http-request normalize-uri percent-decode-unreserved'),
    line('http-request normalize-uri percent-to-uppercase'),
    line('http-request normalize-uri path-merge-slashes'),
    line('http-request normalize-uri path-strip-dot'),
    line('http-request normalize-uri path-strip-dotdot'),
    line('http-request deny deny_status 400 if { path -m str /.. } or { path -m beg /../ }'),
    line('http-request set-var(txn.path) path'),
  ]
}
