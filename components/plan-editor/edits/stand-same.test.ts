import { expect, test } from 'vitest'
import type { PatchOperation } from '@/lib/domain-model/patch'
import { standSame } from './stand-same'

const route = (name: string, hosts: string[] = ['a.example.com']) => ({ name, hosts })
const plan = (...routes: unknown[]) => ({ name: 'edge', routes })
const before = plan(route('api'), route('web'))
const set = (path: `/${string}`): PatchOperation => ({ op: 'replace', path, value: 'x' })

test.each<[string, unknown, PatchOperation[], boolean]>([
  ['the same document', before, [set('/routes/1/hosts/0')], true],
  [
    'another value in the same place',
    plan(route('api', ['b.example.com']), route('web')),
    [set('/routes/1/hosts/0')],
    true,
  ],
  ['a route put before', plan(route('new'), route('api'), route('web')), [set('/routes/1/hosts/0')], false],
  ['a route put in the place of another', plan(route('api'), route('new')), [set('/routes/1/hosts/0')], false],
  ['another route put in the place of another', plan(route('new'), route('web')), [set('/routes/1/hosts/0')], true],
  ['a host put before', plan(route('api', ['b', 'a']), route('web')), [set('/routes/0/hosts/0')], false],
  ['a list that went', { name: 'edge' }, [set('/routes/1/hosts/0')], false],
  ['a list that stays', before, [{ op: 'add', path: '/routes', value: [] }], true],
  [
    'a list that grew',
    plan(route('api'), route('web'), route('new')),
    [{ op: 'add', path: '/routes', value: [] }],
    false,
  ],
  ['a list that came', { ...before, trust: [{ name: 'new' }] }, [{ op: 'add', path: '/trust', value: [] }], false],
  ['an end that moved', plan(route('api')), [{ op: 'add', path: '/routes/-', value: {} }], false],
  ['a member of the plan itself', plan(route('new')), [set('/name')], true],
  ['one of two', plan(route('new'), route('web')), [set('/name'), set('/routes/0/hosts/0')], false],
])('%s', (_, after, operations, same) => {
  expect(standSame(before, after, operations)).toBe(same)
})
