import { hostCandidates } from '../../domain-model/compile-plan'
import { defineRule } from '../define-rule'

export const shadowedRoute = defineRule({
  id: 'shadowed-route',
  severity: 'warning',
  summary: 'No name reaches this route, because earlier routes have all of its names.',
  why: 'The first route that claims a name gets it. A route that has lost all of its names is dead text that looks like protection or like a service. What it promises does not happen.',
  fix: 'Give the route a name of its own, or remove it.',
  references: [],
  bad: [
    {
      title: 'The only name is taken',
      yaml: 'routes:\n  - { name: vault, hosts: [www.example.com] }\n',
    },
  ],
  good: [
    {
      title: 'One name of its own is enough to live',
      yaml: 'routes:\n  - { name: vault, hosts: [vault.example.com, "*.vault.example.com"] }\n',
    },
    {
      title: 'A wildcard of any depth still has the deeper names',
      yaml: `routes:
  - { name: vault, hosts: ["*.example.com"] }
  - { name: deep, listener: https, hosts: ["*.example.com"], wildcardDepth: any, mode: passthrough, upstream: vault, plainHttp: closed }
`,
    },
  ],
  check(plan, facts, report) {
    for (const [index, route] of plan.routes.entries()) {
      const tables = facts.tables.get(route.listener)
      if (tables?.listener.protocol !== 'tls') continue
      // The pattern itself asks for a label that nobody names; one label more asks for the deeper names of a wildcard of any depth.
      const owners = route.hosts.map((host) => {
        const found = [
          ...hostCandidates(tables, host),
          ...(route.wildcardDepth === 'any' ? hostCandidates(tables, `*.${host}`) : []),
        ]
        return found.find((entry) => entry.index === index && entry.host === host) ?? found[0]
      })
      if (owners.some((owner) => owner === undefined || owner.index === index)) continue
      const { unmatched } = tables.listener
      if (unmatched !== 'reject' && unmatched.route === route.name && facts.routes.get(route.name)?.index === index)
        continue
      const winners = new Map(owners.map((owner) => [owner?.index, owner?.route.name]))
      report({
        path: `/routes/${index}`,
        related: [...winners.keys()].slice(0, 8).map((winner) => `/routes/${winner}`),
        message: `No connection reaches route ${route.name}: ${[...winners.values()].slice(0, 3).join(', ')} ${winners.size > 1 ? 'have' : 'has'} all of its names.`,
        fix: `Give ${route.name} a name of its own. The proposed change removes it, which changes nothing that works.`,
        patch: [{ op: 'remove', path: `/routes/${index}` }],
      })
    }
  },
})
