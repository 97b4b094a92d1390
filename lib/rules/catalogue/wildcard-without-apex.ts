import { getDomain } from 'tldts'
import { hostCandidates } from '../../domain-model/compile-plan'
import { wildcardParent } from '../../domain-model/hostname'
import { terminatesTls } from '../../domain-model/route'
import { defineRule } from '../define-rule'

export const wildcardWithoutApex = defineRule({
  id: 'wildcard-without-apex',
  severity: 'hint',
  summary: 'A wildcard has a route, its apex has none.',
  why: 'A wildcard never matches the name it hangs from: *.example.com answers for www.example.com and not for example.com. People type the short one, and get a TLS alert. Some web servers take both by one entry (.example.com in NGINX), which is where the habit comes from.',
  fix: 'Add the apex to a route, and to its certificate.',
  references: ['RFC 9525 section 6.3', 'https://nginx.org/en/docs/http/server_names.html'],
  bad: [
    {
      title: 'The certificate knows the apex, the route does not',
      yaml: 'certificates:\n  - { name: www, hosts: ["*.shop.example.com", shop.example.com] }\nroutes:\n  - { name: www, hosts: ["*.shop.example.com"] }\n',
    },
    { title: 'A registered domain', yaml: 'routes:\n  - { name: vault, hosts: ["*.example.org"] }\n' },
  ],
  good: [
    { title: 'Both have a route', yaml: 'routes:\n  - { name: vault, hosts: ["*.example.org", example.org] }\n' },
    { title: 'An apex that nobody types', yaml: 'routes:\n  - { name: vault, hosts: ["*.tenants.example.org"] }\n' },
  ],
  check(plan, facts, report) {
    for (const [index, route] of plan.routes.entries()) {
      const tables = facts.tables.get(route.listener)
      if (tables?.listener.protocol !== 'tls') continue
      for (const [place, host] of route.hosts.entries()) {
        const apex = wildcardParent(host)
        if (apex === null || hostCandidates(tables, apex).length > 0) continue
        const covered = terminatesTls(route) && facts.certificateCovers(route.certificate, apex)
        if (!covered && getDomain(apex) !== apex) continue
        report({
          path: `/routes/${index}/hosts/${place}`,
          message: `Route ${route.name} answers for ${host}, but nobody answers for ${apex} itself on listener ${route.listener}.`,
          ...(covered
            ? {
                fix: `Add ${apex} to a route. The proposed change adds it here, where the certificate covers it.`,
                patch: [{ op: 'add' as const, path: `/routes/${index}/hosts/-`, value: apex }],
              }
            : {}),
        })
      }
    }
  },
})
