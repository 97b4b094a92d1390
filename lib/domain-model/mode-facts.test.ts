import { expect, test } from 'vitest'
import { findExample } from './examples/catalogue'
import { type ModeFactId, modeFacts, routeAbilities } from './mode-facts'
import { parsePlanText } from './plan-document'

const planOf = (id: string, change: (text: string) => string = (text) => text) => {
  const { plan, problems } = parsePlanText(change(findExample(id)?.text() ?? ''))
  if (!plan) throw new Error(problems[0]?.message)
  return plan
}
const factsOf = (id: string, index: number, change?: (text: string) => string) => {
  const plan = planOf(id, change)
  const route = plan.routes[index]
  if (!route) throw new Error('no such route')
  const facts = Object.entries(modeFacts(plan, route)).map(([id, sentences]) => [id, sentences.join(' ')])
  return Object.fromEntries(facts) as Record<ModeFactId, string>
}

test('a terminated route is answered from its own fields', () => {
  const facts = factsOf('finance-saas', 0)
  expect(facts.certificate).toBe('The edge: api (/etc/ssl/edge/api.pem).')
  expect(facts.network).toContain('clear HTTP from the edge to api-gateway')
  expect(facts.logs).toContain('path')
  expect(facts.health).toBe('api-gateway: HTTP answer 200 from /healthz.')
  expect(facts.address).toBe('api-gateway: in the header X-Forwarded-For.')
  expect(facts.mutualTls).toContain('The edge asks (optional) and checks against partners')
  expect(facts.plainHttp).toBe('Redirected to HTTPS (308).')
})

test('a passed-through route: the backend holds the certificate, PROXY carries the address', () => {
  const facts = factsOf('finance-saas', 1)
  expect(facts.certificate).toContain('payment-service presents and renews the one for payments.example.com')
  expect(facts.logs).toContain('No path')
  expect(facts.address).toContain('PROXY v2 header')
  expect(facts.mutualTls).toContain('handshake reaches payment-service')
  expect(facts.plainHttp).toContain('ACME HTTP-01')
  const hidden = factsOf('finance-saas', 1, (text) =>
    text.replace('    sendProxyProtocol: v2', '    sendProxyProtocol: none'),
  )
  expect(hidden.address).toContain('sees the address of the edge')
})

test('a re-encrypted route says against what the upstream is checked', () => {
  const facts = factsOf('reencrypt', 0)
  expect(facts.certificate).toContain(
    'search, records: one of its own, checked against internal for records.internal.example.com',
  )
  expect(facts.mutualTls).toContain('To search, records the edge shows its own, edge-client')
  const blind = factsOf('reencrypt', 0, (text) => text.replace(/upstreamTls: .*/, 'upstreamTls: { verify: false }'))
  expect(blind.certificate).toContain('which nobody checks')
})

test.each([
  [
    'passthrough with an HTTP check',
    'passthrough-pool',
    0,
    'health: { kind: http, path: /up }',
    'clear text to a TLS port',
  ],
  ['passthrough with a TCP check', 'passthrough-pool', 0, 'health: { kind: tcp }', 'an open port only'],
  [
    'passthrough with a TLS check',
    'passthrough-pool',
    0,
    'health: { kind: tls, serverName: a.example.com }',
    'a TLS handshake for a.example.com',
  ],
])('health: %s', (_, id, index, health, says) => {
  expect(factsOf(id, index, (text) => text.replace(/health: .*/, health)).health).toContain(says)
})

test('what a route can do is listed as a person would miss it', () => {
  const [api, payments] = planOf('finance-saas').routes
  expect(api && routeAbilities(api)).toEqual([
    'path /v1/ to api-gateway',
    'rate limit 50 per second, burst 100',
    'HSTS',
    'request header rules',
    'client certificates optional at the edge (partners)',
  ])
  expect(payments && routeAbilities(payments)[0]).toBe('all bytes of payments.example.com to payment-service')
})
