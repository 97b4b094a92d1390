import { terminatesTls } from '../../domain-model/route'
import { defineRule } from '../define-rule'

export const decryptedCatchAll = defineRule({
  id: 'decrypted-catch-all',
  severity: 'warning',
  summary: 'A route decrypts for any name, but no certificate covers any name.',
  why: 'The host "*" is a fallback of routing; certificates know no such thing. Clients that ask for a name outside the certificate get a warning page or an error instead of an answer, and clients without SNI see the certificate whatever they wanted.',
  fix: 'Name the hosts, and let the listener reject the rest.',
  references: ['RFC 9525 section 6.3'],
  bad: [
    { title: 'One certificate for everybody', yaml: 'routes:\n  - { name: www, hosts: [www.example.com, "*"] }\n' },
  ],
  good: [
    {
      title: 'A wildcard that a certificate can hold',
      yaml: 'certificates:\n  - { name: www, hosts: [www.example.com, "*.example.com"] }\nroutes:\n  - { name: www, hosts: [www.example.com, "*.example.com"] }\n',
    },
  ],
  check(plan, _facts, report) {
    for (const [index, route] of plan.routes.entries()) {
      const place = terminatesTls(route) ? route.hosts.indexOf('*') : -1
      if (!terminatesTls(route) || place === -1) continue
      report({
        path: `/routes/${index}/hosts/${place}`,
        message: `Route ${route.name} shows the certificate ${route.certificate} for every name that nobody else has; clients refuse it for names that are not in it.`,
      })
    }
  },
})
