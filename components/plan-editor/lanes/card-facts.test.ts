import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryPlan } from '@/lib/domain-model/arbitrary-plan'
import { findExample } from '@/lib/domain-model/examples/catalogue'
import { manyTenants } from '@/lib/domain-model/examples/many-tenants'
import { judgePlanText, type LocatedFinding, runRules } from '@/lib/rules/run-rules'
import { emitTarget } from '@/lib/targets/emit'
import { targets } from '@/lib/targets/registry'
import { cardsOf } from './card-facts'

function cards(id: string, replace: [string, string] = ['', '']) {
  const { plan, findings } = judgePlanText((findExample(id)?.text() ?? '').replace(...replace))
  return plan ? cardsOf(plan, findings, null) : []
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

test('a card says what the open target makes of its route and of the upstreams behind it', () => {
  const { plan } = judgePlanText(findExample('finance-saas')?.text() ?? '')
  if (!plan) throw new Error('no plan')
  const target = targets.find(({ id }) => id === 'ingress-nginx')
  if (!target) throw new Error('no target')
  const emission = emitTarget(plan, target)
  const [api, payments] = cardsOf(plan, [], emission)
  const lostAt = (index: number) =>
    emission.losses.filter(({ path }) => new RegExp(`^/(routes|upstreams)/${index}(/|$)`).test(path)).length
  expect(lostAt(0)).toBeGreaterThan(2)
  expect([api?.target?.lost, payments?.target?.lost]).toEqual([lostAt(0), lostAt(1)])
  expect(api?.lost).toHaveLength(2)
  const haproxy = targets.find(({ id }) => id === 'haproxy')
  const [whole] = haproxy ? cardsOf(plan, [], emitTarget(plan, haproxy)) : []
  expect(whole?.target).toEqual({ lost: 0, switch: 0, hop: 1 })
})

const seed = 20261121

test(`cards made before change nothing of those made after an edit (seed ${seed})`, () => {
  const judged = (plan: Parameters<typeof runRules>[0]) =>
    runRules(plan).map((finding): LocatedFinding => ({ ...finding, line: null, column: null }))
  fc.assert(
    fc.property(
      arbitraryPlan(),
      arbitraryPlan(),
      fc.constantFrom(null, ...targets),
      fc.nat(),
      (one, other, target, at) => {
        const plans = [
          one,
          { ...one, upstreams: other.upstreams },
          { ...one, upstreams: one.upstreams.toReversed() },
          { ...one, routes: one.routes.toSpliced(at % one.routes.length, 1, ...other.routes) },
          one,
        ]
        for (const plan of plans) {
          const fresh = structuredClone(plan)
          const emission = target && emitTarget(plan, target)
          expect(cardsOf(plan, judged(plan), emission)).toEqual(
            cardsOf(fresh, judged(fresh), target && emitTarget(fresh, target)),
          )
        }
      },
    ),
    { seed, numRuns: 30 },
  )
})

test('an edit of one route makes one new card', () => {
  const { plan } = judgePlanText(manyTenants(50))
  if (!plan) throw new Error('no plan')
  const before = cardsOf(plan, [], null)
  const [first, ...rest] = plan.routes
  if (!first) throw new Error('no route')
  const after = cardsOf({ ...plan, routes: [{ ...first, hosts: ['other.example.com'] }, ...rest] }, [], null)
  expect(after.filter((card, index) => card !== before[index]).map(({ hosts }) => hosts)).toEqual([
    ['other.example.com'],
  ])
})
