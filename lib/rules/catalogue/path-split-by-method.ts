import { prefixBase } from '../../domain-model/model-path'
import { terminatesTls } from '../../domain-model/route'
import { defineRule } from '../define-rule'

export const pathSplitByMethod = defineRule({
  id: 'path-split-by-method',
  severity: 'error',
  summary: 'One path stands in two rules with different methods, as if methods chose between rules.',
  why: 'A path chooses the rule; methods are then let through or answered 405. The second rule is never asked, so its methods get 405 from the first one instead of their upstream.',
  fix: 'Keep one rule for the path and let its upstream tell methods apart, or give the writing requests a path of their own.',
  references: ['RFC 9110 section 15.5.6'],
  bad: [
    {
      title: 'Reads here, writes there',
      yaml: `routes:
  - { name: www, paths: [{ path: /items, methods: [GET], upstream: app }, { path: /items, methods: [POST], upstream: acme }] }
`,
    },
  ],
  good: [
    {
      title: 'One rule that lets both through',
      yaml: 'routes:\n  - { name: www, paths: [{ path: /items, methods: [GET, POST], upstream: app }] }\n',
    },
  ],
  check(plan, _facts, report) {
    for (const [index, route] of plan.routes.entries()) {
      if (!terminatesTls(route)) continue
      const first = new Map<string, number>()
      for (const [place, rule] of route.paths.entries()) {
        const key = `${rule.match} ${rule.match === 'prefix' ? prefixBase(rule.path) : rule.path}`
        const winner = first.get(key)
        if (winner === undefined) first.set(key, place)
        const allowed = winner === undefined ? undefined : route.paths[winner]?.methods
        if (winner === undefined || String(allowed ?? '') === String(rule.methods ?? '')) continue
        report({
          path: `/routes/${index}/paths/${place}`,
          related: [`/routes/${index}/paths/${winner}`],
          message: allowed
            ? `Route ${route.name} has the ${rule.match} path ${rule.path} twice with different methods; the first rule wins and answers 405 to all but ${allowed.join(', ')}, so this one is never used.`
            : `Route ${route.name} has the ${rule.match} path ${rule.path} twice; the first rule takes every method, so this one is never used.`,
        })
      }
    }
  },
})
