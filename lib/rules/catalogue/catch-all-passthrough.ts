import { terminatesTls } from '../../domain-model/route'
import { defineRule } from '../define-rule'

export const catchAllPassthrough = defineRule({
  id: 'catch-all-passthrough',
  severity: 'warning',
  summary: 'A passthrough route for any name stands beside names that the edge decrypts.',
  why: 'Whatever is not named goes to one backend: a terminated name with a slip in it, names that somebody else points here, clients without SNI, and hellos whose SNI the engine cannot find (HAProxy does not join a ClientHello that is split over TLS records). All of them skip the limits, the firewall and the client certificates of the edge. Some controllers hand the terminated names to the catch-all as well.',
  fix: 'Name the hosts of the passthrough backend, and let the listener reject the rest.',
  references: ['RFC 6066 section 3', 'https://docs.haproxy.org/2.8/configuration.html'],
  bad: [{ title: 'Any other name is passed through', yaml: 'routes:\n  - { name: vault, hosts: ["*"] }\n' }],
  good: [
    {
      title: 'The backend has names',
      yaml: 'routes:\n  - { name: vault, hosts: [vault.example.com, "*.vault.example.com"] }\n',
    },
    {
      title: 'A listener that passes everything through',
      yaml: `kind: Plan
apiVersion: signalbox/v1
name: pool
listeners: [{ name: https, port: 443, protocol: tls }, { name: http, port: 80, protocol: http }]
upstreams: [{ name: web, servers: [{ host: 192.0.2.11, port: 443 }] }]
routes: [{ name: web, listener: https, hosts: ["*"], mode: passthrough, upstream: web, plainHttp: forward }]
`,
    },
  ],
  check(plan, facts, report) {
    for (const [index, route] of plan.routes.entries()) {
      if (terminatesTls(route)) continue
      const place = route.hosts.indexOf('*')
      if (place === -1 || facts.tables.get(route.listener)?.catchAll?.index !== index) continue
      const other = facts.routesByListener.get(route.listener)?.find(({ value }) => terminatesTls(value))
      if (!other) continue
      report({
        path: `/routes/${index}/hosts/${place}`,
        related: [other.path],
        message: `Route ${route.name} passes every name that nobody else has to ${route.upstream}, clients without SNI included, although listener ${route.listener} also decrypts names (${other.value.name}).`,
      })
    }
  },
})
