import { defineRule } from '../define-rule'
import { tlsCheckName } from '../shared/tls-check-name'

export const tlsCheckWithoutName = defineRule({
  id: 'tls-check-without-name',
  severity: 'warning',
  summary: 'A TLS check sends no server name.',
  why: 'A server that chooses its certificate by SNI refuses a hello without one: the check calls a healthy server down. Where it answers with a default certificate, the check proves the wrong site.',
  fix: 'Say which name the check sends: serverName, one that the backend answers to.',
  references: ['RFC 6066 section 3', 'https://docs.haproxy.org/2.8/configuration.html'],
  bad: [{ title: 'A hello without a name', yaml: 'upstreams:\n  - { name: vault, health: { kind: tls } }\n' }],
  good: [
    {
      title: 'The name that clients use',
      yaml: 'upstreams:\n  - { name: vault, health: { kind: tls, serverName: vault.example.com } }\n',
    },
  ],
  check(plan, facts, report) {
    for (const [index, upstream] of plan.upstreams.entries()) {
      if (upstream.health?.kind !== 'tls' || upstream.health.serverName !== undefined) continue
      const name = tlsCheckName(facts, upstream)
      report({
        path: `/upstreams/${index}/health`,
        message: `The TLS check of upstream ${upstream.name} sends no server name: a backend that needs SNI counts as down.`,
        ...(name === null
          ? {}
          : { patch: [{ op: 'add' as const, path: `/upstreams/${index}/health/serverName`, value: name }] }),
      })
    }
  },
})
