import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Delta, deltaBetween, withDelta } from './delta'

function check(before: unknown, after: unknown): Delta | null {
  const delta = deltaBetween(before, after)
  // As a worker sends it.
  const made = withDelta(before, structuredClone(delta))
  expect(made).toStrictEqual(after)
  expect(JSON.stringify(made)).toBe(JSON.stringify(after))
  return delta
}

const sizeOf = (delta: Delta | null) => JSON.stringify(delta).length

describe('a delta makes the second out of the first', () => {
  test.each<[string, unknown, unknown]>([
    ['equal values', { a: [1, { b: 'c' }] }, { a: [1, { b: 'c' }] }],
    ['other kinds', { a: [] }, { a: {} }],
    ['null and none', { a: null }, {}],
    ['an undefined member', { a: undefined }, { b: undefined }],
    ['members in another order', { a: 1, b: 2 }, { b: 2, a: 1 }],
    ['a member in the middle', { a: 1, c: 3 }, { a: 1, b: 2, c: 3 }],
    ['an item more', [1, 2, 3], [1, 9, 2, 3]],
    ['an item less', [1, 1, 1], [1, 1]],
    ['nothing left', [1, 2], []],
    ['from nothing', null, { a: 1 }],
    ['minus zero', [0, 1, 2, 3, 4], [-0, 1, 2, 3, 4]],
    ['a member of Object', { a: 1 }, { a: 1, toString: 'x', constructor: 'y' }],
  ])('%s', (_, before, after) => {
    check(before, after)
    check(after, before)
  })

  test('any data', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.jsonValue({ maxDepth: 4 }), (before, after) => {
        check(before, after)
      }),
      { seed: 20261121, numRuns: 500 },
    )
  })

  test('long texts', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), minLength: 0, maxLength: 600 })
    fc.assert(
      fc.property(letters, letters, (before, after) => {
        check(before, after)
      }),
      { seed: 20261121, numRuns: 300 },
    )
  })
})

describe('only what changed is sent and made anew', () => {
  const item = (index: number) => ({ name: `route ${index}`, hosts: [`host-${index}.example.com`] })
  const list = Array.from({ length: 1000 }, (_, index) => item(index))

  test('one item of many', () => {
    const after = structuredClone(list)
    after[500] = { name: 'other', hosts: [] }
    const made = withDelta(list, deltaBetween(list, after)) as typeof list
    expect(sizeOf(check(list, after))).toBeLessThan(200)
    expect(made[499]).toBe(list[499])
    expect(made[501]).toBe(list[501])
  })

  test('one item more', () => {
    const after = structuredClone(list).toSpliced(10, 0, { name: 'new', hosts: [] })
    const made = withDelta(list, deltaBetween(list, after)) as typeof list
    expect(sizeOf(check(list, after))).toBeLessThan(200)
    expect(made[11]).toBe(list[10])
  })

  test('one line of a long text', () => {
    const before = list.map(({ name }) => name).join('\n')
    expect(sizeOf(check(before, before.replace('route 700', 'route 7000')))).toBeLessThan(100)
  })

  test('nothing at all', () => {
    const before = { list }
    expect(withDelta(before, deltaBetween(before, structuredClone(before)))).toBe(before)
  })
})
