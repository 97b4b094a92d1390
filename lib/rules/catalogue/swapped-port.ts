import { defineRule } from '../define-rule'

export const swappedPort = defineRule({
  id: 'swapped-port',
  severity: 'warning',
  summary: 'TLS is expected on port 80, or plain HTTP on port 443.',
  why: 'Clients decide by the port: on 443 they send a ClientHello, which a plain HTTP listener answers with 400 or with silence; on 80 they send a request in clear text, which a tls listener closes.',
  fix: 'Swap the ports or the protocols of the listeners.',
  references: ['RFC 9110 section 4.2'],
  bad: [
    {
      title: 'Plain HTTP on 443',
      yaml: 'listeners:\n  - { name: https, port: 8443 }\n  - { name: http, port: 443 }\n',
    },
  ],
  good: [
    {
      title: 'Ports that clients expect',
      yaml: 'listeners:\n  - { name: https, port: 443 }\n  - { name: http, port: 80 }\n',
    },
  ],
  check(plan, _facts, report) {
    for (const [index, { name, port, protocol }] of plan.listeners.entries()) {
      if (port !== (protocol === 'tls' ? 80 : 443)) continue
      report({
        path: `/listeners/${index}/port`,
        message:
          protocol === 'tls'
            ? `Listener ${name} waits for TLS on port 80, where clients speak plain HTTP.`
            : `Listener ${name} waits for plain HTTP on port 443, where clients speak TLS.`,
      })
    }
  },
})
