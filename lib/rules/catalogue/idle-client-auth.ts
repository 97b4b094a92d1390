import { terminatesTls } from '../../domain-model/route'
import { defineRule } from '../define-rule'

export const idleClientAuth = defineRule({
  id: 'idle-client-auth',
  severity: 'warning',
  summary: 'Client certificates are optional, and nobody looks at the result.',
  why: 'With mode optional a client without a certificate is let in as well. Unless the application hears who the client was, the certificate changes nothing: everybody passes. Browsers still ask their users to choose one.',
  fix: 'Say identityHeader, so that the application can decide, or mode: required, or leave clientAuth out.',
  references: ['RFC 8446 section 4.3.2', 'RFC 9440'],
  bad: [
    {
      title: 'Asked for and forgotten',
      yaml: `trust:
  - { name: partners, secret: partners-ca, file: /etc/ssl/edge/partners.pem }
routes:
  - { name: www, clientAuth: { mode: optional, trust: partners } }
`,
    },
  ],
  good: [
    {
      title: 'The application hears the subject',
      yaml: `trust:
  - { name: partners, secret: partners-ca, file: /etc/ssl/edge/partners.pem }
routes:
  - { name: www, clientAuth: { mode: optional, trust: partners, identityHeader: X-Client-Subject } }
`,
    },
  ],
  check(plan, _facts, report) {
    for (const [index, route] of plan.routes.entries()) {
      if (
        !terminatesTls(route) ||
        route.clientAuth?.mode !== 'optional' ||
        route.clientAuth.identityHeader !== undefined
      )
        continue
      report({
        path: `/routes/${index}/clientAuth`,
        message: `Route ${route.name} asks for client certificates and lets everybody in: they are optional, and no identityHeader tells the application.`,
      })
    }
  },
})
