import { terminatesTls } from '../../domain-model/route'
import { defineRule } from '../define-rule'

export const failOpenUnmatched = defineRule({
  id: 'fail-open-unmatched',
  severity: 'warning',
  summary: 'Names that no route has, and clients without SNI, are passed through to a backend.',
  why: 'An unknown name is no evidence of a friendly client: scanners, mistyped names and hellos whose SNI was split to be missed all land on that backend, past everything the edge checks. With rejection they get a TLS alert that says what is wrong.',
  fix: 'Say unmatched: reject. If clients without SNI must be served, give them a listener of their own.',
  references: ['RFC 6066 section 3', 'RFC 8446 section 6.2'],
  bad: [
    {
      title: 'Unknown names reach the vault',
      yaml: 'listeners:\n  - { name: https, unmatched: { route: vault } }\n',
    },
  ],
  good: [
    { title: 'Unknown names get an alert', yaml: 'listeners:\n  - { name: https, unmatched: reject }\n' },
    {
      title: 'Clients without SNI get an edge certificate, and their Host decides',
      yaml: 'listeners:\n  - { name: https, unmatched: { route: www } }\n',
    },
  ],
  check(plan, facts, report) {
    for (const [index, listener] of plan.listeners.entries()) {
      if (listener.protocol !== 'tls' || listener.unmatched === 'reject') continue
      const found = facts.routes.get(listener.unmatched.route)
      if (!found || terminatesTls(found.value) || found.value.listener !== listener.name) continue
      report({
        path: `/listeners/${index}/unmatched`,
        related: [found.path],
        message: `Listener ${listener.name} passes unknown names and clients without SNI to ${found.value.upstream} by route ${found.value.name}.`,
      })
    }
  },
})
