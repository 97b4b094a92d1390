import { type HttpRoute, type PathRule, pathUpstreams, terminatesTls } from '../../domain-model/route'
import { directive, type Line, type ListFile, line } from './ast'
import { kindOf } from './backend-registry'
import { addFile, at, type Edge, type PathMaps } from './edge'
import { isUnfit } from './regex-fitness'

export function ruleId(edge: Edge, routeIndex: number, pathIndex: number): string {
  return `${edge.routeIds[routeIndex]}/${pathIndex}`
}

/** Writes the maps of all reachable path rules, and asks for the backends that they lead to. */
export function addPathMaps(edge: Edge): PathMaps {
  const exact: ListFile['lines'] = []
  const prefix: ListFile['lines'] = []
  const backends: ListFile['lines'] = []
  for (const index of edge.reachable) {
    const route = edge.plan.routes[index]
    const paths = route && terminatesTls(route) ? edge.compiled.paths.get(route) : undefined
    if (!route || !terminatesTls(route) || !paths) continue
    const id = edge.routeIds[index]
    const from = (pathIndex: number) => [at('routes', index, 'paths', pathIndex, 'path')]
    for (const [path, pathIndex] of paths.exact)
      exact.push({ text: `${id}${path} ${ruleId(edge, index, pathIndex)}`, from: from(pathIndex) })
    // A slash ends both the key and the path that is looked up, so that a prefix covers whole segments; map_beg finds the longest.
    for (const [base, pathIndex] of paths.prefixByBase)
      prefix.push({ text: `${id}${base}/ ${ruleId(edge, index, pathIndex)}`, from: from(pathIndex) })
    for (const pathIndex of route.paths.keys()) {
      const rule = route.paths[pathIndex]
      if (!rule) continue
      const shares = sharesOf(edge, route, index, rule, pathIndex)
      if (shares.length === 1 && shares[0])
        backends.push({ text: `${ruleId(edge, index, pathIndex)} ${shares[0].backend}`, from: [shares[0].from] })
    }
  }
  const add = (name: string, lines: ListFile['lines']) =>
    lines.length > 0 ? addFile(edge, `maps/${name}.map`, lines) : null
  return { exact: add('exact-paths', exact), prefix: add('path-prefixes', prefix), backends: add('backends', backends) }
}

/** The backends of one path rule with their weights; drained upstreams are left out, unless all are. */
function sharesOf(
  edge: Edge,
  route: HttpRoute,
  routeIndex: number,
  rule: PathRule,
  pathIndex: number,
): { backend: string; weight: number; from: string }[] {
  const here = at('routes', routeIndex, 'paths', pathIndex)
  const all = pathUpstreams(rule).map(({ upstream, weight }, position) => ({
    upstream,
    weight,
    from: rule.upstreams ? `${here}/upstreams/${position}` : `${here}/upstream`,
  }))
  const weighted = all.filter(({ weight }) => weight > 0)
  return (weighted.length > 0 ? weighted : all.slice(0, 1)).map(({ upstream, weight, from }) => {
    const backend = edge.backends.use(kindOf(route), upstream, {
      route,
      index: routeIndex,
      id: edge.routeIds[routeIndex] ?? '',
    })
    backend.rules.set(ruleId(edge, routeIndex, pathIndex), { routeIndex, pathIndex })
    return { backend: backend.name, weight, from }
  })
}

/**
 * Lines of a frontend that find the path rule of the request's route, its backend by weight, and answer 404 where there is none.
 * `guard` is a condition that the request must meet on top.
 */
export function pathLookup(edge: Edge, routeIndices: Iterable<number>, guard: string[] = []): Line[] {
  const maps = edge.pathMaps
  const unlessFound = ['if', '!{', 'var(txn.rule)', '-m', 'found', '}']
  const lines: Line[] = []
  if (maps.exact)
    lines.push(
      directive([
        'http-request',
        'set-var(txn.rule)',
        `var(txn.route),concat(,txn.path,),map_str(${maps.exact})`,
        ...(guard.length > 0 ? ['if', ...guard] : []),
      ]),
    )
  if (maps.prefix)
    lines.push(
      directive([
        'http-request',
        'set-var(txn.rule)',
        `var(txn.route),concat(,txn.path,/),map_beg(${maps.prefix})`,
        ...unlessFound,
        ...guard,
      ]),
    )
  const shares: Line[] = []
  for (const index of routeIndices) {
    const route = edge.plan.routes[index]
    const paths = route && terminatesTls(route) ? edge.compiled.paths.get(route) : undefined
    if (!route || !terminatesTls(route) || !paths) continue
    for (const { index: pathIndex } of paths.regexes) {
      const source = route.paths[pathIndex]?.path ?? ''
      if (isUnfit(source)) continue
      const from = [at('routes', index, 'paths', pathIndex, 'path')]
      const name = `path:${edge.routeIds[index]}:${pathIndex}`
      lines.push(
        directive(['acl', name, 'var(txn.path)', '-m', 'reg', '--', `^(?:${source})$`], from),
        directive(
          [
            'http-request',
            'set-var(txn.rule)',
            `str(${ruleId(edge, index, pathIndex)})`,
            ...unlessFound,
            '{',
            'var(txn.route)',
            '-m',
            'str',
            edge.routeIds[index] ?? '',
            '}',
            name,
          ],
          from,
        ),
      )
    }
    // One upstream is no choice, and `addPathMaps` has asked for its backend.
    for (const [pathIndex, rule] of route.paths.entries())
      if (rule.upstreams)
        shares.push(...shareLines(edge, ruleId(edge, index, pathIndex), sharesOf(edge, route, index, rule, pathIndex)))
  }
  lines.push(directive(['http-request', 'deny', 'deny_status', '404', ...unlessFound, ...guard]), ...shares)
  if (maps.backends)
    lines.push(
      line(
        `http-request set-var(txn.backend) var(txn.rule),map_str(${maps.backends}) if !{ var(txn.backend) -m found }`,
      ),
    )
  return lines
}

function shareLines(_edge: Edge, rule: string, shares: { backend: string; weight: number; from: string }[]): Line[] {
  if (shares.length < 2) return []
  const from = shares.map((share) => share.from)
  const isRule = ['{', 'var(txn.rule)', '-m', 'str', rule, '}']
  const total = shares.reduce((sum, { weight }) => sum + weight, 0)
  const lines = [directive(['http-request', 'set-var(txn.share)', `rand(${total})`, 'if', ...isRule], from)]
  let below = 0
  for (const share of shares) {
    below += share.weight
    lines.push(
      directive(
        [
          'http-request',
          'set-var(txn.backend)',
          `str(${share.backend})`,
          'if',
          ...isRule,
          '!{',
          'var(txn.backend)',
          '-m',
          'found',
          '}',
          '{',
          'var(txn.share)',
          '-m',
          'int',
          'lt',
          below,
          '}',
        ],
        [share.from],
      ),
    )
  }
  return lines
}
