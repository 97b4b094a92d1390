import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commonEnds } from './common-ends'

/** Sign by sign, as anybody would. */
function slowly(one: string, other: string) {
  const most = Math.min(one.length, other.length)
  let head = 0
  while (head < most && one[head] === other[head]) head++
  let tail = 0
  while (tail < most - head && one.at(-1 - tail) === other.at(-1 - tail)) tail++
  return { head, tail }
}

test.each([
  ['', ''],
  ['', 'a'],
  ['abc', 'abc'],
  ['aaa', 'aa'],
  ['abcabc', 'abc'],
  ['x'.repeat(4096), 'x'.repeat(4096)],
  ['x'.repeat(8192), 'x'.repeat(8191)],
  ['x'.repeat(12_288), `${'x'.repeat(6000)}y${'x'.repeat(6287)}`],
])('the ends of texts %#', (one, other) => {
  expect(commonEnds(one, other)).toEqual(slowly(one, other))
  expect(commonEnds(other, one)).toEqual(slowly(other, one))
})

test('any change in a long text', () => {
  fc.assert(
    fc.property(fc.nat(20_000), fc.nat(20_000), fc.nat(5000), fc.string(), (length, at, removed, added) => {
      const before = 'route\n'.repeat(length / 6)
      const after = before.slice(0, at) + added + before.slice(at + removed)
      expect(commonEnds(before, after)).toEqual(slowly(before, after))
    }),
    { seed: 20261121, numRuns: 200 },
  )
})
