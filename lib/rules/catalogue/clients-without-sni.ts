import { defineRule } from '../define-rule'

export const clientsWithoutSni = defineRule({
  id: 'clients-without-sni',
  severity: 'hint',
  summary: 'A listener that expects clients without SNI refuses them.',
  why: 'Health probes of load balancers, old devices and requests to a bare address send no SNI. A listener behind a load balancer (acceptProxyProtocol) meets the probes every few seconds; one that offers TLS 1.0 is there for devices that often know no SNI. Refused, the first marks the edge down and the second cannot connect.',
  fix: 'Probe the edge by TCP or by a name it has, or say what clients without SNI get: a terminate route in unmatched.',
  references: ['RFC 6066 section 3'],
  bad: [
    {
      title: 'A load balancer in front, no answer for its probe',
      yaml: 'listeners:\n  - { name: https, acceptProxyProtocol: { from: [10.0.0.0/24] } }\n',
    },
    {
      title: 'TLS 1.0 for old devices that send no name',
      yaml: 'listeners:\n  - { name: https, tlsProfile: legacy }\n',
    },
  ],
  good: [
    {
      title: 'The probe gets the certificate of a route',
      yaml: 'listeners:\n  - { name: https, acceptProxyProtocol: { from: [10.0.0.0/24] }, unmatched: { route: www } }\n',
    },
    {
      title: 'Clients come directly, and are of this century',
      yaml: 'listeners:\n  - { name: https, tlsProfile: modern }\n',
    },
  ],
  check(_plan, facts, report) {
    for (const { listener, index, catchAll } of facts.compiled.listeners) {
      if (listener.protocol !== 'tls' || listener.unmatched !== 'reject' || catchAll) continue
      const who = listener.acceptProxyProtocol
        ? 'the TLS health probe of the load balancer in front, which mostly sends none'
        : listener.tlsProfile === 'legacy'
          ? 'many of the old devices that TLS 1.0 is offered for'
          : null
      if (who === null) continue
      report({
        path: `/listeners/${index}/unmatched`,
        message: `Listener ${listener.name} refuses clients without SNI, among them ${who}.`,
      })
    }
  },
})
