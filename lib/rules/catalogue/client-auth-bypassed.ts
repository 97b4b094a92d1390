import { terminatesTls } from '../../domain-model/route'
import { defineRule } from '../define-rule'

export const clientAuthBypassed = defineRule({
  id: 'client-auth-bypassed',
  severity: 'error',
  summary: 'A route requires client certificates, and plain HTTP walks past them.',
  why: 'A client certificate can only be shown in a TLS handshake. With plainHttp serve or forward the same application answers on port 80 to anybody, without TLS and without a certificate.',
  fix: 'Redirect plain HTTP to HTTPS, or close it.',
  references: ['RFC 8446 section 4.3.2'],
  bad: [
    {
      title: 'A locked front door, an open side door',
      yaml: `trust:
  - { name: partners, secret: partners-ca, file: /etc/ssl/edge/partners.pem }
routes:
  - { name: www, clientAuth: { mode: required, trust: partners }, plainHttp: serve }
`,
    },
  ],
  good: [
    {
      title: 'Plain HTTP leads to the handshake',
      yaml: `trust:
  - { name: partners, secret: partners-ca, file: /etc/ssl/edge/partners.pem }
routes:
  - { name: www, clientAuth: { mode: required, trust: partners }, plainHttp: redirect }
`,
    },
  ],
  check(plan, facts, report) {
    if (facts.httpListeners.length === 0) return
    for (const [index, route] of plan.routes.entries()) {
      if (!terminatesTls(route) || route.clientAuth?.mode !== 'required') continue
      if (route.plainHttp !== 'serve' && route.plainHttp !== 'forward') continue
      const path = `/routes/${index}/plainHttp`
      report({
        path,
        related: [`/routes/${index}/clientAuth`],
        message: `Route ${route.name} requires client certificates of ${route.clientAuth.trust}, but on plain HTTP (${route.plainHttp}) anybody reaches the same application without one.`,
        patch: [{ op: 'replace', path, value: 'redirect' }],
      })
    }
  },
})
