import { defineRule } from '../define-rule'
import { reportUndefined } from '../shared/undefined-reference'

export const undefinedCertificate = defineRule({
  id: 'undefined-certificate',
  severity: 'error',
  summary: 'A route names a certificate that the plan does not define.',
  why: 'The edge cannot end TLS without a certificate. HAProxy and NGINX refuse to start when the file is missing; Kubernetes controllers show a default certificate that no client trusts.',
  fix: 'Name a certificate of the plan, or define this one.',
  references: [],
  bad: [
    { title: 'A slip in the name', yaml: 'routes:\n  - { name: www, certificate: wwww }\n' },
    { title: 'Another name, but one certificate fits', yaml: 'routes:\n  - { name: www, certificate: main-site }\n' },
  ],
  good: [{ title: 'A certificate of the plan', yaml: 'routes:\n  - { name: www, certificate: www }\n' }],
  check(plan, facts, report) {
    reportUndefined(facts, 'certificate', report, 'The edge has nothing to show.', ({ path }) => {
      const route = /^\/routes\/(\d+)\/certificate$/.exec(path)
      const hosts = route ? plan.routes[Number(route[1])]?.hosts.filter((host) => host !== '*') : undefined
      const [only, ...others] = hosts ? facts.certificatesCovering(hosts) : []
      return only !== undefined && others.length === 0 ? only : null
    })
  },
})
