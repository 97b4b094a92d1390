import { parse } from 'tldts'
import { wildcardParent } from '../../domain-model/hostname'
import { defineRule } from '../define-rule'

export const publicSuffixWildcard = defineRule({
  id: 'public-suffix-wildcard',
  severity: 'warning',
  summary: 'A wildcard stands below a public suffix, such as *.com or *.co.uk.',
  why: 'Below a public suffix every name belongs to somebody else. No public authority issues a certificate for such a wildcard, and the route catches whatever strangers point at this address.',
  fix: 'Name the domain in front: *.example.co.uk. For any name at all there is "*", and unmatched.',
  references: [
    'https://publicsuffix.org/',
    'https://cabforum.org/working-groups/server/baseline-requirements/documents/',
  ],
  bad: [
    { title: 'A country', yaml: 'routes:\n  - { name: vault, hosts: ["*.co.uk"] }\n' },
    { title: 'Everybody at a hosting service', yaml: 'routes:\n  - { name: vault, hosts: ["*.github.io"] }\n' },
  ],
  good: [{ title: "A domain of one's own", yaml: 'routes:\n  - { name: vault, hosts: ["*.vault.example.co.uk"] }\n' }],
  check(plan, _facts, report) {
    for (const [index, route] of plan.routes.entries())
      for (const [place, host] of route.hosts.entries()) {
        const parent = wildcardParent(host)
        if (parent === null) continue
        const { publicSuffix, isIcann, isPrivate } = parse(parent, { allowPrivateDomains: true })
        if (publicSuffix !== parent || !(isIcann || isPrivate)) continue
        report({
          path: `/routes/${index}/hosts/${place}`,
          message: `Wildcard ${host} of route ${route.name} stands below the public suffix ${parent}, where every name belongs to somebody else.`,
        })
      }
  },
})
