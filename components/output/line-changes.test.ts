import { expect, test } from 'vitest'
import { changedLines, lineChanges, stepChange } from './line-changes'

const text = (...lines: string[]) => `${lines.join('\n')}\n`

test.each([
  ['nothing', text('a', 'b'), text('a', 'b'), []],
  ['a line in the middle', text('a', 'b', 'c'), text('a', 'x', 'c'), [{ line: 2, count: 1 }]],
  ['a line more', text('a', 'c'), text('a', 'b', 'c'), [{ line: 2, count: 1 }]],
  ['a line less', text('a', 'b', 'c'), text('a', 'c'), [{ line: 2, count: 0 }]],
  ['the last line less', text('a', 'b'), text('a'), [{ line: 2, count: 0 }]],
  [
    'two places',
    text('a', 'b', 'c', 'd'),
    text('x', 'b', 'c', 'y'),
    [
      { line: 1, count: 1 },
      { line: 4, count: 1 },
    ],
  ],
  ['one line by two', text('a', 'b', 'c'), text('a', 'x', 'y', 'c'), [{ line: 2, count: 2 }]],
  ['everything', text('a'), text('b'), [{ line: 1, count: 1 }]],
])('%s', (_, before, after, changes) => {
  expect(lineChanges(before, after)).toEqual(changes)
})

test('thousands of differences are one change, at once', () => {
  const rows = (mark: string) => text(...Array.from({ length: 20_000 }, (_, index) => `${mark}${index}`))
  expect(lineChanges(`same\n${rows('a')}`, `same\n${rows('b')}`)).toEqual([{ line: 2, count: 20_000 }])
})

test('a removed line counts as one place to look at', () => {
  expect(
    changedLines([
      { line: 1, count: 2 },
      { line: 9, count: 0 },
    ]),
  ).toBe(3)
})

test.each([
  [0, 'next', 0],
  [4, 'next', 1],
  [5, 'next', 1],
  [20, 'next', 0],
  [20, 'previous', 1],
  [9, 'previous', 0],
  [4, 'previous', 1],
] as const)('from line %i the %s change is number %i', (from, direction, wanted) => {
  expect(
    stepChange(
      [
        { line: 4, count: 2 },
        { line: 9, count: 1 },
      ],
      from,
      direction,
    ),
  ).toBe(wanted)
  expect(stepChange([], from, direction)).toBeNull()
})
