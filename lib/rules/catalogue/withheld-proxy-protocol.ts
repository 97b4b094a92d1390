import { defineRule } from '../define-rule'

export const withheldProxyProtocol = defineRule({
  id: 'withheld-proxy-protocol',
  severity: 'error',
  summary: 'An upstream expects a PROXY header and gets none.',
  why: 'A server that expects the header requires it: the specification forbids to guess. Without it the server reads a ClientHello as a broken header and closes, so no connection works.',
  fix: 'Send the header, or switch the PROXY protocol off at the backend and say acceptsProxyProtocol: false.',
  references: ['https://www.haproxy.org/download/1.8/doc/proxy-protocol.txt'],
  bad: [{ title: 'Expected, not sent', yaml: 'upstreams:\n  - { name: vault, sendProxyProtocol: null }\n' }],
  good: [
    {
      title: 'Expected and sent',
      yaml: 'upstreams:\n  - { name: vault, sendProxyProtocol: v1, acceptsProxyProtocol: true }\n',
    },
  ],
  check(plan, _facts, report) {
    for (const [index, { name, sendProxyProtocol, acceptsProxyProtocol }] of plan.upstreams.entries()) {
      if (sendProxyProtocol !== 'none' || acceptsProxyProtocol !== true) continue
      report({
        path: `/upstreams/${index}/acceptsProxyProtocol`,
        message: `Upstream ${name} expects a PROXY header, and the edge sends none: it closes every connection.`,
        patch: [{ op: 'add', path: `/upstreams/${index}/sendProxyProtocol`, value: 'v2' }],
      })
    }
  },
})
