// User text never becomes syntax: whatever a plan holds, the output reads back as the same tree, keeps its shape, and nginx takes it.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anyPlan } from '../../domain-model/arbitrary-hostile-plan'
import { type Plan, planSchema } from '../../domain-model/plan'
import type { Artifact } from '../target'
import { forbiddenText, hostileFrom, poisoned, slotted, withFiles, withHeaders } from '../test-support/hostile-plan'
import { largestPlan } from '../test-support/largest-plan'
import type { Node } from './ast'
import { lower } from './lower'
import { parse, withoutOrigins } from './parse'
import { print } from './print'
import { nginx } from './target'
import { CheckFolder, installedVersion } from './test-support/installed-nginx'

const seed = 20_260_403

test.each(nginx.versions)(
  `for %s, what is printed reads back as the same tree (seed ${seed})`,
  { timeout: 90_000 },
  (version) => {
    fc.assert(
      fc.property(anyPlan(), (plan) => {
        for (const tree of lower(plan, { version }).files.values()) {
          const { text, provenance } = print(tree)
          const { tree: read, problems } = parse(text)
          expect(problems).toEqual([])
          expect(read).toEqual(withoutOrigins(tree))
          expect(provenance).toHaveLength(text.split('\n').length - 1)
        }
      }),
      { seed, numRuns: 30 },
    )
  },
)

/** What means something to nginx.conf, or to whoever reads it. */
const spices = [
  '"',
  "'",
  '\\',
  '#',
  '$',
  '$host',
  '$' + '{host}',
  '$dollar',
  '{',
  '}',
  ';',
  '\t',
  '~',
  '~*',
  '^~',
  '=',
  '@',
  '!',
  '(',
  ')',
  '|',
  '\\"',
  '; }',
  '"; return 200 x; #',
  'default',
  'include /etc/passwd',
  '%2F',
  '%0a',
  '?',
  '<',
  '`',
  'map',
  '*',
]
/** What no plan that passed the schema holds. */
const forbidden = [
  ...forbiddenText,
  '\n}\nhttp { server { listen 8; return 200 stolen; } }\n#',
  '";\n    return 200 "stolen',
]

type Shape = [name: string, words: number, block: Shape | null][]
/** Directives, how many words each has, and what stands in which. Tables of long text come and go with its length. */
const shapeOf = (tree: readonly Node[]): Shape =>
  tree.flatMap(
    (node): Shape =>
      node.kind !== 'directive' || node.words[0]?.startsWith('$edge_text_')
        ? []
        : [[node.name, node.words.length, node.block && shapeOf(node.block)]],
  )
const treesOf = (plan: Plan) => [...lower(plan, { version: nginx.defaultVersion }).files.values()]
const shapesRead = (plan: Plan) => treesOf(plan).map((tree) => shapeOf(parse(print(tree).text).tree))
const tame = shapesRead(slotted('tame'))

test(`header values change no line but their own (seed ${seed})`, { timeout: 90_000 }, () => {
  fc.assert(
    fc.property(hostileFrom(spices), (raw) => {
      const value = raw.replace(/[^\t\x20-\x7e]/g, '').trim() || 'x'
      expect(shapesRead(planSchema.parse(slotted(value)))).toEqual(tame)
    }),
    { seed, numRuns: 200 },
  )
})

test('a value of 64 KB stays one word', () => {
  const plan = slotted(`"'\\ #$%{};`.repeat(6554))
  expect(shapesRead(plan)).toEqual(tame)
  for (const tree of treesOf(plan)) expect(parse(print(tree).text).tree).toEqual(withoutOrigins(tree))
})

test(`text that no schema checked adds no line, and is reported (seed ${seed})`, { timeout: 90_000 }, () => {
  const names = (shape: Shape): string[] => shape.flatMap(([name, , inner]) => [name, ...(inner ? names(inner) : [])])
  const servers = (shapes: Shape[]) => shapes.flatMap(names).filter((name) => name === 'server').length
  fc.assert(
    fc.property(hostileFrom([...spices, ...forbidden]), fc.constantFrom(...forbidden), (text, sure) => {
      const plan = poisoned(slotted('tame'), text + sure)
      const { losses } = lower(plan, { version: nginx.defaultVersion })
      expect(losses.some(({ feature }) => feature === 'characters')).toBe(true)
      const trees = treesOf(plan)
      for (const tree of trees) expect(parse(print(tree).text).tree).toEqual(withoutOrigins(tree))
      // Hosts and paths that are none go, and their lines with them; what stays are directives this target writes.
      const allowed = new Set([...knownDirectives, 'proxy_headers_hash_bucket_size'])
      const directives = trees.flatMap((tree) => directivesOf(parse(print(tree).text).tree))
      expect(directives.filter((name) => !allowed.has(name))).toEqual([])
      expect(servers(shapesRead(plan))).toBeLessThanOrEqual(servers(tame))
    }),
    { seed, numRuns: 120 },
  )
})

/** Names of directives; entries of tables are data. */
function directivesOf(tree: readonly Node[]): string[] {
  return tree.flatMap((node) =>
    node.kind !== 'directive'
      ? []
      : [
          node.name,
          ...(node.block && !['map', 'geo', 'split_clients'].includes(node.name) ? directivesOf(node.block) : []),
        ],
  )
}
const knownDirectives = treesOf(slotted('tame')).flatMap((tree) => directivesOf(parse(print(tree).text).tree))

if (installedVersion === null) {
  describe.skipIf(!process.env.CI)('nginx -t accepts any plan (nginx is not installed)', () => {
    test('is installed', () => expect.fail('CI needs nginx with its stream module: npm test installs them on Debian'))
  })
} else {
  describe(`nginx ${installedVersion}`, () => {
    let folder: CheckFolder
    beforeAll(() => {
      folder = new CheckFolder()
    })
    afterAll(() => folder.remove())
    const complaintOf = (plan: Plan) => folder.complaint(artifactsOf({ ...withFiles(plan), extras: [] }))

    test(`accepts any plan of the schema without a warning (seed ${seed})`, { timeout: 90_000 }, () => {
      fc.assert(
        fc.property(anyPlan(), (plan) => {
          expect(complaintOf(plan)).toBeNull()
        }),
        { seed, numRuns: 30, interruptAfterTimeLimit: 45_000 },
      )
    })

    test(`accepts text that no schema checked (seed ${seed})`, { timeout: 90_000 }, () => {
      fc.assert(
        fc.property(hostileFrom([...spices, ...forbidden]), (text) => {
          expect(complaintOf(poisoned(slotted('tame'), text))).toBeNull()
        }),
        { seed, numRuns: 15, interruptAfterTimeLimit: 45_000 },
      )
    })

    test('accepts header names of every length, and hundreds of them', () => {
      const headers = Object.fromEntries(
        Array.from({ length: 300 }, (_, index) => [
          `X-${index}-`.padEnd(1 + (index % 128), 'n').replace(/-$/, ''),
          'v',
        ]),
      )
      expect(complaintOf(withHeaders(headers))).toBeNull()
    })

    test('accepts lists of hundreds and texts as long as the schema takes', { timeout: 60_000 }, () => {
      expect(complaintOf(largestPlan(250))).toBeNull()
    })

    test('accepts a value of 64 KB', () => {
      expect(complaintOf(slotted(`"'\\ #$%{};`.repeat(6554)))).toBeNull()
    })
  })
}

function artifactsOf(plan: Plan): Artifact[] {
  return nginx.emit(plan, { version: nginx.defaultVersion }).artifacts
}
