import { terminatesTls } from '../../domain-model/route'
import { defineRule } from '../define-rule'

export const collapsingRewrite = defineRule({
  id: 'collapsing-rewrite',
  severity: 'hint',
  summary: 'A prefix rule rewrites the whole path, so everything below it becomes one path.',
  why: 'With rewrite.path the upstream sees the same path for /api/users and /api/orders. People who come from ingress-nginx, where rewrite-target: / behaves so too, mostly wanted the prefix swapped and the rest kept.',
  fix: 'Use rewrite: { prefix: … } to keep what follows the prefix, or match: exact if only one path is meant.',
  references: ['https://kubernetes.github.io/ingress-nginx/examples/rewrite/'],
  bad: [
    {
      title: 'Everything below /api becomes /',
      yaml: 'routes:\n  - { name: www, paths: [{ path: /api, upstream: app, rewrite: { path: / } }] }\n',
    },
  ],
  good: [
    {
      title: 'The prefix is swapped, the rest stays',
      yaml: 'routes:\n  - { name: www, paths: [{ path: /api, upstream: app, rewrite: { prefix: / } }] }\n',
    },
  ],
  check(plan, _facts, report) {
    for (const [index, route] of plan.routes.entries()) {
      if (!terminatesTls(route)) continue
      for (const [place, rule] of route.paths.entries()) {
        if (rule.match !== 'prefix' || !rule.rewrite || !('path' in rule.rewrite)) continue
        report({
          path: `/routes/${index}/paths/${place}/rewrite`,
          message: `Everything below ${rule.path} of route ${route.name} reaches the upstream as ${rule.rewrite.path}: what follows the prefix is lost.`,
        })
      }
    }
  },
})
