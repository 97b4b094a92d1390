import { prefixBase } from '../../domain-model/model-path'
import { terminatesTls } from '../../domain-model/route'
import { defineRule } from '../define-rule'

export const duplicatePath = defineRule({
  id: 'duplicate-path',
  severity: 'warning',
  summary: 'A path rule repeats an earlier one of the same route, so it is never used.',
  why: 'The first rule for a path wins; /v1 and /v1/ are one prefix. NGINX refuses a second location of the same kind, HAProxy and Gateway controllers take the first. What the later rule says (upstream, limit, headers) does not happen.',
  fix: 'Merge the two rules, or write the path that was meant.',
  references: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#location'],
  bad: [
    {
      title: 'One prefix in two spellings',
      yaml: 'routes:\n  - { name: www, paths: [{ path: /v1, upstream: app }, { path: /v1/, upstream: acme }] }\n',
    },
  ],
  good: [
    {
      title: 'The same text, matched in two ways',
      yaml: 'routes:\n  - { name: www, paths: [{ path: /v1, match: exact, upstream: app }, { path: /v1, upstream: app }] }\n',
    },
  ],
  check(plan, _facts, report) {
    for (const [index, route] of plan.routes.entries()) {
      if (!terminatesTls(route)) continue
      const first = new Map<string, number>()
      for (const [place, rule] of route.paths.entries()) {
        const key = `${rule.match} ${rule.match === 'prefix' ? prefixBase(rule.path) : rule.path}`
        const winner = first.get(key)
        if (winner === undefined) {
          first.set(key, place)
          continue
        }
        // Another set of methods is another mistake, with another way out: path-split-by-method.
        if (String(rule.methods ?? '') !== String(route.paths[winner]?.methods ?? '')) continue
        const path = `/routes/${index}/paths/${place}`
        report({
          path,
          related: [`/routes/${index}/paths/${winner}`],
          message: `Route ${route.name} has the ${rule.match} path ${rule.path} twice; the first rule wins, this one is never used.`,
          fix: 'Merge the two rules, or write the path that was meant. The proposed change removes this one, which changes nothing that works.',
          patch: [{ op: 'remove', path }],
        })
      }
    }
  },
})
