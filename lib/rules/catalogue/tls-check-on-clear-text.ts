import { defineRule } from '../define-rule'

export const tlsCheckOnClearText = defineRule({
  id: 'tls-check-on-clear-text',
  severity: 'error',
  summary: 'An upstream that gets clear text is checked by a TLS handshake.',
  why: 'The check sends a ClientHello to a port that waits for an HTTP request. It never succeeds, so every server counts as down and every request is answered 503.',
  fix: 'Check with kind: http and a path, or encrypt to the upstream: mode reencrypt.',
  references: ['https://docs.haproxy.org/2.8/configuration.html'],
  bad: [
    {
      title: 'A handshake with a plain HTTP port',
      yaml: 'upstreams:\n  - { name: app, health: { kind: tls, serverName: www.example.com } }\n',
    },
  ],
  good: [{ title: 'A request', yaml: 'upstreams:\n  - { name: app, health: { kind: http, path: /healthz } }\n' }],
  check(plan, facts, report) {
    for (const [index, { name, health }] of plan.upstreams.entries()) {
      const uses = facts.upstreamUses.get(name) ?? []
      const [use] = uses
      if (health?.kind !== 'tls' || !use || uses.some(({ route }) => route.mode !== 'terminate')) continue
      report({
        path: `/upstreams/${index}/health/kind`,
        related: [use.path],
        message: `Upstream ${name} gets clear text from route ${use.route.name}, but its check is a TLS handshake: every server will count as down.`,
      })
    }
  },
})
