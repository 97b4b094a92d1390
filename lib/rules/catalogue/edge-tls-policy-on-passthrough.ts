import { terminatesTls } from '../../domain-model/route'
import { defineRule } from '../define-rule'

export const edgeTlsPolicyOnPassthrough = defineRule({
  id: 'edge-tls-policy-on-passthrough',
  severity: 'hint',
  summary: 'A listener sets TLS versions or ALPN, but everything on it is passed through.',
  why: 'On passthrough the client negotiates with the backend. Versions, ciphers and HTTP versions of the edge have no effect there; who reads "modern" in the plan believes in a floor that does not exist.',
  fix: 'Set the policy at the backend and leave it out here.',
  references: ['RFC 7301 section 3', 'RFC 8446 section 4.1.1'],
  bad: [
    {
      title: 'A floor that nobody stands on',
      yaml: `listeners:
  - { name: raw, port: 8443, protocol: tls, tlsProfile: modern }
routes:
  - { name: vault, listener: raw }
`,
    },
  ],
  good: [
    {
      title: 'The profile matters as soon as one route decrypts',
      yaml: 'listeners:\n  - { name: https, tlsProfile: modern }\n',
    },
  ],
  check(plan, facts, report) {
    for (const [index, listener] of plan.listeners.entries()) {
      const routes = facts.routesByListener.get(listener.name)
      if (listener.protocol !== 'tls' || !routes || routes.some(({ value }) => terminatesTls(value))) continue
      const idle = [
        ...(listener.tlsProfile === 'intermediate' ? [] : ['tlsProfile']),
        ...(listener.alpn.join() === 'h2,http/1.1' ? [] : ['alpn']),
      ]
      if (idle.length === 0) continue
      report({
        path: `/listeners/${index}/${idle[0]}`,
        message: `On listener ${listener.name} ${idle.join(' and ')} ${idle.length > 1 ? 'have' : 'has'} no effect: all of its routes pass through, and the backends negotiate.`,
        patch: idle.map((member) => ({ op: 'remove', path: `/listeners/${index}/${member}` })),
      })
    }
  },
})
