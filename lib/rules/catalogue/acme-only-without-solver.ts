import { firstUpstream } from '../../domain-model/match-plain-http'
import { terminatesTls } from '../../domain-model/route'
import { defineRule } from '../define-rule'

export const acmeOnlyWithoutSolver = defineRule({
  id: 'acme-only-without-solver',
  severity: 'warning',
  summary: 'A route that the edge decrypts answers only ACME challenges on plain HTTP, and no solver is named.',
  why: 'The edge holds the certificate, so the ACME client of the edge must answer. Without acmeUpstream the challenge goes to the application of the route, which knows nothing of it, and renewal fails.',
  fix: 'Name the upstream of the ACME client in acmeUpstream of the http listener.',
  references: ['RFC 8555 section 8.3'],
  bad: [
    {
      title: 'The application is asked',
      yaml: 'listeners:\n  - { name: http, acmeUpstream: null }\nroutes:\n  - { name: www, plainHttp: acme-only }\n',
    },
  ],
  good: [
    { title: 'The ACME client is asked', yaml: 'routes:\n  - { name: www, plainHttp: acme-only }\n' },
    {
      title: 'On passthrough the backend is the one to ask',
      yaml: 'listeners:\n  - { name: http, acmeUpstream: null }\nroutes:\n  - { name: vault, plainHttp: acme-only }\n',
    },
  ],
  check(plan, facts, report) {
    const listener = facts.httpListeners.find(({ value }) => value.acmeUpstream === undefined)
    if (!listener) return
    for (const [index, route] of plan.routes.entries())
      if (terminatesTls(route) && route.plainHttp === 'acme-only')
        report({
          path: `/routes/${index}/plainHttp`,
          related: [listener.path],
          message: `ACME challenges for route ${route.name} go to its application ${firstUpstream(route)}, because listener ${listener.value.name} names no acmeUpstream.`,
        })
  },
})
