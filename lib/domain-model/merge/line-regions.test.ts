import { expect, test } from 'vitest'
import { lineRegions } from './line-regions'

const text = (lines: string) => lines.split('').join('\n')

/** One letter is one line; regions as `kind base>mine|theirs`. */
function check(base: string, mine: string, theirs: string, expected: string, apart: 'touching' | 'line' = 'touching') {
  const regions = lineRegions(text(base), text(mine), text(theirs), apart)
  const found = regions.map(({ kind, ...of }) =>
    kind === 'stable' ? of.base.join('') : `[${kind} ${of.base.join('')}>${of.mine.join('')}|${of.theirs.join('')}]`,
  )
  expect(found.join(' ')).toBe(expected)
}

test('changes in different places stand apart', () => {
  check('abcdef', 'aXcdef', 'abcdYf', 'a [mine b>X|b] cd [theirs e>e|Y] f')
  check('abc', 'abcM', 'Tabc', '[theirs >|T] abc [mine >M|]')
})

test('changes in one place are a conflict, equal ones are none', () => {
  check('abc', 'aXc', 'aYc', 'a [conflict b>X|Y] c')
  check('abc', 'aXc', 'aXc', 'a [mine b>X|X] c')
  check('ab', 'aMb', 'aTb', 'a [conflict >M|T] b')
  check('abcde', 'aXYe', 'abZde', 'a [conflict bcd>XY|bZd] e')
})

test('neighbouring lines: the caller says whether they collide', () => {
  check('abcd', 'aXcd', 'abYd', 'a [mine b>X|b] [theirs c>c|Y] d')
  check('abcd', 'aXcd', 'abYd', 'a [conflict bc>Xc|bY] d', 'line')
})

test('a change of one side that spans several of the other is one region', () => {
  check('abcdefg', 'aXcdeYg', 'aQg', 'a [conflict bcdef>XcdeY|Q] g')
})

test('line ends do not count, and nothing at all is one empty line', () => {
  expect(lineRegions('a\r\nb\r\n', 'a\nb\n', 'a\nb\nc\n', 'touching').map(({ kind }) => kind)).toEqual([
    'stable',
    'theirs',
    'stable',
  ])
  expect(lineRegions('', '', '', 'line')).toHaveLength(1)
})
