import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { findExample } from '@/lib/domain-model/examples/catalogue'
import { manyTenants } from '@/lib/domain-model/examples/many-tenants'
import type { PatchOperation } from '@/lib/domain-model/patch'
import { parsePlanText } from '@/lib/domain-model/plan-document'
import { editPlanText } from '@/lib/domain-model/plan-edit'
import { deleteRoutes, duplicateRoutes, moveRoutes, setRoutes } from './bulk-edits'
import { groupConsequences } from './bulk-effects'

const hybrid = findExample('finance-saas')?.text() ?? ''
const reencrypted = findExample('reencrypt')?.text() ?? ''
const tenants = manyTenants(10)

function edited(text: string, operations: PatchOperation[]) {
  const result = editPlanText(text, operations)
  if (!result.ok) throw new Error(result.reason)
  return result.text
}
const problemsOf = (text: string) => parsePlanText(text).problems.map(({ message }) => message)
const routesOf = (text: string) => parse(text).routes as Record<string, unknown>[]
const namesOf = (text: string) => routesOf(text).map(({ name }) => name)

describe('moving', () => {
  test('takes those along that are not there yet, in one edit that is a plan again', () => {
    const move = moveRoutes(parse(tenants), [3, 0, 4, 1], 'passthrough')
    expect(move.routes.map(({ name }) => name)).toEqual(['tenant-00001', 'tenant-00002', 'tenant-00004'])
    const text = edited(tenants, move.operations)
    expect(problemsOf(text)).toEqual([])
    expect(
      routesOf(text)
        .map(({ mode }) => (mode === 'passthrough' ? 'p' : 't'))
        .join(''),
    ).toBe('pptppttttp')
  })

  test('a re-encrypt route lies in the lane of terminate already', () => {
    const data = parse(reencrypted)
    expect(moveRoutes(data, [0], 'terminate').routes).toEqual([])
    expect(moveRoutes(data, [0], 'passthrough').routes).toHaveLength(1)
  })

  test('says each consequence once, with the routes that have it', () => {
    const move = moveRoutes(parse(tenants), [0, 1], 'passthrough')
    const lost = groupConsequences(move, 'lost')
    expect(lost.find(({ whats }) => whats[0]?.what === 'path /')?.whats).toEqual([
      { what: 'path /', routes: ['tenant-00001', 'tenant-00002'] },
    ])
    const needed = groupConsequences(move, 'needed').find(({ reason }) => reason === 'Nobody else does any more.')
    expect(needed?.whats.map(({ routes }) => routes)).toEqual([['tenant-00001'], ['tenant-00002']])
  })
})

describe('deleting', () => {
  test('takes these and no others', () => {
    expect(namesOf(edited(tenants, deleteRoutes(parse(tenants), [8, 1, 0])))).toEqual([
      ...['tenant-00003', 'tenant-00004', 'tenant-00005', 'tenant-00006', 'tenant-00007', 'tenant-00008'],
      'tenant-00010',
    ])
  })

  test('of all leaves a plan', () => {
    const text = edited(hybrid, deleteRoutes(parse(hybrid), [0, 1]))
    expect(problemsOf(text)).toEqual([])
    expect(parse(text).routes).toBeUndefined()
  })
})

test('copies stand beside their originals, each under a name of its own', () => {
  const { operations, copies } = duplicateRoutes(parse(tenants), [0, 1])
  const text = edited(tenants, operations)
  // A trailing number counts on.
  expect(copies).toEqual([
    { index: 1, name: namesOf(text)[1] },
    { index: 3, name: namesOf(text)[3] },
  ])
  expect(new Set(namesOf(text)).size).toBe(12)
  expect(namesOf(text)[0]).toBe('tenant-00001')
  expect(namesOf(text)[2]).toBe('tenant-00002')
})

describe('setting', () => {
  test('one upstream for all, also behind paths and weights', () => {
    const text = hybrid.replace(
      /paths:[\s\S]*?upstream: api-gateway[^\n]*/,
      'paths: [{ path: /v1/, upstreams: [{ upstream: api-gateway, weight: 9 }, { upstream: payment-service }] }]',
    )
    expect(problemsOf(text)).toEqual([])
    const { lines, operations, sameCount } = setRoutes(parse(text), [0, 1], 'upstream', 'payment-service')
    expect(lines).toEqual([
      { index: 0, name: 'api', from: '/v1/ api-gateway + payment-service', to: 'payment-service' },
    ])
    expect(sameCount).toBe(1)
    const after = edited(text, operations)
    expect(problemsOf(after)).toEqual([])
    expect(routesOf(after)[0]?.paths).toMatchObject([{ path: '/v1/', upstream: 'payment-service' }])
  })

  test('plain HTTP, and taking it out again', () => {
    const set = setRoutes(parse(hybrid), [0, 1], 'plainHttp', 'closed')
    expect(set.lines).toEqual([{ index: 0, name: 'api', from: 'redirect', to: 'closed' }])
    expect(routesOf(edited(hybrid, set.operations)).map(({ plainHttp }) => plainHttp)).toEqual(['closed', 'closed'])
    const out = setRoutes(parse(hybrid), [0, 1], 'plainHttp', undefined)
    expect(routesOf(edited(hybrid, out.operations)).map(({ plainHttp }) => plainHttp)).toEqual([undefined, undefined])
  })

  test('a thousand routes are set in as many passes over the text as one', () => {
    const { operations } = setRoutes(parse(tenants), [0, 1, 2], 'listener', 'http')
    expect(operations.map(({ path }) => path)).toEqual([
      '/routes/0/listener',
      '/routes/1/listener',
      '/routes/2/listener',
    ])
    const turns = moveRoutes(parse(tenants), [0, 1], 'passthrough').operations.map(({ path }) => path)
    expect(turns.slice(0, 4)).toEqual([
      '/routes/0/mode',
      '/routes/1/mode',
      '/routes/0/certificate',
      '/routes/1/certificate',
    ])
  })
})
