import { renderHook } from '@testing-library/react'
import { expect, test } from 'vitest'
import { compilePlan } from '@/lib/domain-model/compile-plan'
import { findExample } from '@/lib/domain-model/examples/catalogue'
import { parsePlanText } from '@/lib/domain-model/plan-document'
import { litPlaces, nothingLit } from './lit-places'
import { noQuestion } from './question'
import { explain, useExplain } from './use-explain'

const { plan } = parsePlanText(findExample('finance-saas')?.text() ?? '')
if (!plan) throw new Error('the example is no plan')
const compiled = compilePlan(plan)

const lit = (address: string) => {
  const explanation = explain(compiled, { ...noQuestion, address })
  if (explanation.kind !== 'decision') throw new Error(`no decision for ${address}`)
  const { route, parts } = litPlaces(plan, explanation.decision)
  return [route, ...[...parts].sort()]
}

test.each([
  ['https://api.example.com/v1/', ['/routes/0', '/certificates/0', '/listeners/0', '/upstreams/0']],
  ['https://payments.example.com/', ['/routes/1', '/listeners/0', '/upstreams/1']],
  // The handshake ends at the edge, and the request goes nowhere.
  ['https://api.example.com/other', ['/routes/0', '/certificates/0', '/listeners/0']],
  ['http://api.example.com/', ['/routes/0', '/listeners/1']],
  ['none', [null, '/listeners/0']],
  ['api.example.com:9999', [null]],
])('%s lights what it passes', (address, places) => {
  expect(lit(address)).toEqual(places)
})

test('nothing asked is nothing lit, and no plan is an answer', () => {
  expect(nothingLit.parts.size).toBe(0)
  const ask = (given: typeof plan | null, address: string, unread: string | null = null) =>
    renderHook(() => useExplain(given, { ...noQuestion, address }, unread)).result.current
  expect(ask(plan, ' ').explanation).toBeNull()
  expect(ask(null, 'none').explanation).toEqual({ kind: 'no-plan', because: 'The text in plan.yaml is no plan yet.' })
  expect(ask(null, 'none', 'The plan is still being read.').explanation).toEqual({
    kind: 'no-plan',
    because: 'The plan is still being read.',
  })
  expect(ask(plan, 'payments.example.com').decision).toMatchObject({ upstream: 'payment-service' })
})
