import { defineRule } from '../define-rule'

export const undefinedUnmatchedRoute = defineRule({
  id: 'undefined-unmatched-route',
  severity: 'error',
  summary: 'A listener gives unmatched names to a route that it does not have.',
  why: 'The route does not exist, or belongs to another listener. Unmatched names and clients without SNI are then refused, which is not what the plan says.',
  fix: 'Name a route of this listener, or say unmatched: reject.',
  references: [],
  bad: [
    { title: 'No route of that name', yaml: 'listeners:\n  - { name: https, unmatched: { route: fallback } }\n' },
    {
      title: 'A route of another listener',
      yaml: `listeners:
  - { name: https, unmatched: { route: vault } }
  - { name: raw, port: 8443, protocol: tls }
routes:
  - { name: vault, listener: raw }
`,
    },
  ],
  good: [{ title: 'A route of this listener', yaml: 'listeners:\n  - { name: https, unmatched: { route: www } }\n' }],
  check(plan, facts, report) {
    const known = new Set(plan.routes.map(({ name, listener }) => `${listener} ${name}`))
    for (const [index, listener] of plan.listeners.entries()) {
      if (listener.protocol !== 'tls' || listener.unmatched === 'reject') continue
      const { route } = listener.unmatched
      if (known.has(`${listener.name} ${route}`)) continue
      const elsewhere = facts.routes.get(route)
      report({
        path: `/listeners/${index}/unmatched`,
        ...(elsewhere ? { related: [elsewhere.path] } : {}),
        message: elsewhere
          ? `Listener ${listener.name} gives unmatched names to route ${route}, which is on listener ${elsewhere.value.listener}; they are refused.`
          : `Listener ${listener.name} gives unmatched names to a route ${route}, which does not exist; they are refused.`,
        fix: 'Name a route of this listener. The proposed change says reject, which is what happens as it stands.',
        patch: [{ op: 'replace', path: `/listeners/${index}/unmatched`, value: 'reject' }],
      })
    }
  },
})
