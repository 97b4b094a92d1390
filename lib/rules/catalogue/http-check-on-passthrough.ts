import { defineRule } from '../define-rule'
import { tlsCheckInstead, tlsCheckName, tlsUses } from '../shared/tls-check-name'

export const httpCheckOnPassthrough = defineRule({
  id: 'http-check-on-passthrough',
  severity: 'warning',
  summary: 'An upstream of passthrough routes is checked by HTTP, which the edge does not speak with it.',
  why: 'The backend answers HTTP inside of TLS that it ends itself. An engine that asks in clear text, as HAProxy does with "option httpchk" alone, calls every server down. One that opens a TLS session for the check, as our HAProxy output does, is a client without a certificate, sends no name unless health.host says one, and does not check who answers: a backend that wants client certificates refuses it.',
  fix: 'Check with kind: tls and the name that clients use; it finds a server whose TLS is dead, too.',
  references: ['https://docs.haproxy.org/2.8/configuration.html'],
  bad: [
    {
      title: 'A plain request to a TLS port',
      yaml: 'upstreams:\n  - { name: vault, health: { kind: http, path: /healthz, intervalSeconds: 10 } }\n',
    },
  ],
  good: [
    {
      title: 'A handshake',
      yaml: 'upstreams:\n  - { name: vault, health: { kind: tls, serverName: vault.example.com } }\n',
    },
    {
      title: 'Where the edge encrypts again, it can encrypt the check as well',
      yaml: `trust:
  - { name: internal, secret: internal-ca, file: /etc/ssl/edge/internal.pem }
routes:
  - { name: www, mode: reencrypt, upstreamTls: { trust: internal, serverName: app.example.com } }
`,
    },
  ],
  check(plan, facts, report) {
    for (const [index, upstream] of plan.upstreams.entries()) {
      if (upstream.health?.kind !== 'http') continue
      const use = tlsUses(facts, upstream).find(({ route }) => route.mode === 'passthrough')
      if (!use) continue
      const path = `/upstreams/${index}/health`
      const name = tlsCheckName(facts, upstream)
      report({
        path,
        related: [use.path],
        message: `Upstream ${upstream.name} is checked by an HTTP request, but route ${use.route.name} passes TLS through to it: the edge must open TLS of its own for the check, or every server counts as down.`,
        ...(name === null ? {} : { patch: [{ op: 'replace' as const, path, value: tlsCheckInstead(upstream, name) }] }),
      })
    }
  },
})
