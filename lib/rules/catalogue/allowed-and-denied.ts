import { defineRule } from '../define-rule'
import { covers, joinIntervals, toInterval } from '../shared/address-intervals'

export const allowedAndDenied = defineRule({
  id: 'allowed-and-denied',
  severity: 'warning',
  summary: 'A range is allowed and, as a whole, denied.',
  why: 'Deny wins, so the entry in allow does nothing. Whoever added it believes that these clients can connect.',
  fix: 'Take the range out of allow, or make the deny list narrower.',
  references: [],
  bad: [
    {
      title: 'Denied by a wider range',
      yaml: 'routes:\n  - { name: vault, allow: [10.1.0.0/16, 192.0.2.0/24], deny: [10.0.0.0/8] }\n',
    },
  ],
  good: [
    {
      title: 'A hole in the allowed range',
      yaml: 'routes:\n  - { name: vault, allow: [10.0.0.0/8], deny: [10.1.0.0/16] }\n',
    },
  ],
  check(plan, _facts, report) {
    for (const [index, { name, allow, deny }] of plan.routes.entries()) {
      if (!allow || !deny) continue
      const denied = joinIntervals(deny)
      const dead = allow.flatMap((range, place) => (covers(denied, toInterval(range)) ? [{ range, place }] : []))
      // All of them: nobody-allowed.
      if (dead.length === allow.length) continue
      for (const { range, place } of dead) {
        const path = `/routes/${index}/allow/${place}`
        report({
          path,
          related: [`/routes/${index}/deny`],
          message: `Route ${name} allows ${range} and denies all of it; deny wins.`,
          fix: 'Take the range out of allow, or make the deny list narrower. The proposed change drops it from allow, where it does nothing.',
          patch: [{ op: 'remove', path }],
        })
      }
    }
  },
})
