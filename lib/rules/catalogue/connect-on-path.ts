import { terminatesTls } from '../../domain-model/route'
import { defineRule } from '../define-rule'

export const connectOnPath = defineRule({
  id: 'connect-on-path',
  severity: 'warning',
  summary: 'A path rule lets CONNECT or TRACE through.',
  why: 'CONNECT names a host and port instead of a path, so no path rule ever meets it; a server that took it would be an open proxy. TRACE sends the request back, cookies and authorization included, and NGINX refuses it anyway.',
  fix: 'Take CONNECT and TRACE out of the methods.',
  references: ['RFC 9110 section 9.3.6', 'RFC 9110 section 9.3.8'],
  bad: [
    {
      title: 'A method without a path',
      yaml: 'routes:\n  - { name: www, paths: [{ path: /, methods: [GET, CONNECT], upstream: app }] }\n',
    },
    {
      title: 'Nothing else is let through',
      yaml: 'routes:\n  - { name: www, paths: [{ path: /, methods: [TRACE], upstream: app }] }\n',
    },
  ],
  good: [
    {
      title: 'Methods that have a path',
      yaml: 'routes:\n  - { name: www, paths: [{ path: /, methods: [GET, POST], upstream: app }] }\n',
    },
  ],
  check(plan, _facts, report) {
    for (const [index, route] of plan.routes.entries()) {
      if (!terminatesTls(route)) continue
      for (const [place, { path, methods }] of route.paths.entries()) {
        const wrong = methods?.filter((method) => method === 'CONNECT' || method === 'TRACE') ?? []
        if (wrong.length === 0) continue
        const at = `/routes/${index}/paths/${place}/methods`
        const rest = methods?.filter((method) => method !== 'CONNECT' && method !== 'TRACE') ?? []
        report({
          path: at,
          message: `Path ${path} of route ${route.name} lets ${wrong.join(' and ')} through, which ${wrong.includes('CONNECT') ? 'no path rule can route' : 'shows requests to whoever asks'}.`,
          ...(rest.length > 0 ? { patch: [{ op: 'replace' as const, path: at, value: rest }] } : {}),
        })
      }
    }
  },
})
