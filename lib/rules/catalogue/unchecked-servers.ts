import { defineRule } from '../define-rule'

export const uncheckedServers = defineRule({
  id: 'unchecked-servers',
  severity: 'warning',
  summary: 'Several servers share the traffic, and nothing finds out when one of them is down.',
  why: 'A server that is gone keeps its turn: with two servers every second connection waits for a time limit. On passthrough the edge cannot even try the next one once bytes have flowed.',
  fix: 'Add a health check: http for clear-text upstreams, tls with a server name for the others.',
  references: ['https://nginx.org/en/docs/http/load_balancing.html'],
  bad: [{ title: 'Two servers, no check', yaml: 'upstreams:\n  - { name: app, health: null }\n' }],
  good: [
    {
      title: 'One server: there is no choice to make',
      yaml: 'upstreams:\n  - { name: app, health: null, servers: [{ host: 10.0.1.10, port: 8080 }] }\n',
    },
  ],
  check(plan, facts, report) {
    for (const [index, upstream] of plan.upstreams.entries()) {
      if (upstream.health || upstream.servers.length < 2 || facts.referencesTo('upstream', upstream.name).length === 0)
        continue
      report({
        path: `/upstreams/${index}`,
        message: `Upstream ${upstream.name} has ${upstream.servers.length} servers and no health check: one that is down keeps its share of the traffic.`,
      })
    }
  },
})
