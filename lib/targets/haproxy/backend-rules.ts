import type { HeaderRules } from '../../domain-model/http-header'
import { prefixBase } from '../../domain-model/model-path'
import { type HttpRoute, type PathRule, terminatesTls } from '../../domain-model/route'
import { directive, type Line } from './ast'
import type { Backend } from './backend-registry'
import { at, type Edge } from './edge'
import { formatText, regexText } from './quote'
import { limitLines } from './rate-limits'

/**
 * What happens to requests and responses of the path rules that lead to a backend. The rules stand in the backend, so that a request
 * passes those of its own upstream and not those of all routes. Order: method, rate limits, identity, headers of the route, headers of
 * the path, rewrite.
 */
export function backendRules(edge: Edge, backend: Backend): Line[] {
  const paths = [...backend.rules].flatMap(([id, { routeIndex, pathIndex }]) => {
    const route = edge.plan.routes[routeIndex]
    const rule = route && terminatesTls(route) ? route.paths[pathIndex] : undefined
    if (rule && route && terminatesTls(route) && !changesAnything(route, rule)) return []
    const condition = ['if', '{', 'var(txn.rule)', '-m', 'str', id, '}']
    return route && terminatesTls(route) && rule
      ? [{ id, route, routeIndex, pathIndex, rule, condition, at: at('routes', routeIndex, 'paths', pathIndex) }]
      : []
  })
  const routes = [...new Map(paths.map(({ route, routeIndex }) => [routeIndex, route]))].map(([index, route]) => {
    const id = edge.routeIds[index] ?? ''
    return { route, index, id, condition: ['if', '{', 'var(txn.route)', '-m', 'str', id, '}'], at: at('routes', index) }
  })
  if (paths.length === 0) return []
  return [
    ...paths.flatMap((path) => methodLines(path.rule, path.condition, path.at)),
    ...routes.flatMap(({ route, id, condition, at: pointer }) =>
      route.rateLimit ? limitLines(route.rateLimit, `limit:route:${id}`, 'sc0', condition, `${pointer}/rateLimit`) : [],
    ),
    ...paths.flatMap(({ rule, routeIndex, pathIndex, condition, at: pointer }) =>
      rule.rateLimit
        ? limitLines(
            rule.rateLimit,
            pathLimitName(edge, routeIndex, pathIndex),
            'sc1',
            condition,
            `${pointer}/rateLimit`,
          )
        : [],
    ),
    ...routes.flatMap(({ route, condition, at: pointer }) => identityLines(route, condition, pointer)),
    ...routes.flatMap(({ route, condition, at: pointer }) =>
      headerLines('http-request', route.requestHeaders, condition, `${pointer}/requestHeaders`),
    ),
    ...paths.flatMap(({ rule, condition, at: pointer }) =>
      headerLines('http-request', rule.requestHeaders, condition, `${pointer}/requestHeaders`),
    ),
    ...paths.flatMap(({ rule, condition, at: pointer }) => rewriteLines(rule, condition, `${pointer}/rewrite`)),
    ...routes.flatMap(({ route, condition, at: pointer }) =>
      headerLines('http-response', route.responseHeaders, condition, `${pointer}/responseHeaders`),
    ),
    ...paths.flatMap(({ rule, condition, at: pointer }) =>
      headerLines('http-response', rule.responseHeaders, condition, `${pointer}/responseHeaders`),
    ),
  ]
}

/** Most paths of most plans only say where requests go. */
function changesAnything(route: HttpRoute, rule: PathRule): boolean {
  return [
    rule.methods,
    rule.rateLimit,
    rule.requestHeaders,
    rule.responseHeaders,
    rule.rewrite,
    route.rateLimit,
    route.requestHeaders,
    route.responseHeaders,
    route.clientAuth,
  ].some((part) => part !== undefined)
}

export function pathLimitName(edge: Edge, routeIndex: number, pathIndex: number): string {
  return `limit:path:${edge.routeIds[routeIndex]}:${pathIndex}`
}

function methodLines(rule: PathRule, condition: string[], pointer: string): Line[] {
  if (!rule.methods) return []
  const methods = [...new Set([...rule.methods, ...(rule.methods.includes('GET') ? ['HEAD'] : [])])]
  return [
    directive(
      [
        'http-request',
        'deny',
        'deny_status',
        '405',
        'hdr',
        'Allow',
        methods.join(', '),
        ...condition,
        '!{',
        'method',
        ...methods,
        '}',
      ],
      [`${pointer}/methods`],
    ),
  ]
}

/** The subject as RFC 2253 writes it, only from a certificate that was checked in this session. */
function identityLines({ clientAuth }: HttpRoute, condition: string[], pointer: string): Line[] {
  if (clientAuth?.identityHeader === undefined) return []
  return [
    directive(
      [
        'http-request',
        'set-header',
        clientAuth.identityHeader,
        '%[ssl_c_s_dn(,0,rfc2253)]',
        ...condition,
        '{',
        'ssl_c_used',
        '}',
        '{',
        'ssl_c_verify',
        '0',
        '}',
      ],
      [`${pointer}/clientAuth/identityHeader`],
    ),
  ]
}

/** HAProxy takes an empty word for a missing argument. */
const emptyText = '%[str()]'

/** Remove first, then set. A `%` in a value would start a variable. */
function headerLines(
  direction: 'http-request' | 'http-response',
  rules: HeaderRules | undefined,
  condition: string[],
  pointer: string,
): Line[] {
  return [
    ...(rules?.remove ?? []).map((name, index) =>
      directive([direction, 'del-header', name, ...condition], [`${pointer}/remove/${index}`]),
    ),
    ...Object.entries(rules?.set ?? {}).map(([name, value]) =>
      directive(
        [direction, 'set-header', name, value === '' ? emptyText : formatText(value), ...condition],
        [`${pointer}/set/${name}`],
      ),
    ),
  ]
}

/** Swaps the whole path, or the matched prefix by whole segments; the query stays. */
function rewriteLines(rule: PathRule, condition: string[], pointer: string): Line[] {
  const rewrite = rule.rewrite as { prefix?: string; path?: string } | undefined
  if (rewrite?.path !== undefined)
    return [directive(['http-request', 'set-path', formatText(rewrite.path), ...condition], [pointer])]
  if (rewrite?.prefix === undefined) return []
  const old = regexText(prefixBase(rule.path))
  const base = prefixBase(rewrite.prefix)
  // Nothing in place of the prefix still leaves the slash that every path starts with.
  const [pattern, path] = base === '' ? [`^${old}/?(.*)$`, '/\\1'] : [`^${old}(.*)$`, `${formatText(base)}\\1`]
  return [directive(['http-request', 'replace-path', pattern, path, ...condition], [pointer])]
}
