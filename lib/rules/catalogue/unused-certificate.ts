import { defineRule } from '../define-rule'
import { reportUnused } from '../shared/unused-definition'

export const unusedCertificate = defineRule({
  id: 'unused-certificate',
  severity: 'hint',
  summary: 'A certificate is defined, and no route uses it.',
  why: 'A certificate that nobody shows is still renewed, mounted and guarded, and a wildcard among them is a risk without a use. Often it means that a route names another certificate than was meant.',
  fix: 'Use it in a route, or remove it.',
  references: [],
  bad: [
    {
      title: 'Left over',
      yaml: 'certificates:\n  - { name: old, hosts: [old.example.com], secret: old-tls, file: /etc/ssl/edge/old.pem }\n',
    },
  ],
  good: [{ title: 'In use', yaml: 'certificates:\n  - { name: www, hosts: [www.example.com] }\n' }],
  check(plan, facts, report) {
    reportUnused(plan.certificates, 'certificate', facts, report)
  },
})
