// User text never becomes syntax: whatever a plan holds, the output reads back as the same tree, keeps its shape, and haproxy takes it.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anyPlan } from '../../domain-model/arbitrary-hostile-plan'
import { type Plan, planSchema } from '../../domain-model/plan'
import { forbiddenText, hostileFrom, poisoned, slotted, withFiles, withHeaders } from '../test-support/hostile-plan'
import { largestPlan } from '../test-support/largest-plan'
import type { ConfigTree } from './ast'
import { lower } from './lower'
import { parseConfig } from './parse'
import { printConfig, printList } from './print'
import { CheckFolder, installedVersion } from './test-support/installed-haproxy'

const seed = 20_260_401
const options = { version: '2.6' }

test(`what is printed reads back as the same tree (seed ${seed})`, { timeout: 90_000 }, () => {
  fc.assert(
    fc.property(anyPlan(), (plan) => {
      const { config, files } = lower(plan, options)
      const { text, provenance } = printConfig(config, 'haproxy.cfg')
      expect(parseConfig(text)).toEqual(withoutProvenance(config))
      expect(provenance).toHaveLength(text.split('\n').length - 1)
      for (const file of files)
        for (const { text: line } of file.lines) expect(line).toMatch(/^[\x21-\x7e]+(?: [\x20-\x7e]+)?$/)
    }),
    { seed, numRuns: 120 },
  )
})

/** What means something to haproxy.cfg, maps or certificate lists, or to whoever reads them. */
const spices = [
  '"',
  "'",
  '\\',
  '#',
  '$',
  '$HOME',
  '$' + '{HOME}',
  '%',
  '%[src]',
  '%%',
  '{',
  '}',
  ' }',
  '||',
  ' if { always_true }',
  ';',
  '|',
  '`',
  '\t',
  ' -f /etc/passwd',
  '--',
  '!',
  '(',
  ')',
  ',',
  '%0a',
  'str(x)',
]
/** What no plan that passed the schema holds. */
const forbidden = [...forbiddenText, '\nbackend stolen\n    server s 192.0.2.66:1', '\n*.example.com pass:stolen']

const shapeOf = ({ sections }: ConfigTree) =>
  sections.map(({ keyword, name, lines }) => [
    keyword,
    name,
    ...lines.map((line) => (line.kind === 'directive' ? line.words[0] : line.kind)),
  ])
const wordsPerLine = (text: string) => text.split('\n').map((line) => line.split(' ').length)
const tameFiles = lower(slotted('tame'), options).files.map((file) => wordsPerLine(printList(file).text))
const tame = shapeOf(lower(slotted('tame'), options).config)

test(`header values change no line but their own (seed ${seed})`, { timeout: 90_000 }, () => {
  fc.assert(
    fc.property(hostileFrom(spices), (raw) => {
      const value = raw.replace(/[^\t\x20-\x7e]/g, '').trim() || 'x'
      const { config } = lower(planSchema.parse(slotted(value)), options)
      const read = parseConfig(printConfig(config, 'haproxy.cfg').text)
      expect(shapeOf(read)).toEqual(tame)
      expect(read).toEqual(withoutProvenance(config))
    }),
    { seed, numRuns: 200 },
  )
})

test('a value of 64 KB stays one word', () => {
  const value = `"'\\ #$%{}`.repeat(6554)
  const { config } = lower(slotted(value), options)
  const read = parseConfig(printConfig(config, 'haproxy.cfg').text)
  expect(shapeOf(read)).toEqual(tame)
  expect(read).toEqual(withoutProvenance(config))
})

test(`text that no schema checked adds no line, and is reported (seed ${seed})`, { timeout: 90_000 }, () => {
  fc.assert(
    fc.property(hostileFrom([...spices, ...forbidden]), fc.constantFrom(...forbidden), (text, sure) => {
      const poison = `${text}${sure}`
      const { config, files, losses } = lower(poisoned(slotted('tame'), poison, ['file']), options)
      const read = parseConfig(printConfig(config, 'haproxy.cfg').text)
      expect(read).toEqual(withoutProvenance(config))
      // Names differ by what was stripped; lines may go (an expression that is none), never come.
      const [before, after] = [tame, shapeOf(read)].map((shape) =>
        shape.map(([keyword, , ...lines]) => [keyword, ...lines]),
      )
      expect(after).toHaveLength(before?.length ?? 0)
      for (const [index, lines] of (after ?? []).entries())
        expect(isSubsequence(lines, before?.[index] ?? []), JSON.stringify(lines)).toBe(true)
      // Maps and certificate lists have no quotes: as many lines, and words on each, as before.
      expect(files.map((file) => wordsPerLine(printList(file).text))).toEqual(tameFiles)
      expect(losses.some(({ feature }) => feature === 'characters')).toBe(true)
    }),
    { seed, numRuns: 120 },
  )
})

if (installedVersion === null) {
  describe.skipIf(!process.env.CI)('haproxy -c accepts any plan (haproxy is not installed)', () => {
    test('is installed', () => expect.fail('CI needs haproxy: npm test installs it on Debian'))
  })
} else {
  describe(`haproxy ${installedVersion}`, () => {
    let folder: CheckFolder
    beforeAll(() => {
      folder = new CheckFolder()
    })
    afterAll(() => folder.remove())

    test(`accepts any plan of the schema without a warning (seed ${seed})`, { timeout: 60_000 }, () => {
      fc.assert(
        fc.property(anyPlan(), (plan) => {
          expect(complaintOf(folder, withFiles({ ...plan, extras: [] }))).toBeNull()
        }),
        { seed, numRuns: 30, interruptAfterTimeLimit: 30_000 },
      )
    })

    test(`accepts text that no schema checked (seed ${seed})`, { timeout: 60_000 }, () => {
      fc.assert(
        fc.property(hostileFrom([...spices, ...forbidden]), (text) => {
          expect(complaintOf(folder, withFiles(poisoned(slotted('tame'), text, ['file'])))).toBeNull()
        }),
        { seed, numRuns: 15, interruptAfterTimeLimit: 30_000 },
      )
    })

    test('accepts header names of every length, and hundreds of them', () => {
      const headers = Object.fromEntries(
        Array.from({ length: 300 }, (_, index) => [
          `X-${index}-`.padEnd(1 + (index % 128), 'n').replace(/-$/, ''),
          'v',
        ]),
      )
      expect(complaintOf(folder, withHeaders(headers))).toBeNull()
    })

    test('accepts lists of hundreds and texts as long as the schema takes', { timeout: 60_000 }, () => {
      expect(complaintOf(folder, largestPlan(250))).toBeNull()
    })

    test('accepts a value of 64 KB', () => {
      expect(complaintOf(folder, slotted(`"'\\ #$%{}`.repeat(6554)))).toBeNull()
    })
  })
}

function complaintOf(folder: CheckFolder, plan: Plan): string | null {
  const { config, files } = lower(plan, options)
  return folder.complaint([printConfig(config, 'haproxy.cfg'), ...files.map(printList)], '/etc/haproxy')
}

const isSubsequence = (part: unknown[], whole: unknown[]): boolean => {
  let at = 0
  for (const item of whole) if (at < part.length && part[at] === item) at++
  return at === part.length
}

function withoutProvenance(tree: ConfigTree): ConfigTree {
  const bare = (lines: ConfigTree['head']) => lines.map((line) => ({ ...line, from: [] }))
  return {
    head: bare(tree.head),
    sections: tree.sections.map((section) => ({ ...section, from: [], lines: bare(section.lines) })),
  }
}
