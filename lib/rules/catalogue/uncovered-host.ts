import { terminatesTls } from '../../domain-model/route'
import { defineRule } from '../define-rule'
import { nameList } from '../shared/name-list'

export const uncoveredHost = defineRule({
  id: 'uncovered-host',
  severity: 'error',
  summary: "A route's certificate does not cover one of its hosts.",
  why: 'Clients compare the name they asked for with the names in the certificate. A wildcard there stands for exactly one label: *.example.com covers a.example.com, neither example.com nor a.b.example.com. The engines load such a certificate without a word; every client refuses it.',
  fix: 'Name another certificate, or have this one reissued with the host in it and list the host in the plan.',
  references: ['RFC 9525 section 6.3', 'RFC 6125 section 6.4.3'],
  bad: [
    { title: 'Another name', yaml: 'routes:\n  - { name: www, hosts: [www.example.com, shop.example.com] }\n' },
    {
      title: 'A wildcard covers neither the apex nor two labels',
      yaml: 'certificates:\n  - { name: www, hosts: ["*.example.com"] }\nroutes:\n  - { name: www, hosts: [example.com, a.b.example.com] }\n',
    },
    {
      title: 'Another certificate of the plan fits',
      yaml: `certificates:
  - { name: shop, hosts: ["*.shop.example.com"], secret: shop-tls, file: /etc/ssl/edge/shop.pem }
routes:
  - { name: www, hosts: [a.shop.example.com] }
`,
    },
  ],
  good: [
    {
      title: 'Apex and wildcard, one label',
      yaml: 'certificates:\n  - { name: www, hosts: [example.com, "*.example.com"] }\nroutes:\n  - { name: www, hosts: [example.com, a.example.com, "*.example.com"] }\n',
    },
  ],
  check(plan, facts, report) {
    for (const [index, route] of plan.routes.entries()) {
      if (!terminatesTls(route)) continue
      const certificate = facts.certificates.get(route.certificate)
      // undefined-certificate and unlisted-certificate-names report those.
      if (!certificate || certificate.value.hosts.length === 0) continue
      for (const [place, host] of route.hosts.entries()) {
        if (host === '*' || facts.certificateCovers(route.certificate, host)) continue
        const [better, ...others] = facts.certificatesCovering(route.hosts.filter((other) => other !== '*'))
        report({
          path: `/routes/${index}/hosts/${place}`,
          related: [certificate.path],
          message: `Certificate ${route.certificate} of route ${route.name} does not cover ${host}; it is for ${nameList(certificate.value.hosts)}.`,
          ...(better !== undefined && others.length === 0
            ? {
                fix: `Use the certificate ${better}, which covers all hosts of the route.`,
                patch: [{ op: 'replace' as const, path: `/routes/${index}/certificate`, value: better }],
              }
            : {}),
        })
      }
    }
  },
})
