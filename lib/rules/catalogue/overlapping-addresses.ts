import ipaddr from 'ipaddr.js'
import { defineRule } from '../define-rule'

export const overlappingAddresses = defineRule({
  id: 'overlapping-addresses',
  severity: 'warning',
  summary: 'One listener wants all addresses of a port, another one of them.',
  why: 'The plan gives the one address to its own listener. Linux allows both sockets only under conditions (SO_REUSEPORT, same user) and then prefers the exact one; without them the second fails at start. HAProxy and NGINX handle it differently, and neither check says a word.',
  fix: 'Name the addresses of both listeners, or use two ports.',
  references: [
    'https://man7.org/linux/man-pages/man7/socket.7.html',
    'https://nginx.org/en/docs/http/ngx_http_core_module.html#listen',
  ],
  bad: [
    {
      title: 'All addresses, and one of them',
      yaml: 'listeners:\n  - { name: http, port: 443, address: 192.0.2.1 }\n',
    },
  ],
  good: [
    {
      title: 'Two addresses',
      yaml: 'listeners:\n  - { name: https, address: 192.0.2.1 }\n  - { name: http, port: 443, address: 192.0.2.2 }\n',
    },
  ],
  check(plan, _facts, report) {
    const everywhere = new Map<number, number>()
    for (const [index, { address, port }] of plan.listeners.entries())
      if (isEverywhere(address) && !everywhere.has(port)) everywhere.set(port, index)
    for (const [index, { name, address, port }] of plan.listeners.entries()) {
      const wide = everywhere.get(port)
      // The same spelling twice is a collision: port-collision.
      if (wide === undefined || wide === index || plan.listeners[wide]?.address === address) continue
      report({
        path: `/listeners/${index}/${address === undefined ? 'port' : 'address'}`,
        related: [`/listeners/${wide}`],
        message: `Listener ${plan.listeners[wide]?.name} wants port ${port} on all addresses, ${name} ${address === undefined ? 'as well' : `on ${address}`}: whether both can start depends on the engine.`,
      })
    }
  },
})

const isEverywhere = (address: string | undefined) =>
  address === undefined || ['0.0.0.0', '0:0:0:0:0:0:0:0'].includes(ipaddr.parse(address).toNormalizedString())
