import { expect, test } from 'vitest'
import { findExample } from '@/lib/domain-model/examples/catalogue'
import { judgePlanText } from '@/lib/rules/run-rules'
import { cardsOf } from './card-facts'

function cards(id: string, replace: [string, string] = ['', '']) {
  const { plan, findings } = judgePlanText((findExample(id)?.text() ?? '').replace(...replace))
  return plan ? cardsOf(plan, findings, []) : []
}

test('a card says who holds the certificate, where bytes go and what protects the route', () => {
  const [api, payments] = cards('finance-saas')
  expect(api).toMatchObject({
    certificate: 'api',
    flows: [{ from: '/v1/', to: 'api-gateway', serverCount: 2 }],
    clientAuth: 'optional',
    rateLimit: '50/second',
    sendsProxy: false,
    plainHttp: 'redirect',
  })
  expect(payments).toMatchObject({
    certificate: null,
    flows: [{ from: 'all bytes', to: 'payment-service' }],
    sendsProxy: true,
  })
})

test('how a path matches is part of it', () => {
  expect(cards('reencrypt')[0]?.flows.map(({ from }) => from)).toEqual(['/search', '= /status', '/'])
})

test('a collision counts on both cards', () => {
  const [api, payments] = cards('finance-saas', ['hosts: [payments.example.com]', 'hosts: [api.example.com]'])
  expect(api?.findings.error).toBe(1)
  expect(payments?.findings.error).toBe(1)
})
