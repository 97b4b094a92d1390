import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Document, parse } from 'yaml'
import { arbitraryPlan } from './arbitrary-plan'
import { planExamples } from './examples/catalogue'
import { financeSaas } from './examples/finance-saas'
import { manyTenants } from './examples/many-tenants'
import { toPointer } from './json-pointer'
import { applyPatch, type PatchOperation } from './patch'
import { parsePlanText, printPlan } from './plan-document'
import { editPlanText } from './plan-edit'

const seed = 20260801

function check(text: string, operations: PatchOperation[], expected: string) {
  const result = editPlanText(text, operations)
  expect(result.ok ? result.text : result.reason).toBe(expected)
}
const cases = (table: [string, string, PatchOperation[], string][]) =>
  it.each(table)('%s', (_, text, operations, expected) => check(text, operations, expected))
const set = (path: string, value: unknown): PatchOperation => ({ op: 'replace', path, value })
const add = (path: string, value: unknown): PatchOperation => ({ op: 'add', path, value })
const remove = (path: string): PatchOperation => ({ op: 'remove', path })

describe('a value', () => {
  cases([
    ['plain', 'a: 1 # one\nb: 2\n', [set('/a', 3)], 'a: 3 # one\nb: 2\n'],
    ['in a flow mapping', 'a: {x: 1,y: 2} # c\n', [set('/a/y', 'z')], 'a: {x: 1,y: z} # c\n'],
    ['in a flow list', 'a: [x,  y]\n', [set('/a/0', 'z')], 'a: [z,  y]\n'],
    ['keeps double quotes', 'a: "x"\n', [set('/a', 'y')], 'a: "y"\n'],
    ['keeps single quotes', "a: 'x'\n", [set('/a', "it's")], "a: 'it''s'\n"],
    ['number to text', 'a: 1\n', [set('/a', '1')], 'a: "1"\n'],
    ['text to number', 'a: "x"\n', [set('/a', 1)], 'a: 1\n'],
    ['to true', 'a: x\n', [set('/a', true)], 'a: true\n'],
    ['to null', 'a: x\n', [set('/a', null)], 'a: null\n'],
    ['where none was', 'a: # empty\nb: 1\n', [set('/a', 'x')], 'a: x # empty\nb: 1\n'],
    ['where none was, in a list', 'a:\n  -\n  - b\n', [set('/a/0', 'x')], 'a:\n  - x\n  - b\n'],
    ['over two lines', 'a: one\n  two\nb: 1\n', [set('/a', 'x')], 'a: x\nb: 1\n'],
    ['to two lines', 'a: x\nb: 1\n', [set('/a', 'one\ntwo\n')], 'a: |\n  one\n  two\nb: 1\n'],
    ['a block text', 'a: |\n  one\n  two\nb: 1\n', [set('/a', 'one\nthree\n')], 'a: |\n  one\n  three\nb: 1\n'],
    ['a folded text', 'a: >\n  one\n  two\nb: 1\n', [set('/a', 'x')], 'a: x\nb: 1\n'],
    ['to a short mapping', 'a: reject\nb: 1\n', [set('/a', { route: 'x' })], 'a: { route: x }\nb: 1\n'],
    ['from a mapping', 'a: { route: x } # c\nb: 1\n', [set('/a', 'reject')], 'a: reject # c\nb: 1\n'],
    ['from a block list', 'a:\n  - x\n  - y\nb: 1\n', [set('/a', 'z')], 'a: z\nb: 1\n'],
    ['with CRLF', 'a: 1\r\nb: 2\r\n', [set('/b', 'x\ny\n')], 'a: 1\r\nb: |\r\n  x\r\n  y\r\n'],
    ['without final newline', 'a: 1\nb: 2', [set('/b', 3)], 'a: 1\nb: 3'],
    ['the same: not a byte', 'a:   [ 1,2 ]\n', [set('/a', [1, 2])], 'a:   [ 1,2 ]\n'],
    [
      'a whole list: only what differs',
      'a:\n  - x # first\n  - y # second\n',
      [set('/a', ['x', 'z'])],
      'a:\n  - x # first\n  - z # second\n',
    ],
    [
      'a whole mapping: only what differs',
      'a:\n  x: 1 # c\n  y: 2\n',
      [set('/a', { x: 1, z: 3 })],
      'a:\n  x: 1 # c\n  z: 3\n',
    ],
  ])

  it.each<[string, string]>([
    ['yes', '"yes"'],
    ['no', '"no"'],
    ['on', '"on"'],
    ['y', '"y"'],
    ['null', '"null"'],
    ['~', '"~"'],
    ['true', '"true"'],
    ['1e3', '"1e3"'],
    ['0x1b', '"0x1b"'],
    ['017', '"017"'],
    ['1:30', '"1:30"'],
    ['2001-12-14', '"2001-12-14"'],
    ['.inf', '".inf"'],
    ['', '""'],
    ['a: b', '"a: b"'],
    ['a #b', '"a #b"'],
    ['#a', '"#a"'],
    ['*.example.com', '"*.example.com"'],
    ['*', '"*"'],
    ['@x', '"@x"'],
    ['`x', '"`x"'],
    ['%x', '"%x"'],
    ['&x', '"&x"'],
    ['!x', '"!x"'],
    ['- x', '"- x"'],
    ['? x', '"? x"'],
    ['[x', '"[x"'],
    ['{x', '"{x"'],
    ['x:', '"x:"'],
    [' x', '" x"'],
    ['x ', '"x "'],
    ['a\tb', 'a\tb'],
    ['10.0.0.0/8', '10.0.0.0/8'],
    ['/v1/', '/v1/'],
  ])('%j is written %s, alone and in a flow list', (value, written) => {
    const alone = editPlanText('a: x\n', [set('/a', value)])
    expect(alone).toMatchObject({ ok: true })
    if (alone.ok) expect(alone.text.replaceAll("'", '"')).toBe(`a: ${written}\n`)
    const listed = editPlanText('a: [x, y]\n', [set('/a/0', value)])
    expect(listed.ok && parse(listed.text)).toEqual({ a: [value, 'y'] })
  })
})

describe('a list item', () => {
  cases([
    [
      'behind the last',
      'a:\n  - x\n  - y # last\nb: 1\n',
      [add('/a/-', 'z')],
      'a:\n  - x\n  - y # last\n  - z\nb: 1\n',
    ],
    ['at an index', 'a:\n  - x\n  - y\n', [add('/a/1', 'z')], 'a:\n  - x\n  - z\n  - y\n'],
    [
      'above the comment of the next',
      'a:\n  - x\n  # about y\n  - y\n',
      [add('/a/1', 'z')],
      'a:\n  - x\n  - z\n  # about y\n  - y\n',
    ],
    ['at the top', 'a:\n  - x\n', [add('/a/0', 'z')], 'a:\n  - z\n  - x\n'],
    ['at the margin', 'a:\n- x\nb: 1\n', [add('/a/-', 'z')], 'a:\n- x\n- z\nb: 1\n'],
    [
      'a mapping',
      'a:\n  - name: x\n    n: 1\n',
      [add('/a/-', { name: 'w', l: [1] })],
      'a:\n  - name: x\n    n: 1\n  - name: w\n    l:\n      - 1\n',
    ],
    [
      'a mapping among flow mappings',
      'a:\n  - { name: x }\n',
      [add('/a/-', { name: 'w', m: 1 })],
      'a:\n  - { name: x }\n  - { name: w, m: 1 }\n',
    ],
    [
      'with a blank line where there are some',
      'a:\n  - name: x\n\n  - name: y\n\nb: 1\n',
      [add('/a/-', { name: 'z' })],
      'a:\n  - name: x\n\n  - name: y\n\n  - name: z\n\nb: 1\n',
    ],
    ['in a flow list', 'a: [x, y] # c\n', [add('/a/-', 'z')], 'a: [x, y, z] # c\n'],
    ['at the top of a flow list', 'a: [x, y]\n', [add('/a/0', 'z')], 'a: [z, x, y]\n'],
    ['in an empty list', 'a: []\n', [add('/a/-', 'z')], 'a: [z]\n'],
    ['in a list over lines', 'a: [\n  x, # c\n  y # d\n]\n', [add('/a/-', 'z')], 'a: [\n  x, # c\n  y, # d\n  z\n]\n'],
    ['behind a trailing comma', 'a: [x, y,]\n', [add('/a/-', 'z')], 'a: [x, y, z,]\n'],
    ['where no list is', 'a: 1\n', [add('/b/-', 'x')], 'a: 1\nb:\n  - x\n'],
    ['where the list is empty text', 'a:\nb: 1\n', [add('/a/-', 'x')], 'a:\n  - x\nb: 1\n'],
    ['behind a block text', 'a:\n  - |\n    x\n\nb: 1\n', [add('/a/-', 'z')], 'a:\n  - |\n    x\n  - z\n\nb: 1\n'],
    ['without final newline', 'a:\n  - x', [add('/a/-', 'z')], 'a:\n  - x\n  - z'],
    ['with CRLF', 'a:\r\n  - x\r\n', [add('/a/-', { o: 1, m: 2 })], 'a:\r\n  - x\r\n  - o: 1\r\n    m: 2\r\n'],
    ['removed', 'a:\n  - x\n  - y\n  - z\n', [remove('/a/1')], 'a:\n  - x\n  - z\n'],
    [
      'removed with its own comments',
      'a:\n  - x # of x\n  # about y\n  - y # of y\n    # more of y\n  # about z\n  - z # of z\n',
      [remove('/a/1')],
      'a:\n  - x # of x\n  # about z\n  - z # of z\n',
    ],
    [
      'removed, the last',
      'a:\n  - x # of x\n  - y # of y\nb: 1 # of b\n',
      [remove('/a/1')],
      'a:\n  - x # of x\nb: 1 # of b\n',
    ],
    ['removed, the only one', 'a:\n  - x\nb: 1\n', [remove('/a/0')], 'a: []\nb: 1\n'],
    ['removed with one of its blank lines', 'a:\n  - x\n\n  - y\n\n  - z\n', [remove('/a/1')], 'a:\n  - x\n\n  - z\n'],
    ['removed from a flow list', 'a: [x, y, z]\n', [remove('/a/1')], 'a: [x, z]\n'],
    ['removed from a flow list, the first', 'a: [x, y]\n', [remove('/a/0')], 'a: [y]\n'],
    ['removed from a flow list, the last', 'a: [x, y]\n', [remove('/a/1')], 'a: [x]\n'],
    ['removed from a flow list, the only one', 'a: [ x ]\n', [remove('/a/0')], 'a: []\n'],
    [
      'removed from a list over lines',
      'a: [\n  x, # of x\n  y, # of y\n  z # of z\n]\n',
      [remove('/a/1')],
      'a: [\n  x, # of x\n  z # of z\n]\n',
    ],
    [
      'removed from a list over lines, the last',
      'a: [\n  x, # of x\n  y # of y\n]\n',
      [remove('/a/1')],
      'a: [\n  x # of x\n]\n',
    ],
    ['several at once', 'a: [1, 2, 3, 4]\n', [remove('/a/3'), remove('/a/0'), add('/a/-', 5)], 'a: [2, 3, 5]\n'],
    ['of a list in a list', 'a:\n  - - 1\n    - 2\n', [add('/a/0/-', 3)], 'a:\n  - - 1\n    - 2\n    - 3\n'],
  ])
})

describe('a member', () => {
  cases([
    ['at the end of a block mapping', 'a:\n  x: 1 # c\nb: 1\n', [add('/a/w', 2)], 'a:\n  x: 1 # c\n  w: 2\nb: 1\n'],
    [
      'at the end of an item',
      'a:\n  - x: 1\n    l:\n      - 1 # c\n  - x: 2\n',
      [add('/a/0/w', [2])],
      'a:\n  - x: 1\n    l:\n      - 1 # c\n    w:\n      - 2\n  - x: 2\n',
    ],
    ['in a flow mapping', 'a: { x: 1 }\n', [add('/a/w', [2, 'z'])], 'a: { x: 1, w: [ 2, z ] }\n'],
    ['in an empty mapping', 'a: {}\n', [add('/a/w', 2)], 'a: { w: 2 }\n'],
    [
      'plain, at the top: among the plain ones',
      'n: 1\n# list\na:\n  - x\n',
      [add('/d', 'text')],
      'n: 1\nd: text\n# list\na:\n  - x\n',
    ],
    ['a list, at the top: at the end', 'n: 1\na:\n  - x\n', [add('/l', ['w'])], 'n: 1\na:\n  - x\nl:\n  - w\n'],
    ['with mappings made around it', 'a:\n  x: 1\n', [add('/a/b/c', 2)], 'a:\n  x: 1\n  b:\n    c: 2\n'],
    ['with a key that needs quotes', 'a: { x: 1 }\n', [add('/a/y: z', 2)], 'a: { x: 1, "y: z": 2 }\n'],
    ['removed', 'a: 1\n# about b\nb: 2 # of b\nc: 3 # of c\n', [remove('/b')], 'a: 1\nc: 3 # of c\n'],
    ['removed, a block', 'a:\n  x:\n    - 1\n    # of x\n  y: 2\n', [remove('/a/x')], 'a:\n  y: 2\n'],
    [
      'removed, the first behind a dash',
      'a:\n  - x: 1 # of x\n    y: 2 # of y\n',
      [remove('/a/0/x')],
      'a:\n  - y: 2 # of y\n',
    ],
    ['removed, the only one', 'a:\n  x: 1\nb: 2\n', [remove('/a/x')], 'a: {}\nb: 2\n'],
    ['removed from a flow mapping', 'a: { x: 1, y: 2 }\n', [remove('/a/x')], 'a: { y: 2 }\n'],
    ['removed from a flow mapping, the last', 'a: { x: 1, y: 2 }\n', [remove('/a/y')], 'a: { x: 1 }\n'],
  ])
})

describe('JSON', () => {
  const json = '{\n    "a": [\n        "x",\n        "y"\n    ],\n    "b": { "c": 1 }\n}\n'
  cases([
    ['a value', json, [set('/a/0', 'z')], json.replace('"x"', '"z"')],
    ['a value that YAML would quote', json, [set('/a/0', 'yes')], json.replace('"x"', '"yes"')],
    ['an item', json, [add('/a/-', 'z')], json.replace('"y"\n', '"y",\n        "z"\n')],
    [
      'a mapping as item',
      json,
      [add('/a/-', { d: 1 })],
      json.replace('"y"\n', '"y",\n        {\n            "d": 1\n        }\n'),
    ],
    ['a member', json, [add('/b/d', 2)], json.replace('1 }', '1, "d": 2 }')],
    ['a member at the top', json, [add('/e', true)], json.replace('1 }\n', '1 },\n    "e": true\n')],
    ['an item removed', json, [remove('/a/1')], json.replace('"x",\n        "y"', '"x"')],
    ['a member removed', json, [remove('/a')], '{\n    "b": { "c": 1 }\n}\n'],
    ['in one line', '{"a":1,"b":[1,2]}', [set('/a', 2), remove('/b/0')], '{"a":2,"b":[2]}'],
  ])
})

describe('refused, with nothing changed', () => {
  const refused = (text: string, operations: PatchOperation[], reason: RegExp) => {
    const result = editPlanText(text, operations)
    expect(result).toMatchObject({ ok: false, reason: expect.stringMatching(reason) })
  }
  it.each<[string, string, PatchOperation[], RegExp]>([
    ['the whole document', 'a: 1\n', [set('', {})], /whole document/],
    ['no pointer', 'a: 1\n', [set('a', 1)], /no JSON pointer/],
    ['a missing member', 'a: 1\n', [set('/b', 1)], /does not exist/],
    ['a missing item', 'a: [1]\n', [remove('/a/1')], /does not exist/],
    ['an index beyond', 'a: [1]\n', [add('/a/2', 1)], /does not exist/],
    ['an index with zeros', 'a: [1]\n', [set('/a/00', 1)], /no place in the list/],
    ['below a value', 'a: 1\n', [add('/a/b', 1)], /no parent/],
    ['a text that cannot be read', 'a: [\n', [set('/a', 1)], /cannot be read/],
    ['an alias', 'a: &x 1\nb: *x\n', [set('/a', 1)], /cannot be read/],
    ['the second of two operations', 'a: 1\n', [set('/a', 2), remove('/b')], /does not exist/],
    ['the prototype', 'a: 1\n', [add('/__proto__', 1)], /no place in a document/],
  ])('%s', (_, text, operations, reason) => refused(text, operations, reason))
})

// Properties

const text = fc.oneof(
  fc.constantFrom(...planExamples.slice(0, 4).map((example) => example.text())),
  fc.tuple(arbitraryPlan({ routesMax: 4 }), fc.nat(4)).map(([plan, style]) => {
    const printed = printPlan(plan)
    if (style === 1) return JSON.stringify(plan, null, 3)
    if (style === 2) return new Document(plan).toString({ indentSeq: false, lineWidth: 0 })
    if (style === 3) return printed.replaceAll('\n', ' # c\n').replaceAll(/^( *)(?=- )/gm, '$1# above\n$1')
    if (style === 4) return `# head\n${printed.replaceAll('\n', '\r\n')}`
    return printed
  }),
  fc.constantFrom(
    'a: [1, {b: 2, c: [ ]}, "x"]\nd:\n  - - 1\n    - 2\n  - e: |\n      text\n\n    f: >-\n      folded\n      more\n  -\n# end\n',
    'a:\n- b: 1\n\n  c: 2\n\n# between\n- b: 2\n...\n',
    '---\n"a b": {x: [\n  1, # one\n  2  # two\n ], y: }\nz: "multi\n  line"\n',
  ),
)
const values = fc.oneof(
  fc.constantFrom<unknown>(
    'x',
    'yes',
    '*.example.com',
    'a: b # c',
    '',
    ' ',
    'two\nlines\n',
    'two\nlines',
    '\n',
    "it's",
    '"',
    7,
    -0.5,
    true,
    null,
    [],
    {},
    ['p', ['q']],
    { k: 'v', l: [1, { m: 2 }] },
    { 'odd: key': 1 },
  ),
  fc.string({ maxLength: 12 }),
)

/** A patch operation that fits the data, chosen by numbers so that it shrinks. */
function operationFor(data: unknown, [where, kind, value]: [number, number, unknown]): PatchOperation {
  const places = placesOf(data)
  const place = places[where % places.length] as { path: string[]; isItem: boolean; isList: boolean; isMap: boolean }
  const path = toPointer(place.path)
  if (place.isList && kind % 4 === 0) return { op: 'add', path: `${path}/-`, value }
  if (place.isMap && kind % 4 === 0) return { op: 'add', path: `${path}/new`, value }
  if (place.path.length === 0) return { op: 'add', path: '/top', value }
  if (kind % 4 === 1) return { op: 'remove', path }
  if (place.isItem && kind % 4 === 2) return { op: 'add', path, value }
  return { op: 'replace', path, value }
}

function placesOf(
  value: unknown,
  path: string[] = [],
  isItem = false,
): { path: string[]; isItem: boolean; isList: boolean; isMap: boolean }[] {
  const isList = Array.isArray(value)
  const isMap = typeof value === 'object' && value !== null && !isList
  const own = { path, isItem, isList, isMap }
  return [
    own,
    ...(isList || isMap
      ? Object.entries(value as object).flatMap(([key, item]) => placesOf(item, [...path, key], isList))
      : []),
  ]
}

describe('any patch of any text', () => {
  const choice = fc.tuple(fc.nat(10_000), fc.nat(3), values)
  it('reads back as exactly the patched data', () => {
    fc.assert(
      fc.property(text, fc.array(choice, { minLength: 1, maxLength: 3 }), (source, choices) => {
        let data: unknown = parse(source)
        const operations: PatchOperation[] = []
        for (const each of choices) {
          const operation = operationFor(data, each)
          const patched = applyPatch(data, [operation])
          if (!patched.ok) continue
          operations.push(operation)
          data = patched.data
        }
        const result = editPlanText(source, operations)
        expect(result, JSON.stringify(operations)).toMatchObject({ ok: true })
        if (!result.ok) return
        expect(parse(result.text)).toEqual(data)
        if (source.startsWith('{')) expect(JSON.parse(result.text)).toEqual(data)
      }),
      { seed, numRuns: 250, interruptAfterTimeLimit: 8_000 },
    )
  })

  it('leaves every line alone that belongs to nothing it touches', () => {
    let untouched = 0
    fc.assert(
      fc.property(text, choice, (source, each) => {
        const data: unknown = parse(source)
        const operation = operationFor(data, each)
        const result = editPlanText(source, [operation])
        if (!result.ok || (source.includes('#') && operation.op === 'remove')) return
        // Lines of the top-level members that the patch does not name must be there, byte for byte.
        const key = operation.path.split('/')[1] ?? ''
        for (const block of source.replace('...\n', '').split(/^(?=[A-Za-z"])/m)) {
          if (!/^[A-Za-z]+:/.test(block) || block.startsWith(`${key}:`)) continue
          untouched++
          expect(result.text, JSON.stringify(operation)).toContain(block.trimEnd())
        }
      }),
      { seed, numRuns: 250, interruptAfterTimeLimit: 8_000 },
    )
    expect(untouched).toBeGreaterThan(200)
  })

  it('a value put back gives back the same bytes', () => {
    fc.assert(
      fc.property(text, fc.nat(10_000), (source, where) => {
        const leaves = placesOf(parse(source)).filter((place) => !place.isList && !place.isMap && place.path.length > 0)
        const leaf = leaves[where % leaves.length]
        if (!leaf || /[|>]|multi/.test(source)) return
        const path = toPointer(leaf.path)
        const value = leaf.path.reduce<unknown>(
          (holder, key) => (holder as Record<string, unknown>)[key],
          parse(source),
        )
        // Numbers and words may have been written otherwise (0x1bb, ~); text keeps its quotes.
        if (typeof value !== 'string' || value === '') return
        const there = editPlanText(source, [{ op: 'replace', path, value: `${value}x` }])
        expect(there.ok).toBe(true)
        const back = there.ok ? editPlanText(there.text, [{ op: 'replace', path, value }]) : there
        expect(back).toEqual({ ok: true, text: source })
      }),
      { seed, numRuns: 100, interruptAfterTimeLimit: 5_000 },
    )
  })
})

describe('a hand-written plan', () => {
  it('keeps all other lines when one host changes', () => {
    const result = editPlanText(financeSaas, [set('/routes/0/hosts/0', 'other.example.com')])
    const before = financeSaas.split('\n')
    const after = result.ok ? result.text.split('\n') : []
    expect(after).toHaveLength(before.length)
    expect(after.filter((line, index) => line !== before[index])).toEqual(['    hosts: [other.example.com]'])
  })

  it('loses several routes at once, and each of the others keeps its remark', () => {
    const remarked = (names: string[]) =>
      `name: shop\nroutes:\n${names.map((name) => `  # about ${name}\n  - name: ${name}\n    hosts: [${name}.test] # ${name}\n`).join('')}`
    const source = remarked(['a', 'b', 'c', 'd', 'e'])
    const without = (...indexes: number[]) => {
      const result = editPlanText(
        source,
        indexes.map((index) => remove(`/routes/${index}`)),
      )
      return result.ok ? result.text : result.reason
    }
    expect(without(4, 2, 1)).toBe(remarked(['a', 'd']))
    expect(without(3, 0)).toBe(remarked(['b', 'c', 'e']))
    // In the other order each index means what the step before has left.
    expect(without(1, 1, 1)).toBe(remarked(['a', 'e']))
    expect(without(4, 3, 2, 1, 0)).toContain('routes: []')
  })

  it('takes copies beside several routes at once', () => {
    const source = 'routes:\n  - name: a # first\n  - name: b\n  - name: c\n'
    const result = editPlanText(source, [add('/routes/3', { name: 'c-2' }), add('/routes/1', { name: 'a-2' })])
    expect(result).toEqual({
      ok: true,
      text: 'routes:\n  - name: a # first\n  - name: a-2\n  - name: b\n  - name: c\n  - name: c-2\n',
    })
  })

  it('of ten thousand routes is edited without reading it again', () => {
    const source = manyTenants(2000)
    parsePlanText(source)
    const result = editPlanText(source, [
      set('/routes/1500/hosts/0', 'other.example.com'),
      remove('/routes/3'),
      add('/routes/-', { name: 'x' }),
      add('/namespace', 'edge'),
    ])
    expect(result).toMatchObject({ ok: true })
    expect(result.ok && result.text.length).toBeLessThan(source.length + 100)
  })
})
