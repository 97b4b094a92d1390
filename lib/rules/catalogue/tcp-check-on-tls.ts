import { defineRule } from '../define-rule'
import { tlsCheckInstead, tlsCheckName, tlsUses } from '../shared/tls-check-name'

export const tcpCheckOnTls = defineRule({
  id: 'tcp-check-on-tls',
  severity: 'warning',
  summary: 'An upstream that speaks TLS is checked by opening a TCP connection only.',
  why: 'A server that accepts and then closes, never answers, or refuses every handshake passes the check. In a pool of two with one such server, half of the connections failed for as long as it stayed so; with a handshake check none did.',
  fix: 'Check with kind: tls and a server name.',
  references: ['https://docs.haproxy.org/2.8/configuration.html'],
  bad: [{ title: 'Dead TLS stays up', yaml: 'upstreams:\n  - { name: vault, health: { kind: tcp } }\n' }],
  good: [
    {
      title: 'A handshake with the name that clients use',
      yaml: 'upstreams:\n  - { name: vault, health: { kind: tls, serverName: vault.example.com } }\n',
    },
    { title: 'A TCP check where no TLS is spoken', yaml: 'upstreams:\n  - { name: app, health: { kind: tcp } }\n' },
  ],
  check(plan, facts, report) {
    for (const [index, upstream] of plan.upstreams.entries()) {
      if (upstream.health?.kind !== 'tcp') continue
      const [use] = tlsUses(facts, upstream)
      if (!use) continue
      const path = `/upstreams/${index}/health`
      const name = tlsCheckName(facts, upstream)
      report({
        path,
        related: [use.path],
        message: `Upstream ${upstream.name} speaks TLS with ${use.route.mode === 'passthrough' ? 'the clients' : 'the edge'} of route ${use.route.name}, but its check opens a TCP connection only: a server whose TLS is dead stays up.`,
        ...(name === null ? {} : { patch: [{ op: 'replace' as const, path, value: tlsCheckInstead(upstream, name) }] }),
      })
    }
  },
})
