import { defineRule } from '../define-rule'

export const upstreamLoopsBack = defineRule({
  id: 'upstream-loops-back',
  severity: 'error',
  summary: "An upstream is the edge's own listener.",
  why: 'The edge dials itself, matches the same name again and dials itself once more, until it runs out of ports or descriptors. One request is enough to fill it.',
  fix: 'Name the address and port of the backend.',
  references: ['RFC 9110 section 7.6.3'],
  bad: [
    {
      title: 'The port that the edge listens on',
      yaml: 'upstreams:\n  - { name: vault, servers: [{ host: 127.0.0.1, port: 443 }] }\n',
    },
  ],
  good: [
    {
      title: 'Another port of this machine',
      yaml: 'upstreams:\n  - { name: vault, servers: [{ host: 127.0.0.1, port: 8443 }] }\n',
    },
  ],
  check(plan, facts, report) {
    const own = new Map<string, number>()
    for (const [index, { address, port }] of plan.listeners.entries())
      for (const host of address === undefined ? ['127.0.0.1', '::1', 'localhost'] : [address])
        own.set(`${host} ${port}`, index)
    for (const [index, { name, servers }] of plan.upstreams.entries()) {
      if (facts.referencesTo('upstream', name).length === 0) continue
      for (const [place, { host, port }] of servers.entries()) {
        const listener = own.get(`${host.toLowerCase()} ${port}`)
        if (listener === undefined) continue
        report({
          path: `/upstreams/${index}/servers/${place}`,
          related: [`/listeners/${listener}`],
          message: `Upstream ${name} is listener ${plan.listeners[listener]?.name} itself (${host} port ${port}): connections go round until the edge is full.`,
        })
      }
    }
  },
})
