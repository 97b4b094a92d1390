import { terminatesTls } from '../../domain-model/route'
import { defineRule } from '../define-rule'

export const h2Only = defineRule({
  id: 'h2-only',
  severity: 'hint',
  summary: 'A listener offers HTTP/2 and not HTTP/1.1.',
  why: 'Clients that offer HTTP/1.1 only (many health probes, webhooks, older libraries) are refused with a TLS alert (no_application_protocol) or get an answer they cannot read. WebSocket needs HTTP/1.1 unless both sides know RFC 8441.',
  fix: 'Offer both: alpn: [h2, http/1.1].',
  references: ['RFC 7301 section 3.2', 'RFC 8441'],
  bad: [{ title: 'HTTP/2 or nothing', yaml: 'listeners:\n  - { name: https, alpn: [h2] }\n' }],
  good: [{ title: 'HTTP/2 first', yaml: 'listeners:\n  - { name: https, alpn: [h2, http/1.1] }\n' }],
  check(plan, facts, report) {
    for (const [index, listener] of plan.listeners.entries()) {
      if (listener.protocol !== 'tls' || listener.alpn.includes('http/1.1')) continue
      if (!facts.routesByListener.get(listener.name)?.some(({ value }) => terminatesTls(value))) continue
      report({
        path: `/listeners/${index}/alpn`,
        message: `Listener ${listener.name} refuses clients that speak HTTP/1.1 only.`,
        patch: [{ op: 'replace', path: `/listeners/${index}/alpn`, value: ['h2', 'http/1.1'] }],
      })
    }
  },
})
