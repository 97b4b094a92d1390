import { prefixBase } from '../../domain-model/model-path'
import { type HttpRoute, terminatesTls } from '../../domain-model/route'
import { defineRule } from '../define-rule'

export const unreachablePath = defineRule({
  id: 'unreachable-path',
  severity: 'warning',
  summary: 'A regular expression can never match, because a prefix or an earlier expression takes all its paths.',
  why: 'Exact beats the longest prefix, which beats regular expressions in order. So a rule for the prefix / leaves nothing to any expression of the route, wherever it stands. NGINX asks expressions before plain prefixes, which is why such plans look right to people who know it.',
  fix: 'Write the rule as an exact path or as a prefix, or narrow the prefix that takes its paths.',
  references: [
    'https://gateway-api.sigs.k8s.io/reference/spec/',
    'https://nginx.org/en/docs/http/ngx_http_core_module.html#location',
  ],
  bad: [
    {
      title: 'The prefix / takes everything',
      yaml: 'routes:\n  - { name: www, paths: [{ path: "/.*\\\\.png", match: regex, upstream: acme }, { path: /, upstream: app }] }\n',
    },
    {
      title: 'The expression lies below a prefix',
      yaml: 'routes:\n  - { name: www, paths: [{ path: /api, upstream: app }, { path: "/api/\\\\d+", match: regex, upstream: acme }] }\n',
    },
  ],
  good: [
    {
      title: 'The prefix leaves room for the expression',
      yaml: 'routes:\n  - { name: www, paths: [{ path: /api, upstream: app }, { path: "/v\\\\d+/items", match: regex, upstream: app }] }\n',
    },
  ],
  check(plan, _facts, report) {
    for (const [index, route] of plan.routes.entries()) {
      if (!terminatesTls(route) || !route.paths.some(({ match }) => match === 'regex')) continue
      for (const { place, winner } of deadExpressions(route))
        report({
          path: `/routes/${index}/paths/${place}`,
          related: [`/routes/${index}/paths/${winner}`],
          message: `The expression ${route.paths[place]?.path} of route ${route.name} is never asked: the ${route.paths[winner]?.match} path ${route.paths[winner]?.path} takes everything it could match.`,
        })
    }
  },
})

function deadExpressions(route: HttpRoute): { place: number; winner: number }[] {
  const prefixes = new Map<string, number>()
  for (const [place, rule] of route.paths.entries())
    if (rule.match === 'prefix') prefixes.set(prefixBase(rule.path), place)
  let takesAll: number | undefined
  return route.paths.flatMap(({ match, path }, place) => {
    if (match !== 'regex') return []
    let winner = takesAll
    for (let base = literalFolder(path); winner === undefined; base = base.slice(0, base.lastIndexOf('/'))) {
      winner = prefixes.get(base)
      if (base === '') break
    }
    if (/^(?:\/?\.\*)$/.test(path)) takesAll ??= place
    return winner === undefined ? [] : [{ place, winner }]
  })
}

/** The folder that every match of an expression lies in: `/api` for `/api/\d+`. Alternatives may lie anywhere below the root. */
function literalFolder(expression: string): string {
  if (expression.includes('|')) return ''
  const literal = /^(?:\/[A-Za-z0-9_~-]+(?=\/))*/.exec(expression)?.[0] ?? ''
  // A quantifier after the slash would make it optional: /api/?x lies in no folder for sure.
  return /^\/[?*{]/.test(expression.slice(literal.length)) ? literal.slice(0, literal.lastIndexOf('/')) : literal
}
