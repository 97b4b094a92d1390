import { defineRule } from '../define-rule'
import { joinIntervals, overlaps, toInterval } from '../shared/address-intervals'

export const idleDeny = defineRule({
  id: 'idle-deny',
  severity: 'hint',
  summary: 'A range is denied that the allow list does not let in anyway.',
  why: 'With an allow list everybody else is refused already. A deny entry outside of it does nothing, which often means that one of the two lists holds a slip.',
  fix: 'Remove the entry, or widen allow if these clients were meant to be the exception to it.',
  references: [],
  bad: [
    {
      title: 'Outside of what is allowed',
      yaml: 'routes:\n  - { name: vault, allow: [10.0.0.0/8], deny: [192.0.2.0/24, 10.1.0.0/16] }\n',
    },
  ],
  good: [
    {
      title: 'An exception to what is allowed',
      yaml: 'routes:\n  - { name: vault, allow: [10.0.0.0/8], deny: [10.1.0.0/16] }\n',
    },
  ],
  check(plan, _facts, report) {
    for (const [index, { name, allow, deny }] of plan.routes.entries()) {
      if (!allow || !deny) continue
      const allowed = joinIntervals(allow)
      for (const [place, range] of deny.entries()) {
        if (overlaps(allowed, toInterval(range))) continue
        report({
          path: `/routes/${index}/deny/${place}`,
          related: [`/routes/${index}/allow`],
          message: `Route ${name} denies ${range}, which its allow list does not let in anyway.`,
          // A list needs an entry, so the last one takes the list with it.
          patch: [{ op: 'remove', path: deny.length > 1 ? `/routes/${index}/deny/${place}` : `/routes/${index}/deny` }],
        })
      }
    }
  },
})
