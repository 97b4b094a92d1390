import { describe, expect, test } from 'vitest'
import { findExample } from '@/lib/domain-model/examples/catalogue'
import { changeWords, placeOfChange } from './change-words'
import { isClean } from './merge-engine'
import { mergeJudged } from './merge-judged'

const base = findExample('finance-saas')?.text() ?? ''
const edited = (from: string, to: string) => {
  expect(base).toContain(from)
  return base.replace(from, to)
}
const merge = (mine: string, theirs: string, selection: string | null = null) =>
  mergeJudged({ of: { base, mine, theirs }, choices: {}, selection })

describe('what the rules think of a merge', () => {
  test('an error that only both edits together make is named', () => {
    const merged = merge(
      edited('hosts: [api.example.com]\n    mode', 'hosts: [same.example.com]\n    mode'),
      edited('hosts: [payments.example.com]', 'hosts: [same.example.com]'),
    )
    expect(merged.conflicts).toEqual([])
    expect(isClean(merged)).toBe(false)
    expect(merged.dangers.map(({ rule }) => rule)).toContain('host-in-two-modes')
  })

  test('an error that one side had already is no news', () => {
    const broken = edited('upstream: payment-service', 'upstream: nobody')
    const merged = merge(broken, edited('hosts: [payments.example.com]', 'hosts: [pay.example.com]'))
    expect(merged.dangers).toEqual([])
    expect(isClean(merged)).toBe(true)
  })

  test('a text that was broken before is not judged anew', () => {
    const merged = merge(
      edited('kind: Plan', 'kind: [Plan'),
      edited('hosts: [payments.example.com]', 'hosts: [p.example.com]'),
    )
    expect(merged).toMatchObject({ how: 'lines', dangers: [], data: null })
  })
})

test('the selected thing is followed to where it stands now', () => {
  const theirs = edited(
    'routes:\n',
    'routes:\n  - { name: first, listener: https, hosts: [f.example.com], mode: passthrough, upstream: payment-service }\n',
  )
  expect(merge(base, theirs, '/routes/1').selection).toBe('/routes/2')
  expect(merge(base, theirs, '/upstreams/0').selection).toBe('/upstreams/0')
  const { data } = merge(base, theirs)
  expect(data).toMatchObject({ routes: [{ name: 'first' }, {}, {}] })
  expect(merge(base, theirs).lines).toEqual([{ line: base.split('\n').indexOf('routes:') + 2, count: 1 }])
})

test('what came in is said in words, and found in the plan', () => {
  const merged = merge(base, edited('hosts: [payments.example.com]', 'hosts: [pay.example.com]'))
  const [change] = merged.changes.theirs
  if (!change) throw new Error('nothing changed')
  expect(`${change.thing} ${changeWords(change)}`).toBe('route payments changed (hosts)')
  expect(placeOfChange(change, merged.data)).toBe('/routes/1')
  expect(changeWords({ ...change, change: 'renamed', to: 'pay', members: ['name', 'hosts'] })).toBe(
    'is now called pay and changed (hosts)',
  )
  expect(changeWords({ ...change, change: 'removed', members: [] })).toBe('removed')
})
