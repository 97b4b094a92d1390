import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runRules } from '../rules/run-rules'
import { emitTarget } from '../targets/emit'
import { targets } from '../targets/registry'
import { arbitraryPlan } from './arbitrary-plan'
import { compilePlan } from './compile-plan'
import { planExamples } from './examples/catalogue'
import { manyTenantsPlan } from './examples/many-tenants'
import { parsePlanData } from './parse-plan-data'
import { planSchema } from './plan'
import { parsePlanText } from './plan-document'
import { tidyPlan } from './tidy-plan'

/** The memo answers as the schema does, and answers the same when it is asked again. */
function check(data: unknown) {
  const expected = planSchema.safeParse(structuredClone(data))
  for (const answer of [parsePlanData(data), parsePlanData(data)]) {
    expect(answer.success).toBe(expected.success)
    expect(answer.data).toEqual(expected.data)
    expect(answer.error?.issues).toEqual(expected.error?.issues)
    // The order of members is what exports and hashes see.
    expect(JSON.stringify(answer.data)).toBe(JSON.stringify(expected.data))
  }
}

const small = () => structuredClone(manyTenantsPlan(5)) as Record<string, unknown>
const route = () => (small().routes as unknown[])[0]

test.each<[string, unknown]>([
  ['a plan', small()],
  ['no lists at all', { apiVersion: 'signalbox/v1', kind: 'Plan', name: 'p' }],
  ['an unknown member', { ...small(), other: 1 }],
  ['a list that is none', { ...small(), routes: {} }],
  ['an item that is none', { ...small(), routes: ['a', route()] }],
  ['an empty item', { ...small(), routes: [null, route()] }],
  ['a broken item', { ...small(), routes: [route(), { ...(route() as object), hosts: ['not a host'] }] }],
  ['an unknown member of an item', { ...small(), routes: [{ ...(route() as object), other: 1 }] }],
  ['an item in the wrong list', { ...small(), upstreams: [route()] }],
  [
    'too many listeners',
    { ...small(), listeners: Array.from({ length: 65 }, () => (small().listeners as unknown[])[0]) },
  ],
  ['nothing', null],
  ['a list', []],
  ['text', 'plan'],
])('%s is judged as the schema judges it', (_, data) => check(data))

test('any plan is judged as the schema judges it, also beside one that it shares items with', () => {
  fc.assert(
    fc.property(arbitraryPlan({ routesMax: 4 }), fc.nat(), fc.string(), (plan, pick, name) => {
      const data = tidyPlan(plan) as { routes: object[] }
      check(data)
      const at = pick % data.routes.length
      check({ ...data, routes: data.routes.map((one, index) => (index === at ? { ...one, name } : one)) })
    }),
    { seed: 20261121, numRuns: 100 },
  )
})

test('what did not change keeps its object, and equal items of one list do not share one', () => {
  const item = route()
  const data = { ...small(), routes: [item, item] }
  const first = parsePlanData(data).data
  const second = parsePlanData({ ...data, name: 'other' }).data
  expect(second?.routes[0]).toBe(first?.routes[0])
  expect(first?.routes[0]).not.toBe(first?.routes[1])
})

test('nothing that judges or prints a plan changes what the readings share', () => {
  for (const { text } of planExamples) {
    const { plan } = parsePlanText(text())
    if (!plan) throw new Error('an example is a plan')
    freeze(plan)
    compilePlan(plan)
    runRules(plan)
    for (const target of targets) emitTarget(plan, target)
  }
})

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  Object.freeze(value)
  for (const inner of Object.values(value)) freeze(inner)
}
