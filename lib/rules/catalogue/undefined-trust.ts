import { defineRule } from '../define-rule'
import { reportUndefined } from '../shared/undefined-reference'

export const undefinedTrust = defineRule({
  id: 'undefined-trust',
  severity: 'error',
  summary: 'A route names a trust bundle that the plan does not define.',
  why: 'Without the authorities there is nothing to check a certificate against. Engines refuse to start; a controller that starts anyway checks nothing or refuses everybody.',
  fix: 'Name a trust bundle of the plan, or define this one.',
  references: [],
  bad: [
    {
      title: 'No bundle of that name',
      yaml: 'routes:\n  - { name: www, clientAuth: { mode: required, trust: partners } }\n',
    },
  ],
  good: [
    {
      title: 'A bundle of the plan',
      yaml: `trust:
  - { name: partners, secret: partners-ca, file: /etc/ssl/edge/partners.pem }
routes:
  - { name: www, clientAuth: { mode: required, trust: partners } }
`,
    },
  ],
  check(_plan, facts, report) {
    reportUndefined(facts, 'trust', report, 'There is nothing to check certificates against.')
  },
})
