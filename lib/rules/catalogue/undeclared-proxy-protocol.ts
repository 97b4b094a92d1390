import { defineRule } from '../define-rule'

export const undeclaredProxyProtocol = defineRule({
  id: 'undeclared-proxy-protocol',
  severity: 'warning',
  summary: 'A PROXY header is sent to an upstream that nobody said expects one.',
  why: 'Both ends must agree. A TLS backend that does not expect the header takes it for the start of a handshake and answers "wrong version number": not one connection works. Nothing in the edge\'s own check can see that.',
  fix: 'Make sure that the backend expects the PROXY protocol and say acceptsProxyProtocol: true, or stop sending it.',
  references: ['https://www.haproxy.org/download/1.8/doc/proxy-protocol.txt'],
  bad: [
    {
      title: 'Sent, and nobody knows whether it is welcome',
      yaml: 'upstreams:\n  - { name: vault, acceptsProxyProtocol: null }\n',
    },
  ],
  good: [
    {
      title: 'Both ends agree',
      yaml: 'upstreams:\n  - { name: vault, sendProxyProtocol: v2, acceptsProxyProtocol: true }\n',
    },
  ],
  check(plan, _facts, report) {
    for (const [index, { name, sendProxyProtocol, acceptsProxyProtocol }] of plan.upstreams.entries()) {
      if (sendProxyProtocol === 'none' || acceptsProxyProtocol !== undefined) continue
      report({
        path: `/upstreams/${index}/sendProxyProtocol`,
        message: `The edge sends PROXY ${sendProxyProtocol} to ${name}, and the plan does not say that ${name} expects it: if it does not, no connection works.`,
      })
    }
  },
})
