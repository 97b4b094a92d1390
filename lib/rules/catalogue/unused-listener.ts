import { defineRule } from '../define-rule'

export const unusedListener = defineRule({
  id: 'unused-listener',
  severity: 'hint',
  summary: 'A tls listener is defined, and no route stands on it.',
  why: 'The port is open and refuses everybody. Some targets leave it out, others need at least one certificate to open it at all.',
  fix: 'Put a route on it, or remove it.',
  references: [],
  bad: [{ title: 'A port for nobody', yaml: 'listeners:\n  - { name: admin, port: 8443, protocol: tls }\n' }],
  good: [
    {
      title: 'Plain HTTP listeners serve the routes of all others',
      yaml: 'listeners:\n  - { name: http-alt, port: 8080, protocol: http, acmeUpstream: acme }\n',
    },
  ],
  check(plan, facts, report) {
    for (const [index, { name, protocol }] of plan.listeners.entries()) {
      if (protocol !== 'tls' || facts.routesByListener.has(name)) continue
      const path = `/listeners/${index}`
      report({
        path,
        message: `No route stands on listener ${name}: it refuses everybody.`,
        patch: [{ op: 'remove', path }],
      })
    }
  },
})
