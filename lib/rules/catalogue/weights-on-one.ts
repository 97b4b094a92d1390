import { terminatesTls } from '../../domain-model/route'
import { defineRule } from '../define-rule'

export const weightsOnOne = defineRule({
  id: 'weights-on-one',
  severity: 'hint',
  summary: 'A path shares its traffic among upstreams, and one of them has all the weight.',
  why: 'The others get nothing. That is right at the end or before the start of a gradual move, and a slip otherwise.',
  fix: 'Give the others a weight, or send to the one upstream and remove the rest.',
  references: [],
  bad: [
    {
      title: 'The second gets nothing',
      yaml: 'routes:\n  - { name: www, paths: [{ path: /, upstreams: [{ upstream: app, weight: 100 }, { upstream: acme, weight: 0 }] }] }\n',
    },
  ],
  good: [
    {
      title: 'One in a hundred',
      yaml: 'routes:\n  - { name: www, paths: [{ path: /, upstreams: [{ upstream: app, weight: 99 }, { upstream: acme, weight: 1 }] }] }\n',
    },
  ],
  check(plan, _facts, report) {
    for (const [index, route] of plan.routes.entries()) {
      if (!terminatesTls(route)) continue
      for (const [place, { path, upstreams }] of route.paths.entries()) {
        const [only, ...others] = upstreams?.filter(({ weight }) => weight > 0) ?? []
        if (!upstreams || upstreams.length < 2 || !only || others.length > 0) continue
        report({
          path: `/routes/${index}/paths/${place}/upstreams`,
          message: `Path ${path} of route ${route.name} names ${upstreams.length} upstreams, and ${only.upstream} gets everything.`,
        })
      }
    }
  },
})
