import { defineRule } from '../define-rule'

export const interimCheckStatus = defineRule({
  id: 'interim-check-status',
  severity: 'error',
  summary: 'A health check waits for a status that is never the last word.',
  why: 'Codes from 100 to 199 announce that the answer is still to come. A check that expects one never passes, so every server counts as down.',
  fix: 'Expect the final status of the health path, mostly 200 or 204.',
  references: ['RFC 9110 section 15.2'],
  bad: [
    { title: 'Continue', yaml: 'upstreams:\n  - { name: app, health: { kind: http, path: /healthz, expect: 100 } }\n' },
  ],
  good: [
    {
      title: 'No content, and well',
      yaml: 'upstreams:\n  - { name: app, health: { kind: http, path: /healthz, expect: 204 } }\n',
    },
  ],
  check(plan, _facts, report) {
    for (const [index, { name, health }] of plan.upstreams.entries()) {
      if (health?.kind !== 'http' || health.expect >= 200) continue
      report({
        path: `/upstreams/${index}/health/expect`,
        message: `The check of upstream ${name} expects status ${health.expect}, which is never final: every server will count as down.`,
      })
    }
  },
})
