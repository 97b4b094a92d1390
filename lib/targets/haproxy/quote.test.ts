import { describe, expect, test } from 'vitest'
import { splitWords } from './parse'
import { formatText, quoteWord, regexText } from './quote'

describe('a word', () => {
  test.each([
    'plain',
    '%[src]',
    '',
    ' ',
    'a b',
    '#',
    '"',
    "'",
    '\\',
    '$HOME',
    '\t',
    '\\n',
    '{',
    'a\\ b',
    '"a" \'b\' #c $d \\e',
    '\x1b',
  ])('%j is read back', (word) => {
    expect(splitWords(quoteWord(word))).toEqual([word])
  })

  test('stays bare where quotes add nothing', () => {
    expect(quoteWord('map_str(/etc/haproxy/maps/a.map)')).toBe('map_str(/etc/haproxy/maps/a.map)')
    expect(quoteWord('^[^.]*$')).toBe('^[^.]*$')
  })

  test('never holds a line break or a NUL', () => {
    expect(quoteWord('a\nb\r\0c')).toBe('"a\\nb\\rc"')
  })

  test('is not split from what HAProxy would call an error', () => {
    expect(splitWords('"open')).toBeNull()
    expect(splitWords("'open")).toBeNull()
    expect(splitWords('end\\')).toBeNull()
  })
})

test('a percent sign is doubled in a log format', () => expect(formatText('50% off')).toBe('50%% off'))
test('a literal path is no expression', () => expect(regexText('/a.b(c)')).toBe('/a\\.b\\(c\\)'))
