import { defineRule } from '../define-rule'

export const checkSlowerThanInterval = defineRule({
  id: 'check-slower-than-interval',
  severity: 'hint',
  summary: 'A health check may take longer than the time to the next one.',
  why: 'While a check waits, the next one is due: engines skip, queue or overlap it, so failures are found later than intervalSeconds times fall promises.',
  fix: 'Make timeoutSeconds shorter than intervalSeconds.',
  references: ['https://docs.haproxy.org/2.8/configuration.html'],
  bad: [
    {
      title: 'Every second, for three seconds',
      yaml: 'upstreams:\n  - { name: app, health: { kind: http, intervalSeconds: 1, timeoutSeconds: 3 } }\n',
    },
  ],
  good: [
    {
      title: 'An answer within the interval',
      yaml: 'upstreams:\n  - { name: app, health: { kind: http, intervalSeconds: 5, timeoutSeconds: 3 } }\n',
    },
  ],
  check(plan, _facts, report) {
    for (const [index, { name, health }] of plan.upstreams.entries()) {
      if (!health || health.timeoutSeconds <= health.intervalSeconds) continue
      report({
        path: `/upstreams/${index}/health`,
        message: `The check of upstream ${name} runs every ${health.intervalSeconds} s and may take ${health.timeoutSeconds} s: failures are found late.`,
      })
    }
  },
})
