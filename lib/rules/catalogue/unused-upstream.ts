import { defineRule } from '../define-rule'
import { reportUnused } from '../shared/unused-definition'

export const unusedUpstream = defineRule({
  id: 'unused-upstream',
  severity: 'hint',
  summary: 'An upstream is defined, and nothing sends to it.',
  why: 'It is written out and checked by every engine for nothing. Often a route names another upstream than was meant.',
  fix: 'Send to it from a route, or remove it.',
  references: [],
  bad: [
    {
      title: 'Left over',
      yaml: 'upstreams:\n  - { name: old, servers: [{ host: 10.0.9.10, port: 8080 }], service: { name: old, port: 80 } }\n',
    },
  ],
  good: [{ title: 'The ACME solver counts as a use', yaml: 'listeners:\n  - { name: http, acmeUpstream: acme }\n' }],
  check(plan, facts, report) {
    reportUnused(plan.upstreams, 'upstream', facts, report)
  },
})
