import { defineRule } from '../define-rule'

export const refusedProxyProtocol = defineRule({
  id: 'refused-proxy-protocol',
  severity: 'error',
  summary: 'A PROXY header is sent to an upstream that does not expect one.',
  why: 'The backend takes the header for the first bytes of TLS or HTTP and gives up: "wrong version number", 400, or a closed connection, for every client.',
  fix: 'Stop sending the header, or switch the PROXY protocol on at the backend and say acceptsProxyProtocol: true.',
  references: ['https://www.haproxy.org/download/1.8/doc/proxy-protocol.txt'],
  bad: [
    {
      title: 'One end only',
      yaml: 'upstreams:\n  - { name: vault, sendProxyProtocol: v2, acceptsProxyProtocol: false }\n',
    },
  ],
  good: [
    {
      title: 'Neither end',
      yaml: 'upstreams:\n  - { name: vault, sendProxyProtocol: none, acceptsProxyProtocol: false }\n',
    },
  ],
  check(plan, _facts, report) {
    for (const [index, { name, sendProxyProtocol, acceptsProxyProtocol }] of plan.upstreams.entries()) {
      if (sendProxyProtocol === 'none' || acceptsProxyProtocol !== false) continue
      const path = `/upstreams/${index}/sendProxyProtocol`
      report({
        path,
        related: [`/upstreams/${index}/acceptsProxyProtocol`],
        message: `The edge sends PROXY ${sendProxyProtocol} to ${name}, which does not expect it: no connection works.`,
        patch: [{ op: 'replace', path, value: 'none' }],
      })
    }
  },
})
