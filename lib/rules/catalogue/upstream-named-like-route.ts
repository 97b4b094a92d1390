import { hostCandidates } from '../../domain-model/compile-plan'
import { defineRule } from '../define-rule'

export const upstreamNamedLikeRoute = defineRule({
  id: 'upstream-named-like-route',
  severity: 'warning',
  summary: 'A server is named by a host that this edge answers for itself.',
  why: 'The public name mostly resolves to the edge. It then dials itself, and every connection goes round until it runs out of ports. It works only while DNS gives the edge another answer than everybody else.',
  fix: 'Name the server by its address or by an internal name.',
  references: ['RFC 9110 section 7.6.3'],
  bad: [
    {
      title: 'The public name of the backend',
      yaml: 'upstreams:\n  - { name: vault, servers: [{ host: vault.example.com, port: 443 }] }\n',
    },
  ],
  good: [
    {
      title: 'An internal name',
      yaml: 'upstreams:\n  - { name: vault, servers: [{ host: vault.internal.example.com, port: 443 }] }\n',
    },
  ],
  check(plan, facts, report) {
    const listeners = facts.compiled.listeners.filter(({ exact }) => exact.size > 0)
    for (const [index, { name, servers }] of plan.upstreams.entries())
      for (const [place, { host, port }] of servers.entries()) {
        const tables = listeners.find(({ listener }) => listener.port === port)
        // A wildcard or catch-all says little about where a name resolves to; an exact host is published on purpose.
        const [owner] = tables ? hostCandidates(tables, host.toLowerCase()) : []
        if (!tables || !owner || owner.host !== host.toLowerCase()) continue
        report({
          path: `/upstreams/${index}/servers/${place}/host`,
          related: [`/routes/${owner.index}`],
          message: `Upstream ${name} is dialled as ${host} port ${port}, which is what listener ${tables.listener.name} answers for by route ${owner.route.name}: if the name resolves to the edge, connections go round.`,
        })
      }
  },
})
