import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { findExample } from '@/lib/domain-model/examples/catalogue'
import { editPlanText, type PatchOperation } from '@/lib/domain-model/plan-edit'
import { patchData } from './patch-data'

const text = findExample('reencrypt')?.text() ?? ''

const patches: PatchOperation[][] = [
  [{ op: 'replace', path: '/routes/0/name', value: 'x' }],
  [{ op: 'add', path: '/routes/0/hosts/-', value: 'b.example.com' }],
  [{ op: 'add', path: '/routes/0/paths/1', value: { path: '/n', upstream: 'search' } }],
  [{ op: 'remove', path: '/routes/0/paths/0' }],
  [{ op: 'remove', path: '/routes/0/hsts' }],
  [{ op: 'add', path: '/routes/0/rateLimit', value: { requests: 5 } }],
  [{ op: 'add', path: '/extras', value: [{ target: 'haproxy', place: 'global', lines: ['x'] }] }],
  [
    { op: 'replace', path: '/upstreams/0/servers/1/port', value: 9443 },
    { op: 'remove', path: '/upstreams/0/servers/0' },
  ],
]

test.each(patches.map((patch) => [patch]))('%j gives the same on data as on the text', (patch) => {
  const result = editPlanText(text, patch)
  expect(patchData(parse(text), patch)).toEqual(parse(result.ok ? result.text : ''))
})

test('what is not touched is shared', () => {
  const data = parse(text)
  const next = patchData(data, patches[0] ?? []) as typeof data
  expect(next.upstreams).toBe(data.upstreams)
  expect(data.routes[0].name).toBe('records')
})
