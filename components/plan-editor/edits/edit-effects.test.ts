import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { findExample } from '@/lib/domain-model/examples/catalogue'
import { parsePlanText } from '@/lib/domain-model/plan-document'
import { additionEffects, deletionEffects, duplicationEffects, type EditEffects } from './edit-effects'
import type { ThingKind } from './things'

const read = (text: string) => ({ data: parse(text), plan: parsePlanText(text).plan })
const hybrid = read(findExample('finance-saas')?.text() ?? '')
const wildcard = read(findExample('wildcard-exception')?.text() ?? '')
const items = (effects: EditEffects | null) => effects?.groups.flatMap((group) => group.items) ?? null

test.each<[ThingKind, number, string[]]>([
  ['listeners', 0, ['route api › listener', 'route payments › listener']],
  ['upstreams', 0, ['route api › path /v1/ › upstream']],
  ['certificates', 0, ['route api › certificate']],
  ['trust', 0, ['route api › client certificates › trust']],
  ['routes', 0, ['api.example.com is refused', 'certificate api', 'upstream api-gateway', 'trust bundle partners']],
])('deleting from %s says what it touches', (kind, index, expected) => {
  expect(items(deletionEffects(hybrid.data, hybrid.plan, kind, [index]))).toEqual(expected)
})

test('what touches nothing has no effects', () => {
  expect(deletionEffects(hybrid.data, hybrid.plan, 'listeners', [1])).toBeNull()
  for (const kind of ['listeners', 'upstreams', 'certificates', 'trust'] as const)
    expect(duplicationEffects(hybrid.data, kind, [0])).toBeNull()
})

test('a name goes to the wildcard that stood behind it, and is taken from it again', () => {
  const vault = wildcard.plan?.routes.findIndex(({ name }) => name === 'vault') ?? -1
  expect(items(deletionEffects(wildcard.data, wildcard.plan, 'routes', [vault]))).toContain(
    'vault.shops.example.com goes to route shops (terminate)',
  )
  const fresh = { name: 'cart', listener: 'https', hosts: ['cart.shops.example.com', 'cart.example.net'] }
  expect(items(additionEffects(wildcard.plan, 'routes', fresh))).toEqual([
    'cart.shops.example.com, which route shops answers now',
  ])
  expect(additionEffects(hybrid.plan, 'routes', { name: 'x', listener: 'https', hosts: ['x.example.com'] })).toBeNull()
})

test('a copy of a route has no name of its own, and taking it away again changes nobody', () => {
  expect(items(duplicationEffects(hybrid.data, 'routes', [0]))).toEqual(['api.example.com'])
  const twice = structuredClone(hybrid.data)
  twice.routes.splice(1, 0, { ...twice.routes[0], name: 'api-2' })
  const plan = parsePlanText(JSON.stringify(twice)).plan
  expect(deletionEffects(twice, plan, 'routes', [1])).toBeNull()
  expect(items(deletionEffects(twice, plan, 'routes', [0]))).toEqual([
    'api.example.com goes to route api-2 (terminate)',
  ])
})

test('several routes at once: what one of them would have inherited is lost with it, and what both use is left', () => {
  const vault = wildcard.plan?.routes.findIndex(({ name }) => name === 'vault') ?? -1
  const shops = wildcard.plan?.routes.findIndex(({ name }) => name === 'shops') ?? -1
  const both = deletionEffects(wildcard.data, wildcard.plan, 'routes', [vault, shops])
  expect(both?.title).toBe('Delete 2 routes?')
  expect(items(both)).toContain('vault.shops.example.com is refused')

  const data = structuredClone(hybrid.data)
  data.listeners[0].unmatched = { route: 'payments' }
  const plan = parsePlanText(JSON.stringify(data)).plan
  expect(deletionEffects(data, plan, 'routes', [0, 1])?.groups.map(({ items: found }) => found.toSorted())).toEqual([
    ['listener https › unmatched › route'],
    ['api.example.com is refused', 'payments.example.com is refused'],
    ['certificate api', 'listener https', 'trust bundle partners', 'upstream api-gateway', 'upstream payment-service'],
  ])
  expect(items(duplicationEffects(hybrid.data, 'routes', [0, 1]))).toEqual(['api.example.com', 'payments.example.com'])
})

test('of two things with one name the second takes over', () => {
  const data = structuredClone(hybrid.data)
  data.upstreams.push(structuredClone(data.upstreams[0]))
  expect(items(deletionEffects(data, null, 'upstreams', [0]))).toEqual(['upstream api-gateway'])
})

test('half a document has effects, too', () => {
  expect(deletionEffects({ routes: [{ name: 1 }, null] }, null, 'routes', [0])).toBeNull()
  expect(duplicationEffects({ routes: [{ name: 'a', hosts: 'x' }] }, 'routes', [0])).toBeNull()
})
