import { prefixBase, rewritePath } from '../../domain-model/model-path'
import { type HttpRoute, type PathRule, pathUpstreams, upstreamServerName } from '../../domain-model/route'
import { block, directive, type Node } from './ast'
import { type Context, freeName, once, routePointer, socketAddress, textWord } from './context'
import { prefixRewrite } from './lower-rewrite'
import { upstreamGroup } from './lower-upstreams'
import { literal } from './quote'

/** Where a request may go: the word for `proxy_pass`, and the name its TLS asks for. */
interface Destination {
  url: string
  tlsName: string
}

/** Hands the request on: the path as the plan wants it, then the upstream, or 503 where there is none. */
export function lowerProxy(
  context: Context,
  route: HttpRoute,
  index: number,
  rule: PathRule,
  path: number,
  place: { text: string; matched: string; isWhole: boolean },
): Node[] {
  const at = routePointer(index, 'paths', path)
  const shares = pathUpstreams(rule).filter(({ weight }) => weight > 0)
  const destinations = shares.map(({ upstream }, position) =>
    destinationOf(context, route, index, upstream, rule.upstreams ? `${at}/upstreams/${position}` : `${at}/upstream`),
  )
  if (destinations.every((destination) => destination === null)) return [directive('return', [503], [at])]
  const url =
    destinations.length === 1 ? (destinations[0]?.url ?? '') : split(context, shares, destinations, index, path)
  const upstreamAt = [rule.upstreams ? `${at}/upstreams` : `${at}/upstream`]

  const nodes = tlsNames(context, route, index, path, destinations)
  const rewrite: { path?: string | undefined; prefix?: string | undefined } = rule.rewrite ?? {}
  const whole =
    rewrite.path ??
    (rewrite.prefix !== undefined && place.isWhole ? rewritePath(place.text, rule.path, rewrite) : undefined)
  if (whole !== undefined) {
    // With a variable in it, the address is sent as it stands: the one form that keeps every escape of the plan.
    const target = textWord(context, whole, `${at}/rewrite`)
    return [...nodes, directive('proxy_pass', [`${url}${target}$is_args$args`], [...upstreamAt, `${at}/rewrite`])]
  }
  if (rewrite.prefix === undefined) return [...nodes, directive('proxy_pass', [url], upstreamAt)]
  const swap = { prefix: prefixBase(rewrite.prefix), matched: place.matched, base: prefixBase(rule.path) }
  return [...nodes, ...prefixRewrite(context, url, swap, [...upstreamAt, `${at}/rewrite`])]
}

function destinationOf(
  context: Context,
  route: HttpRoute,
  index: number,
  name: string,
  askedAt: string,
): Destination | null {
  if (route.mode === 'terminate') {
    const group = upstreamGroup(context, name, { kind: 'http' }, askedAt)
    return group === null ? null : { url: `http://${group}`, tlsName: '' }
  }
  const found = context.upstreamsByName.get(name)
  const tlsName = found ? upstreamServerName(route, found.upstream) : null
  const { verify, trust, clientCertificate } = route.upstreamTls
  const as = JSON.stringify([verify, trust, tlsName, clientCertificate])
  const group = upstreamGroup(context, name, { kind: 'https', as }, askedAt)
  if (group === null) return null
  if (tlsName === null && verify) reportNoName(context, index)
  return { url: `https://${group}`, tlsName: tlsName ?? (verify ? (found?.upstream.servers[0]?.host ?? '') : '') }
}

/** NGINX checks a name whenever it checks a certificate; with none to check, nothing passes. Open would be worse. */
function reportNoName(context: Context, index: number): void {
  once(context.http, `no name ${index}`, () => {
    context.lose(
      routePointer(index, 'upstreamTls'),
      'upstream-tls.verify',
      'NGINX cannot check a chain without a name, and the servers have no name in common, so it checks the first server as it is written: certificates without that name are answered 502.',
      'Set upstreamTls.serverName to the name in the certificate.',
    )
    return ''
  })
}

/** One variable that names a destination by weight, drawn anew for each request. */
function split(
  context: Context,
  shares: readonly { weight: number }[],
  destinations: readonly (Destination | null)[],
  index: number,
  path: number,
): string {
  const variable = once(context.http, `split ${index} ${path}`, () => {
    const name = `edge_split_${index + 1}_${path + 1}`
    context.http.variables++
    const total = shares.reduce((sum, { weight }) => sum + weight, 0)
    // NGINX takes two decimals; the heaviest takes what rounding leaves.
    const heaviest = shares.reduce((best, { weight }, at) => (weight > (shares[best]?.weight ?? 0) ? at : best), 0)
    const from = (at: number) => [routePointer(index, 'paths', path, 'upstreams', at)]
    const url = (at: number) => destinations[at]?.url ?? `http://${unavailable(context)}`
    const rest = shares.flatMap(({ weight }, at) =>
      at === heaviest
        ? []
        : [
            directive(
              `${Math.max(0.01, Math.floor((weight / total) * 10_000) / 100).toFixed(2)}%`,
              [url(at)],
              from(at),
            ),
          ],
    )
    context.http.tables.push(
      block(
        'split_clients',
        ['$request_id', `$${name}`],
        [...rest, directive('*', [url(heaviest)], from(heaviest))],
        [routePointer(index, 'paths', path, 'upstreams')],
      ),
    )
    return name
  })
  return `$${variable}`
}

/** The name for SNI and certificate check, where the route has not said one for all of its upstreams. */
function tlsNames(
  context: Context,
  route: HttpRoute,
  index: number,
  path: number,
  destinations: readonly (Destination | null)[],
): Node[] {
  if (route.mode !== 'reencrypt' || route.upstreamTls.serverName !== undefined) return []
  const from = [routePointer(index, 'upstreamTls')]
  const reached = destinations.filter((destination) => destination !== null)
  const names = [...new Set(reached.map(({ tlsName }) => tlsName))]
  if (names.length === 1) return [directive('proxy_ssl_name', [literal(names[0] ?? '')], from)]
  const variable = once(context.http, `split name ${index} ${path}`, () => {
    const name = `edge_split_name_${index + 1}_${path + 1}`
    context.http.variables++
    const byUrl = new Map(reached.map(({ url, tlsName }) => [url, tlsName]))
    context.http.tables.push(
      block(
        'map',
        [`$edge_split_${index + 1}_${path + 1}`, `$${name}`],
        [directive('default', ['']), ...[...byUrl].map(([url, tlsName]) => directive(url, [tlsName], from))],
        from,
      ),
    )
    return name
  })
  return [directive('proxy_ssl_name', [`$${variable}`], from)]
}

/** A group whose only server is NGINX itself, answering 503: the share of an upstream that has no servers. */
function unavailable(context: Context): string {
  return once(context.http, 'unavailable', () => {
    const taken = context.http.groupNames
    const name = taken.has('edge-unavailable')
      ? freeName(
          'edge-unavailable',
          (candidate) => taken.has(candidate),
          (free) => taken.add(free),
        )
      : 'edge-unavailable'
    taken.add(name)
    const socket = socketAddress(context, 'unavailable')
    context.http.upstreams.push(block('upstream', [name], [directive('server', [socket])]))
    context.http.servers.push(
      block(
        'server',
        [],
        [directive('listen', [socket]), directive('access_log', ['off']), directive('return', [503])],
      ),
    )
    return name
  })
}
