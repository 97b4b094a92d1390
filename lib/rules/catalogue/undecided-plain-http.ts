import { terminatesTls } from '../../domain-model/route'
import { defineRule } from '../define-rule'

export const undecidedPlainHttp = defineRule({
  id: 'undecided-plain-http',
  severity: 'warning',
  summary: 'Something listens for plain HTTP, but a route does not say what it answers there.',
  why: 'Without a word its names are closed on plain HTTP: people who type them see a network error, and ACME HTTP-01 challenges for them fail. On passthrough that is where the backend renews its certificate.',
  fix: 'Say redirect, serve, forward, acme-only or closed in plainHttp.',
  references: ['RFC 8555 section 8.3', 'https://letsencrypt.org/docs/challenge-types/'],
  bad: [
    { title: 'A terminated site', yaml: 'routes:\n  - { name: www, plainHttp: null }\n' },
    { title: 'A backend behind passthrough', yaml: 'routes:\n  - { name: vault, plainHttp: null }\n' },
  ],
  good: [
    {
      title: 'Each route says it',
      yaml: 'routes:\n  - { name: www, plainHttp: redirect }\n  - { name: vault, plainHttp: forward }\n',
    },
  ],
  check(plan, facts, report) {
    const [listener] = facts.httpListeners
    if (!listener) return
    for (const [index, route] of plan.routes.entries()) {
      if (route.plainHttp !== undefined || facts.listeners.get(route.listener)?.value.protocol !== 'tls') continue
      const decrypted = terminatesTls(route)
      report({
        path: `/routes/${index}`,
        related: [listener.path],
        message: `Route ${route.name} does not say what its names answer on listener ${listener.value.name}; they are closed there.`,
        fix: decrypted
          ? 'Say what plain HTTP answers. The proposed change redirects it to HTTPS.'
          : 'Say forward or acme-only where the backend answers plain HTTP or challenges, closed where nobody should.',
        ...(decrypted
          ? { patch: [{ op: 'add' as const, path: `/routes/${index}/plainHttp`, value: 'redirect' }] }
          : {}),
      })
    }
  },
})
