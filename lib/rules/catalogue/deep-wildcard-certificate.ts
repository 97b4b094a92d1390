import { terminatesTls } from '../../domain-model/route'
import { defineRule } from '../define-rule'

export const deepWildcardCertificate = defineRule({
  id: 'deep-wildcard-certificate',
  severity: 'warning',
  summary: 'A wildcard of any depth is decrypted at the edge, where a certificate covers one label only.',
  why: 'With wildcardDepth any the edge accepts a.b.example.com for *.example.com, and shows a certificate that covers a.example.com only. No public authority issues a certificate for more labels, so every client of a deeper name refuses it.',
  fix: 'Limit the wildcard to one label, or add routes and certificates for the deeper levels (*.b.example.com).',
  references: ['RFC 9525 section 6.3'],
  bad: [
    {
      title: 'Deeper names are routed, and fail in the client',
      yaml: 'certificates:\n  - { name: www, hosts: ["*.example.com"] }\nroutes:\n  - { name: www, hosts: ["*.example.com"], wildcardDepth: any }\n',
    },
  ],
  good: [
    {
      title: 'On passthrough the backend answers for its certificates',
      yaml: 'routes:\n  - { name: vault, hosts: ["*.vault.example.com"], wildcardDepth: any }\n',
    },
    {
      title: 'One label, as certificates do',
      yaml: 'certificates:\n  - { name: www, hosts: ["*.example.com"] }\nroutes:\n  - { name: www, hosts: ["*.example.com"] }\n',
    },
  ],
  check(plan, _facts, report) {
    for (const [index, route] of plan.routes.entries()) {
      if (!terminatesTls(route) || route.wildcardDepth !== 'any') continue
      const wildcard = route.hosts.find((host) => host.startsWith('*.'))
      if (wildcard === undefined) continue
      report({
        path: `/routes/${index}/wildcardDepth`,
        related: [`/routes/${index}/hosts/${route.hosts.indexOf(wildcard)}`],
        message: `Route ${route.name} answers for ${wildcard} at any depth, but no certificate covers more than one label: deeper names fail in the client.`,
        fix: 'Limit the wildcard to one label, or add routes and certificates for the deeper levels. The proposed change limits it.',
        patch: [{ op: 'add', path: `/routes/${index}/wildcardDepth`, value: 'one' }],
      })
    }
  },
})
