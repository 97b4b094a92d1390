import { terminatesTls } from '../../domain-model/route'
import { defineRule } from '../define-rule'

export const weakTlsProfile = defineRule({
  id: 'weak-tls-profile',
  severity: 'warning',
  summary: 'A listener offers TLS 1.0 and 1.1.',
  why: 'Both are deprecated since 2021: they rest on SHA-1 and CBC, and audits (PCI DSS among them) fail on them. Browsers no longer speak them, and OpenSSL 3 refuses them at its usual security level, so the offer is mostly made to scanners.',
  fix: 'Use the profile intermediate: TLS 1.2 and 1.3.',
  references: ['RFC 8996', 'https://wiki.mozilla.org/Security/Server_Side_TLS'],
  bad: [{ title: 'TLS 1.0 to 1.3', yaml: 'listeners:\n  - { name: https, tlsProfile: legacy }\n' }],
  good: [{ title: 'TLS 1.2 and 1.3', yaml: 'listeners:\n  - { name: https, tlsProfile: intermediate }\n' }],
  check(plan, facts, report) {
    for (const [index, listener] of plan.listeners.entries()) {
      if (listener.protocol !== 'tls' || listener.tlsProfile !== 'legacy') continue
      // On passthrough the backend negotiates: edge-tls-policy-on-passthrough.
      if (!facts.routesByListener.get(listener.name)?.some(({ value }) => terminatesTls(value))) continue
      const path = `/listeners/${index}/tlsProfile`
      report({
        path,
        message: `Listener ${listener.name} offers TLS 1.0 and 1.1, which RFC 8996 deprecates.`,
        patch: [{ op: 'replace', path, value: 'intermediate' }],
      })
    }
  },
})
