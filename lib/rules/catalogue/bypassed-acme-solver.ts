import { terminatesTls } from '../../domain-model/route'
import { defineRule } from '../define-rule'

export const bypassedAcmeSolver = defineRule({
  id: 'bypassed-acme-solver',
  severity: 'hint',
  summary: 'The listener names an ACME solver, but a route keeps challenges from it.',
  why: 'Only redirect and acme-only hand challenges to acmeUpstream. With serve and forward they go to the application, and with closed nowhere, so the certificate of this route is not renewed by HTTP-01.',
  fix: 'Say redirect or acme-only, or renew this certificate by DNS-01.',
  references: ['RFC 8555 section 8.3'],
  bad: [{ title: 'Everything is handed to the application', yaml: 'routes:\n  - { name: www, plainHttp: forward }\n' }],
  good: [{ title: 'Challenges first, then the redirect', yaml: 'routes:\n  - { name: www, plainHttp: redirect }\n' }],
  check(plan, facts, report) {
    const solver = facts.httpListeners.find(({ value }) => value.acmeUpstream !== undefined)
    if (!solver) return
    for (const [index, route] of plan.routes.entries()) {
      const { plainHttp } = route
      if (!terminatesTls(route) || route.hosts.every((host) => host.startsWith('*'))) continue
      if (plainHttp !== 'serve' && plainHttp !== 'forward' && plainHttp !== 'closed') continue
      report({
        path: `/routes/${index}/plainHttp`,
        related: [`${solver.path}/acmeUpstream`],
        message: `ACME challenges for route ${route.name} never reach ${solver.value.acmeUpstream}: on plain HTTP the route says ${plainHttp}.`,
      })
    }
  },
})
