import { terminatesTls } from '../../domain-model/route'
import { defineRule } from '../define-rule'
import { nameList } from '../shared/name-list'

export const missingAcmePlan = defineRule({
  id: 'missing-acme-plan',
  severity: 'hint',
  summary: 'Names that the edge holds certificates for are redirected, and nobody answers their ACME challenges.',
  why: 'An HTTP-01 challenge comes on port 80. Without acmeUpstream the listener redirects it to HTTPS like everything else, where it ends at the application. Renewal then depends on the application knowing the answer.',
  fix: 'Name the upstream of the ACME client in acmeUpstream of the http listener. With DNS-01, or certificates from elsewhere, nothing is missing.',
  references: ['RFC 8555 section 8.3', 'https://letsencrypt.org/docs/challenge-types/'],
  bad: [{ title: 'Redirect, and no solver', yaml: 'listeners:\n  - { name: http, acmeUpstream: null }\n' }],
  good: [
    { title: 'Challenges go to the ACME client', yaml: 'listeners:\n  - { name: http, acmeUpstream: acme }\n' },
    {
      title: 'Wildcards are proved by DNS anyway',
      yaml: 'listeners:\n  - { name: http, acmeUpstream: null }\ncertificates:\n  - { name: www, hosts: ["*.shop.example.com"] }\nroutes:\n  - { name: www, hosts: ["*.shop.example.com"] }\n',
    },
  ],
  check(plan, facts, report) {
    const redirected = plan.routes.filter(
      (route) =>
        terminatesTls(route) && route.plainHttp === 'redirect' && route.hosts.some((host) => !host.startsWith('*')),
    )
    if (redirected.length === 0) return
    for (const { value, path } of facts.httpListeners)
      if (value.acmeUpstream === undefined)
        report({
          path,
          message: `Listener ${value.name} redirects ACME challenges for ${nameList(redirected.map(({ name }) => name))} like any other request: it has no acmeUpstream.`,
        })
  },
})
