import { defineRule } from '../define-rule'
import { covers, joinIntervals, toInterval } from '../shared/address-intervals'

export const nobodyAllowed = defineRule({
  id: 'nobody-allowed',
  severity: 'error',
  summary: 'The deny list takes away everything that may connect.',
  why: 'Deny wins over allow. A deny list that holds every allowed range, or every address there is, leaves a route that refuses everybody.',
  fix: 'Take the ranges that should connect out of deny.',
  references: [],
  bad: [
    {
      title: 'Allowed and denied as a whole',
      yaml: 'routes:\n  - { name: vault, allow: [10.1.0.0/16, 10.2.3.4], deny: [10.0.0.0/8] }\n',
    },
    { title: 'Every address', yaml: 'routes:\n  - { name: vault, deny: [0.0.0.0/0, "::/0"] }\n' },
  ],
  good: [
    {
      title: 'A hole in the allowed range',
      yaml: 'routes:\n  - { name: vault, allow: [10.0.0.0/8], deny: [10.1.0.0/16] }\n',
    },
  ],
  check(plan, _facts, report) {
    for (const [index, { name, allow, deny }] of plan.routes.entries()) {
      if (!deny) continue
      const denied = joinIntervals(deny)
      if (!(allow ?? ['0.0.0.0/0', '::/0']).every((range) => covers(denied, toInterval(range)))) continue
      report({
        path: `/routes/${index}/deny`,
        ...(allow ? { related: [`/routes/${index}/allow`] } : {}),
        message: `Nobody can connect to route ${name}: deny holds ${allow ? 'every range of allow' : 'every address'}, and deny wins.`,
      })
    }
  },
})
