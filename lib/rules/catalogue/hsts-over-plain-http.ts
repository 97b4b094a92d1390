import { terminatesTls } from '../../domain-model/route'
import { defineRule } from '../define-rule'

export const hstsOverPlainHttp = defineRule({
  id: 'hsts-over-plain-http',
  severity: 'warning',
  summary: 'A route sends HSTS and also answers in clear text.',
  why: 'Browsers ignore the header on plain HTTP, so a first visit there stays in clear text and learns nothing, while a second visit never comes back to it: two different sites for one name. An attacker on the way keeps first visitors on plain HTTP.',
  fix: 'Redirect plain HTTP to HTTPS.',
  references: ['RFC 6797 section 7.2', 'RFC 6797 section 8.1'],
  bad: [
    {
      title: 'HTTPS only, and plain HTTP served',
      yaml: 'routes:\n  - { name: www, hsts: { maxAgeSeconds: 63072000 }, plainHttp: serve }\n',
    },
  ],
  good: [
    {
      title: 'Plain HTTP leads to HTTPS',
      yaml: 'routes:\n  - { name: www, hsts: { maxAgeSeconds: 63072000 }, plainHttp: redirect }\n',
    },
  ],
  check(plan, facts, report) {
    if (facts.httpListeners.length === 0) return
    for (const [index, route] of plan.routes.entries()) {
      if (!terminatesTls(route) || !route.hsts || (route.plainHttp !== 'serve' && route.plainHttp !== 'forward'))
        continue
      const path = `/routes/${index}/plainHttp`
      report({
        path,
        related: [`/routes/${index}/hsts`],
        message: `Route ${route.name} tells browsers to use HTTPS only and answers plain HTTP itself (${route.plainHttp}): who comes there first never learns it.`,
        patch: [{ op: 'replace', path, value: 'redirect' }],
      })
    }
  },
})
