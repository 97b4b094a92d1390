import { defineRule } from '../define-rule'

export const repeatedServer = defineRule({
  id: 'repeated-server',
  severity: 'warning',
  summary: 'An upstream lists one server twice.',
  why: 'It gets two shares of the traffic and two health checks, and its failure takes away two servers at once. Mostly one digit of the second address was meant to be another.',
  fix: 'Write the address that was meant, or use weight for a larger share.',
  references: [],
  bad: [
    {
      title: 'The same address and port',
      yaml: 'upstreams:\n  - { name: app, servers: [{ host: 10.0.1.10, port: 8080 }, { host: 10.0.1.10, port: 8080 }] }\n',
    },
  ],
  good: [
    {
      title: 'Two ports of one machine',
      yaml: 'upstreams:\n  - { name: app, servers: [{ host: 10.0.1.10, port: 8080 }, { host: 10.0.1.10, port: 8081 }] }\n',
    },
  ],
  check(plan, _facts, report) {
    for (const [index, { name, servers }] of plan.upstreams.entries()) {
      const first = new Map<string, number>()
      for (const [place, { host, port }] of servers.entries()) {
        const key = `${host.toLowerCase()} ${port}`
        const earlier = first.get(key)
        if (earlier === undefined) first.set(key, place)
        else
          report({
            path: `/upstreams/${index}/servers/${place}`,
            related: [`/upstreams/${index}/servers/${earlier}`],
            message: `Upstream ${name} lists ${host} port ${port} twice.`,
          })
      }
    }
  },
})
