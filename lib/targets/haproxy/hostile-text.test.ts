// User text never becomes syntax: whatever a plan holds, the output reads back as the same tree, keeps its shape, and haproxy takes it.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anyPlan } from '../../domain-model/arbitrary-hostile-plan'
import { type Plan, type PlanInput, planSchema } from '../../domain-model/plan'
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
const forbidden = [
  '\n',
  '\r\n',
  '\0',
  '\u2028',
  '\u202e',
  '\u2066',
  '\x1b[2J',
  '\x7f',
  'é',
  '😀',
  '\nbackend stolen\n    server s 192.0.2.66:1',
  '\n*.example.com pass:stolen',
]
/** Built from these parts and a little of anything. */
const hostile = (parts: string[]) =>
  fc
    .array(fc.oneof(fc.constantFrom(...parts), fc.string({ unit: 'binary-ascii', maxLength: 5 })), {
      minLength: 1,
      maxLength: 12,
    })
    .map((list) => list.join(''))

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
    fc.property(hostile(spices), (raw) => {
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
    fc.property(hostile([...spices, ...forbidden]), fc.constantFrom(...forbidden), (text, sure) => {
      const poison = `${text}${sure}`
      const { config, files, losses } = lower(poisoned(slotted('tame'), poison), options)
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
        fc.property(hostile([...spices, ...forbidden]), (text) => {
          expect(complaintOf(folder, withFiles(poisoned(slotted('tame'), text)))).toBeNull()
        }),
        { seed, numRuns: 15, interruptAfterTimeLimit: 30_000 },
      )
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

/** Files in the folder that the check knows to replace. */
function withFiles(plan: Plan): Plan {
  const named = <Item extends { file?: string | undefined }>(items: Item[], kind: string) =>
    items.map((item, index) => ({ ...item, file: `/etc/ssl/edge/${kind}-${index}.pem` }))
  return { ...plan, certificates: named(plan.certificates, 'certificate'), trust: named(plan.trust, 'trust') }
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

/** A plan with a value in every place that takes free text. */
function slotted(value: string): Plan {
  const headers = { set: { 'X-First': value, 'X-Second': `a${value}` } }
  const plan: PlanInput = {
    apiVersion: 'signalbox/v1',
    kind: 'Plan',
    name: 'slots',
    description: value.slice(0, 4000),
    listeners: [
      { name: 'https', port: 443, protocol: 'tls' },
      { name: 'http', port: 80, protocol: 'http' },
    ],
    certificates: [{ name: 'site', hosts: ['*.example.com'], file: '/etc/ssl/edge/site.pem' }],
    trust: [{ name: 'ca', file: '/etc/ssl/edge/ca.pem' }],
    upstreams: [
      { name: 'app', servers: [{ host: 'app.internal', port: 8080 }], health: { kind: 'http', path: '/healthz' } },
    ],
    routes: [
      {
        name: 'app',
        description: value.slice(0, 1000),
        listener: 'https',
        hosts: ['app.example.com'],
        mode: 'terminate',
        certificate: 'site',
        clientAuth: { mode: 'optional', trust: 'ca', identityHeader: 'X-Subject' },
        paths: [
          { path: '/', upstream: 'app', rewrite: { prefix: '/new' } },
          { path: '/v[0-9]', match: 'regex', upstream: 'app' },
        ],
        plainHttp: 'serve',
      },
      {
        name: 'pass',
        listener: 'https',
        hosts: ['*.pass.example.com'],
        mode: 'passthrough',
        upstream: 'app',
        plainHttp: 'closed',
      },
    ],
  }
  const parsed = planSchema.parse({
    ...plan,
    description: undefined,
    routes: plan.routes?.map((route) => ({ ...route, description: undefined })),
  })
  // Past the schema on purpose: it would refuse what is longer than 4 KB.
  return {
    ...parsed,
    routes: parsed.routes.map((route) =>
      route.mode === 'passthrough' ? route : { ...route, requestHeaders: headers, responseHeaders: headers },
    ),
  }
}

/** Text at the end of every string that could reach the output, the same everywhere so that references still meet. */
function poisoned(plan: Plan, poison: string): Plan {
  const fixed = new Set([
    'tls',
    'http',
    'terminate',
    'passthrough',
    'prefix',
    'regex',
    'one',
    'intermediate',
    'reject',
    'round-robin',
    'none',
    'optional',
    'serve',
    'closed',
    'h2',
    'http/1.1',
    'signalbox/v1',
    'Plan',
  ])
  return JSON.parse(JSON.stringify(plan), (key, value) =>
    typeof value === 'string' && !fixed.has(value) && key !== 'file' ? `${value}${poison}` : value,
  ) as Plan
}
