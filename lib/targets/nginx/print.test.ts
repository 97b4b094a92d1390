// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how NGINX writes a variable
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { block, comment, directive, type Node } from './ast'
import { parse, withoutOrigins } from './parse'
import { print } from './print'
import { escapeRegex, literal, pieces, quoteWord } from './quote'

const seed = 20_260_402

describe('print', () => {
  test('one directive a line, four spaces a level, an empty line between blocks, one final newline', () => {
    const tree = [
      directive('user', ['www-data']),
      block('http', [], [directive('a', ['b c']), comment('why'), block('server', [], [directive('listen', [80])])]),
    ]
    expect(print(tree).text).toBe(
      'user www-data;\n\nhttp {\n    a "b c";\n\n    # why\n    server {\n        listen 80;\n    }\n}\n',
    )
  })

  test('every line has the origins of its node', () => {
    const { text, provenance } = print([block('server', [], [directive('listen', ['80'], ['/x'])], ['/y'])])
    expect(text.split('\n').length - 1).toBe(provenance.length)
    expect(provenance).toEqual([['/y'], ['/x'], ['/y']])
  })

  test.each([
    ['', '""'],
    ['a b', '"a b"'],
    ['a;b', '"a;b"'],
    ['{', '"{"'],
    ['#x', '"#x"'],
    ['a"b', `'a"b'`],
    [`a"b'c`, `"a\\"b'c"`],
    ['a\\b', '"a\\\\b"'],
    ['a\nb', '"a\\nb"'],
    ['$host', '$host'],
  ])('the word %j is written %s', (word, written) => {
    expect(quoteWord(word)).toBe(written)
  })
})

describe('parse', () => {
  test.each([
    ['a; }', 'a "}" that closes nothing'],
    ['a {', 'the block a is never closed'],
    ['a b', 'the last directive has no ";"'],
    ['a "b;', 'a " that is never closed'],
    ['{ }', 'a "{" with nothing before it'],
    ['a { b }', 'a "}" where a ";" is missing'],
  ])('%j is answered with a problem, not with an exception', (text, message) => {
    expect(parse(text).problems.map((problem) => problem.message)).toContain(message)
  })

  test('a variable in braces opens no block, a quote inside a word is a sign like others', () => {
    expect(parse('return 200 ${a}b"c;').tree).toEqual([directive('return', ['200', '${a}b"c'])])
  })
})

const word = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: fc.constantFrom(...'\\"\'$ {};#\n\r\t}', 'a', '${', '\u202e', '\u00e9'), maxLength: 12 }),
)
const name = fc.oneof(fc.constantFrom('server', 'map', 'default', '\\include'), word)
const leaf = fc.tuple(name, fc.array(word, { maxLength: 4 })).map(([key, words]) => directive(key, words))
const tree = fc.array(
  fc.oneof(
    leaf,
    fc
      .tuple(name, fc.array(word, { maxLength: 3 }), fc.array(leaf, { maxLength: 3 }))
      .map(([key, words, inner]) => block(key, words, inner)),
  ),
  { maxLength: 5 },
)

test(`reading back what was printed gives the same tree (seed ${seed})`, () => {
  fc.assert(
    fc.property(tree, (nodes: Node[]) => {
      const { tree: read, problems } = parse(print(nodes).text)
      expect(problems).toEqual([])
      expect(read).toEqual(withoutOrigins(nodes))
    }),
    { seed, numRuns: 500 },
  )
})

describe('text', () => {
  test('no sign of it is a variable', () => {
    expect(literal('$host ${x} 100$')).toBe('${dollar}host ${dollar}{x} 100${dollar}')
  })

  test('long text is cut into pieces that NGINX takes, none lost, no character split', () => {
    const text = '\u{1f512}"\\$'.repeat(16_384)
    const cut = pieces(text)
    expect(cut.join('')).toBe(text)
    for (const piece of cut) expect(new TextEncoder().encode(quoteWord(piece)).length).toBeLessThan(4095)
  })

  test(`in an expression it matches itself (seed ${seed})`, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
        expect(new RegExp(`^${escapeRegex(text)}$`).exec(text)?.[0]).toBe(text)
      }),
      { seed },
    )
  })
})
