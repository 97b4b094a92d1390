import { defineRule } from '../define-rule'

export const idleUnmatched = defineRule({
  id: 'idle-unmatched',
  severity: 'hint',
  summary: 'A listener names a route for unmatched names, but a catch-all host leaves none unmatched.',
  why: 'The host "*" already takes every name and every client without SNI, so the route for unmatched names never gets a connection. Who reads it believes something else.',
  fix: 'Remove one of the two.',
  references: [],
  bad: [
    {
      title: 'Two answers for the rest',
      yaml: 'listeners:\n  - { name: https, unmatched: { route: www } }\nroutes:\n  - { name: vault, hosts: ["*"] }\n',
    },
  ],
  good: [{ title: 'One answer for the rest', yaml: 'routes:\n  - { name: vault, hosts: ["*"] }\n' }],
  check(_plan, facts, report) {
    for (const { listener, index, catchAll } of facts.compiled.listeners) {
      if (listener.protocol !== 'tls' || listener.unmatched === 'reject' || !catchAll) continue
      const path = `/listeners/${index}/unmatched`
      report({
        path,
        related: [`/routes/${catchAll.index}`],
        message: `Listener ${listener.name} gives unmatched names to ${listener.unmatched.route}, but the host "*" of route ${catchAll.route.name} leaves none.`,
        fix: 'Remove one of the two. The proposed change keeps "*", which decides already.',
        patch: [{ op: 'replace', path, value: 'reject' }],
      })
    }
  },
})
