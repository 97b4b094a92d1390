import { defineRule } from '../define-rule'

export const longHost = defineRule({
  id: 'long-host',
  severity: 'hint',
  summary: 'A host is longer than the 64 characters that a certificate has for its common name.',
  why: 'RFC 5280 bounds the common name at 64 characters. Authorities and clients of ACME that put the first name there refuse a request whose only name is longer; NGINX needs larger hash buckets for names above 46, which our output sets.',
  fix: 'Add a shorter name to the certificate, or shorten the host.',
  references: ['RFC 5280 appendix A.1', 'https://nginx.org/en/docs/hash.html'],
  bad: [
    {
      title: 'A generated name of 70 characters',
      yaml: 'routes:\n  - { name: vault, hosts: [feature-4711-a-rather-long-branch-name-of-somebody.preview.example.com] }\n',
    },
  ],
  good: [{ title: 'Short enough', yaml: 'routes:\n  - { name: vault, hosts: [feature-4711.preview.example.com] }\n' }],
  check(plan, _facts, report) {
    for (const [index, route] of plan.routes.entries())
      for (const [place, host] of route.hosts.entries())
        if (host.length > 64)
          report({
            path: `/routes/${index}/hosts/${place}`,
            message: `${host} has ${host.length} characters: a certificate that holds only this name cannot carry it as its common name (64).`,
          })
  },
})
