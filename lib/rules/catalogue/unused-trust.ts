import { defineRule } from '../define-rule'
import { reportUnused } from '../shared/unused-definition'

export const unusedTrust = defineRule({
  id: 'unused-trust',
  severity: 'hint',
  summary: 'A trust bundle is defined, and no route uses it.',
  why: 'Who reads the plan believes that client or upstream certificates are checked against it. Nothing is.',
  fix: 'Use it in clientAuth or upstreamTls, or remove it.',
  references: [],
  bad: [
    {
      title: 'A bundle without a check',
      yaml: 'trust:\n  - { name: partners, secret: partners-ca, file: /etc/ssl/edge/partners.pem }\n',
    },
  ],
  good: [
    {
      title: 'In use',
      yaml: `trust:
  - { name: partners, secret: partners-ca, file: /etc/ssl/edge/partners.pem }
routes:
  - { name: www, clientAuth: { mode: required, trust: partners } }
`,
    },
  ],
  check(plan, facts, report) {
    reportUnused(plan.trust, 'trust', facts, report)
  },
})
