import { terminatesTls } from '../../domain-model/route'
import { defineRule } from '../define-rule'

export const hstsWithoutRedirect = defineRule({
  id: 'hsts-without-redirect',
  severity: 'hint',
  summary: 'A route sends HSTS, but plain HTTP does not lead to HTTPS.',
  why: 'Browsers learn HSTS from an HTTPS answer only. Whoever types the name for the first time asks on plain HTTP, finds it closed and never gets that far; the preload list demands the redirect as well.',
  fix: 'Redirect plain HTTP to HTTPS.',
  references: ['RFC 6797 section 7.2', 'https://hstspreload.org/'],
  bad: [
    {
      title: 'Closed for first visitors',
      yaml: 'routes:\n  - { name: www, hsts: { maxAgeSeconds: 63072000 }, plainHttp: closed }\n',
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
      if (!terminatesTls(route) || !route.hsts || (route.plainHttp !== 'closed' && route.plainHttp !== 'acme-only'))
        continue
      const path = `/routes/${index}/plainHttp`
      report({
        path,
        related: [`/routes/${index}/hsts`],
        message: `Route ${route.name} sends HSTS, but plain HTTP is ${route.plainHttp === 'closed' ? 'closed' : 'for ACME challenges only'}: first visitors who type the name never get to hear it.`,
        patch: [{ op: 'replace', path, value: 'redirect' }],
      })
    }
  },
})
