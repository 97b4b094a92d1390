import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { findExample } from '@/lib/domain-model/examples/catalogue'
import { parsePlanText } from '@/lib/domain-model/plan-document'
import { editPlanText } from '@/lib/domain-model/plan-edit'
import { emitTarget } from '@/lib/targets/emit'
import { targets } from '@/lib/targets/registry'
import { fileDiffs } from './file-diff'
import { modeColumns } from './mode-columns'

function compared(id: string, index: number) {
  const text = findExample(id)?.text() ?? ''
  const { plan } = parsePlanText(text)
  const columns = plan && modeColumns(parse(text), plan, index)
  if (!plan || !columns) throw new Error('no comparison')
  return { text, plan, columns }
}

test('three columns; the present mode asks for no change', () => {
  const { columns } = compared('finance-saas', 0)
  expect(columns.map(({ mode, change }) => [mode, change?.to ?? null])).toEqual([
    ['terminate', null],
    ['passthrough', 'passthrough'],
    ['reencrypt', 'reencrypt'],
  ])
})

test('what stops is computed from the route', () => {
  const [, through] = compared('finance-saas', 0).columns
  expect(through?.change?.lost.map(({ what }) => what)).toEqual(
    expect.arrayContaining(['path /v1/', 'rate limit', 'HSTS', 'request header rules']),
  )
  expect(through?.facts.address.join()).toContain('sees the address of the edge')
  expect(through?.facts.health.join()).toContain('clear text to a TLS port')
})

test('every mode of every example is a plan, and every target shows a diff or says none', () => {
  for (const id of ['finance-saas', 'passthrough-pool', 'wildcard-exception', 'reencrypt']) {
    const { text, plan, columns } = compared(id, 0)
    for (const { change, mode } of columns) {
      if (!change) continue
      const edited = editPlanText(text, change.operations)
      const after = edited.ok ? parsePlanText(edited.text).plan : null
      expect(after?.routes[0]?.mode, `${id} ${mode}`).toBe(mode)
      for (const target of targets) {
        if (!after) continue
        const diffs = fileDiffs(emitTarget(plan, target).artifacts, emitTarget(after, target).artifacts)
        expect(diffs.length, `${id} ${mode} ${target.id}`).toBeGreaterThan(0)
      }
    }
  }
})

test('a diff holds signs, places and counts, and leaves equal files out', () => {
  const file = (path: string, text: string) => ({ path, text, language: 'text' as const, provenance: [] })
  const diffs = fileDiffs(
    [file('a', 'one\ntwo\n'), file('b', 'same\n')],
    [file('a', 'one\n2\n'), file('b', 'same\n'), file('c', 'new\n')],
  )
  expect(diffs.map(({ path, added, removed }) => [path, added, removed])).toEqual([
    ['a', 1, 1],
    ['c', 1, 0],
  ])
  expect(diffs[0]?.hunks[0]).toEqual({
    head: '@@ -1,2 +1,2 @@',
    lines: [
      { kind: 'same', text: 'one' },
      { kind: 'removed', text: 'two' },
      { kind: 'added', text: '2' },
    ],
  })
})
