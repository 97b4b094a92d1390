import ipaddr from 'ipaddr.js'
import { defineRule } from '../define-rule'

export const portCollision = defineRule({
  id: 'port-collision',
  severity: 'error',
  summary: 'Two listeners want the same address and port.',
  why: 'One of the two gets the connections. NGINX fails at start ("Address already in use") after its own check has passed; HAProxy accepts both, and the kernel deals connections out between them.',
  fix: 'Give one of them another port or address, or move its routes to the other one.',
  references: ['https://man7.org/linux/man-pages/man7/socket.7.html'],
  bad: [
    { title: 'TLS and plain HTTP on one port', yaml: 'listeners:\n  - { name: http, port: 443 }\n' },
    {
      title: 'All addresses, in two spellings',
      yaml: 'listeners:\n  - { name: http, port: 443, address: "::" }\n  - { name: https, address: "0:0::0" }\n',
    },
  ],
  good: [
    {
      title: 'One port, two addresses',
      yaml: 'listeners:\n  - { name: https, address: 192.0.2.1 }\n  - { name: http, port: 443, address: 192.0.2.2 }\n',
    },
  ],
  check(plan, _facts, report) {
    const first = new Map<string, number>()
    for (const [index, { name, address, port }] of plan.listeners.entries()) {
      const key = `${address === undefined ? 'all' : ipaddr.parse(address).toNormalizedString()} ${port}`
      const earlier = first.get(key)
      if (earlier === undefined) {
        first.set(key, index)
        continue
      }
      report({
        path: `/listeners/${index}/port`,
        related: [`/listeners/${earlier}/port`],
        message: `Listeners ${plan.listeners[earlier]?.name} and ${name} both want port ${port}${address === undefined ? '' : ` of ${address}`}: one of them cannot start, or they share connections by chance.`,
      })
    }
  },
})
