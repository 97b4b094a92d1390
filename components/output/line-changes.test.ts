import { diffArrays } from 'diff'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changedLines, type FileChanges, filesChanged, lineChanges, stepChange } from './line-changes'

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

test('what is left out of the comparison changes nothing', () => {
  /** Every line compared with every other, none left out. */
  const plainChanges = (before: string, after: string) => {
    const now = after.split('\n')
    const old = before.split('\n')
    let start = 0
    while (start < old.length && start < now.length && old[start] === now[start]) start++
    let end = 0
    while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end++
    const parts = diffArrays(old.slice(start, old.length - end), now.slice(start, now.length - end)) ?? []
    const changed = new Set<number>()
    let line = start + 1
    for (const { added, removed, count } of parts) {
      if (added) for (let index = 0; index < count; index++) changed.add(line + index)
      if (!removed) line += count
    }
    return changed
  }
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 24 })
  fc.assert(
    fc.property(letters, letters, (before, after) => {
      if (before === after) return
      const shown = lineChanges(before, after).filter(({ count }) => count > 0)
      const lines = shown.flatMap(({ line, count }) => Array.from({ length: count }, (_, index) => line + index))
      expect(new Set(lines)).toEqual(plainChanges(before, after))
    }),
    { seed: 20261121, numRuns: 3000 },
  )
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

const files: FileChanges = new Map([
  [
    'a.cfg',
    [
      { line: 4, count: 2 },
      { line: 9, count: 1 },
    ],
  ],
  ['maps/b.map', [{ line: 1, count: 0 }]],
])
const paths = ['a.cfg', 'maps/a.map', 'maps/b.map']

test.each([
  ['a.cfg', 0, 'next', 0],
  ['a.cfg', 4, 'next', 1],
  ['a.cfg', 9, 'next', 2],
  ['maps/a.map', 7, 'next', 2],
  ['maps/b.map', 1, 'next', 0],
  ['a.cfg', 9, 'previous', 0],
  ['a.cfg', 5, 'previous', 2],
  ['maps/a.map', 1, 'previous', 1],
  ['maps/b.map', 1, 'previous', 1],
] as const)('from %s:%i the %s change is number %i', (path, line, direction, index) => {
  expect(stepChange(files, { path, line }, paths, direction)).toMatchObject({ index })
  expect(stepChange(new Map(), { path, line }, paths, direction)).toBeNull()
})

test('files that changed, a new one as a whole', () => {
  const old = [
    { path: 'a', text: text('1', '2') },
    { path: 'b', text: text('1') },
  ]
  const now = [
    { path: 'a', text: text('1', '3') },
    { path: 'b', text: text('1') },
    { path: 'c', text: text('1', '2') },
  ]
  expect([...filesChanged(old, now)]).toEqual([
    ['a', [{ line: 2, count: 1 }]],
    ['c', [{ line: 1, count: 2 }]],
  ])
})
