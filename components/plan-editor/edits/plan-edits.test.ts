import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { findExample } from '@/lib/domain-model/examples/catalogue'
import { valueAt } from '@/lib/domain-model/json-pointer'
import type { PatchOperation } from '@/lib/domain-model/patch'
import { parsePlanText } from '@/lib/domain-model/plan-document'
import { editPlanText } from '@/lib/domain-model/plan-edit'
import { changeMode } from './change-mode'
import { addThing, deleteThing, duplicateThing, freeName, newThing } from './list-edits'
import { placeWords } from './place-words'
import { renameThing } from './rename-thing'
import { setField, setList } from './set-field'
import { thingAt, thingKinds, thingPointer } from './things'

const hybrid = findExample('finance-saas')?.text() ?? ''
const reencrypted = findExample('reencrypt')?.text() ?? ''

function edited(text: string, operations: PatchOperation[]): string {
  const result = editPlanText(text, operations)
  if (!result.ok) throw new Error(result.reason)
  return result.text
}
const problemsOf = (text: string) => parsePlanText(text).problems.map(({ message }) => message)

describe('names', () => {
  test('renaming an upstream follows every reference and keeps comments', () => {
    const text = edited(hybrid, renameThing(parse(hybrid), 'upstreams', 0, 'gateway'))
    expect(problemsOf(text)).toEqual([])
    expect(text).not.toContain('upstream: api-gateway }')
    expect(valueAt(parse(text), '/routes/0/paths/0/upstream')).toBe('gateway')
    expect(text).toContain('# round-robin | least-connections | source')
  })

  test('renaming a trust bundle and a certificate reaches clientAuth and upstreamTls', () => {
    const trust = edited(reencrypted, renameThing(parse(reencrypted), 'trust', 0, 'house'))
    expect(valueAt(parse(trust), '/routes/0/upstreamTls/trust')).toBe('house')
    expect(valueAt(parse(trust), '/routes/0/clientAuth/trust')).toBe('clinics')
    const certificate = edited(reencrypted, renameThing(parse(reencrypted), 'certificates', 1, 'me'))
    expect(valueAt(parse(certificate), '/routes/0/upstreamTls/clientCertificate')).toBe('me')
  })

  test('of two things with one name, renaming the second leaves the references with the first', () => {
    const data = { upstreams: [{ name: 'a' }, { name: 'a' }], routes: [{ upstream: 'a' }] }
    expect(renameThing(data, 'upstreams', 1, 'b')).toHaveLength(1)
    expect(renameThing(data, 'upstreams', 0, 'b')).toHaveLength(2)
  })

  test('a free name counts up', () => {
    const data = { routes: [{ name: 'api' }, { name: 'api-2' }] }
    expect(freeName(data, 'routes', 'api')).toBe('api-3')
    expect(freeName(data, 'routes', 'api-2')).toBe('api-3')
    expect(freeName(data, 'routes', 'web')).toBe('web')
  })
})

describe('lists', () => {
  test.each(thingKinds)('a new member of %s is valid, in an empty plan and in a full one', (kind) => {
    for (const start of ['apiVersion: signalbox/v1\nkind: Plan\nname: blank\n', hybrid]) {
      const data = parse(start)
      const { operations, pointer } = addThing(data, kind, newThing(data, kind))
      const text = edited(start, operations)
      expect(problemsOf(text)).toEqual([])
      expect(valueAt(parse(text), pointer)).toBeDefined()
    }
  })

  test('a passthrough route starts valid, too', () => {
    const data = parse(hybrid)
    expect(
      problemsOf(edited(hybrid, addThing(data, 'routes', newThing(data, 'routes', 'passthrough')).operations)),
    ).toEqual([])
  })

  test('a copy stands beside the original under a new name', () => {
    const data = parse(hybrid)
    const text = edited(hybrid, duplicateThing(data, 'routes', 0).operations)
    expect(parse(text).routes.map(({ name }: { name: string }) => name)).toEqual(['api', 'api-2', 'payments'])
  })

  test('delete takes the thing and nothing else', () => {
    expect(parse(edited(hybrid, deleteThing('routes', 0))).routes).toHaveLength(1)
  })
})

describe('fields', () => {
  test('a field is set, and taken out with the group it leaves empty', () => {
    const data = parse(reencrypted)
    expect(setField(data, '/routes/0/timeouts/idleSeconds', undefined)).toEqual([
      { op: 'remove', path: '/routes/0/timeouts/idleSeconds' },
    ])
    const one = { routes: [{ timeouts: { idleSeconds: 3 } }] }
    expect(setField(one, '/routes/0/timeouts/idleSeconds', undefined)).toEqual([
      { op: 'remove', path: '/routes/0/timeouts' },
    ])
    expect(setField(one, '/routes/0/allow', undefined)).toEqual([])
    expect(setList(one, '/routes/0/allow', ['10.0.0.0/8'])).toEqual([
      { op: 'add', path: '/routes/0/allow', value: ['10.0.0.0/8'] },
    ])
  })
})

test('a member of a list is replaced, not pushed aside', () => {
  const data = parse(hybrid)
  const text = edited(hybrid, setField(data, '/routes/0/hosts/0', 'x.example.com'))
  expect(parse(text).routes[0].hosts).toEqual(['x.example.com'])
})

describe('changing the mode', () => {
  test('to passthrough: lists what is lost and leaves a valid plan', () => {
    const change = changeMode(parse(hybrid), 0, 'passthrough')
    expect(change?.lost.map(({ what }) => what)).toEqual([
      'edge certificate api',
      'path /v1/',
      'request header rules',
      'rate limit',
      'client certificates checked at the edge',
      'HSTS',
    ])
    expect(change?.needed.map(({ what }) => what)[0]).toContain('api.example.com')
    const text = edited(hybrid, change?.operations ?? [])
    expect(problemsOf(text)).toEqual([])
    expect(valueAt(parse(text), '/routes/0/upstream')).toBe('api-gateway')
  })

  test.each([
    ['passthrough', 'terminate', hybrid, 1],
    ['passthrough', 'reencrypt', hybrid, 1],
    ['terminate', 'reencrypt', hybrid, 0],
    ['reencrypt', 'terminate', reencrypted, 0],
    ['reencrypt', 'passthrough', reencrypted, 0],
  ] as const)('%s to %s leaves a valid plan', (from, to, text, index) => {
    const change = changeMode(parse(text), index, to)
    expect(change).toMatchObject({ from, to })
    expect(problemsOf(edited(text, change?.operations ?? []))).toEqual([])
  })

  test('a change to the same mode, or of no route, is none', () => {
    expect(changeMode(parse(hybrid), 0, 'terminate')).toBeNull()
    expect(changeMode(parse(hybrid), 7, 'terminate')).toBeNull()
  })
})

describe('places', () => {
  test('a pointer leads to its thing and reads as words', () => {
    expect(thingAt('/routes/0/paths/1/upstream')).toEqual({
      kind: 'routes',
      index: 0,
      pointer: '/routes/0',
      rest: ['paths', '1', 'upstream'],
    })
    expect(thingAt('/extras/0/place')).toBeNull()
    for (const place of [
      '/routes/0/paths/1',
      '/routes/12',
      '/routes',
      '/routes/',
      '/routes/x/1',
      '/extras/0/place',
      '',
    ])
      expect(thingPointer(place), place).toBe(thingAt(place)?.pointer ?? '')
    expect(placeWords('/routes/0/paths/0/upstream', parse(hybrid))).toBe('route api › path /v1/ › upstream')
    expect(placeWords('/name', parse(hybrid))).toBe('name')
    expect(placeWords('/extras/0/lines', {})).toBe('verbatim lines 1')
    expect(placeWords('/routes/0/clientAuth/identityHeader', parse(hybrid))).toBe(
      'route api › client certificates › identity header',
    )
    expect(placeWords('/upstreams/0/servers/1/port', parse(hybrid))).toBe('upstream api-gateway › server 2 › port')
    expect(placeWords('/routes/0/requestHeaders/set/X-Edge', parse(hybrid))).toBe(
      'route api › request headers › set › X-Edge',
    )
    expect(placeWords('/listeners/0/tlsProfile', parse(hybrid))).toBe('listener https › TLS profile')
    expect(placeWords('', {})).toBe('the document')
  })
})
