import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { checkStructure, renderReport } from './check-structure'

const made: string[] = []
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function tree(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'structure-'))
  made.push(root)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

const lawsBroken = (files: Record<string, string>) => [
  ...new Set(checkStructure(tree(files)).violations.map(({ law }) => law)),
]

const marked = "import 'server-only'\n"

describe('a house in order', () => {
  it('has nothing to report', () => {
    const files = {
      'app/page.tsx': "import { Card } from '@/components/ui/card'\nexport default Card",
      'components/ui/card.tsx':
        "import type { Plan } from '@/lib/domain-model/plan'\nexport const Card = (_: Plan) => null",
      'lib/domain-model/plan.ts': 'export interface Plan { madeOn: Date }',
      'lib/rules/catalogue/a.ts':
        "import type { Plan } from '../../domain-model/plan'\nexport const a = (_: Plan) => 1",
      'lib/rules/catalogue.ts': "import { a } from './catalogue/a'\nexport const catalogue = [a]",
      'lib/targets/haproxy/target.ts': "import { quote } from '../shared/quote'\nexport const haproxy = quote",
      'lib/targets/shared/quote.ts': 'export const quote = 1',
      'lib/targets/registry.ts': "import { haproxy } from './haproxy/target'\nexport const registry = [haproxy]",
      'lib/store/prisma.ts': `${marked}import '../generated/sqlite/client'\nimport '@prisma/adapter-libsql'`,
      'lib/server/plans-loaders.ts': `${marked}import '../store/prisma'\nimport 'next/headers'`,
      'lib/domain-model/plan.test.ts': "import '../rules/catalogue'\nimport 'node:fs'\nDate.now()",
    }
    expect(renderReport(checkStructure(tree(files)))).toBe('structure: 11 files, 0 problems')
  })
})

describe('each law is caught', () => {
  const pure = { 'lib/domain-model/plan.ts': 'export const plan = 1' }
  const cases: Array<[string, string, Record<string, string>]> = [
    [
      'lib imports a component',
      'floors',
      { 'components/a.ts': '', 'lib/server/x.ts': `${marked}import '../../components/a'` },
    ],
    ['a component imports app', 'floors', { 'app/a.ts': '', 'components/x.ts': "import '@/app/a'" }],
    ['lib imports a script', 'floors', { 'scripts/a.ts': '', 'lib/rules/x.ts': "import '../../scripts/a'" }],
    [
      'the model imports a rule',
      'rooms',
      { ...pure, 'lib/rules/a.ts': '', 'lib/domain-model/x.ts': "import '../rules/a'" },
    ],
    ['a rule imports a target', 'rooms', { 'lib/targets/a.ts': '', 'lib/rules/x.ts': "import '../targets/a'" }],
    [
      'type imports count',
      'rooms',
      { 'lib/rules/a.ts': '', 'lib/diagnostics/x.ts': "import type { A } from '../rules/a'" },
    ],
    ['import types count', 'rooms', { 'lib/rules/a.ts': '', 'lib/diagnostics/x.ts': "let a: import('../rules/a').A" }],
    ['dynamic imports count', 'rooms', { 'lib/rules/a.ts': '', 'lib/diagnostics/x.ts': "await import('../rules/a')" }],
    [
      'the store imports the server',
      'rooms',
      { 'lib/server/a.ts': marked, 'lib/store/x.ts': `${marked}import '../server/a'` },
    ],
    [
      'a target imports a target',
      'siblings',
      { 'lib/targets/a/print.ts': '', 'lib/targets/b/print.ts': "import '../a/print'" },
    ],
    [
      'a rule imports a rule',
      'siblings',
      { 'lib/rules/catalogue/a.ts': '', 'lib/rules/catalogue/b.ts': "import './a'" },
    ],
    [
      'shared code imports a target',
      'siblings',
      { 'lib/targets/a/x.ts': '', 'lib/targets/shared/y.ts': "import '../a/x'" },
    ],
    [
      'a component imports the store',
      'components',
      { 'lib/store/a.ts': marked, 'components/x.ts': "import '@/lib/store/a'" },
    ],
    ['a built-in in the model', 'purity', { 'lib/domain-model/x.ts': "import { readFileSync } from 'node:fs'" }],
    ['a bare built-in in a target', 'purity', { 'lib/targets/x.ts': "import 'crypto'" }],
    ['the clock in a rule', 'purity', { 'lib/rules/x.ts': 'export const a = new Date()' }],
    ['Date.now', 'purity', { 'lib/review/x.ts': 'export const a = Date.now()' }],
    ['chance', 'purity', { 'lib/diagnostics/x.ts': 'export const a = Math.random()' }],
    ['the environment', 'purity', { 'lib/targets/x.ts': "export const a = process.env['A']" }],
    ['Prisma outside the store', 'prisma', { 'lib/server/x.ts': `${marked}import '@prisma/client'` }],
    ['the generated client in a page', 'prisma', { 'app/x.ts': "import '@/lib/generated/sqlite/client'" }],
    ['headers in the store', 'request', { 'lib/store/x.ts': `${marked}import { headers } from 'next/headers'` }],
    ['headers in a page', 'request', { 'app/x.ts': "import { cookies } from 'next/headers'" }],
    ['the alias inside lib', 'alias', { ...pure, 'lib/rules/x.ts': "import '@/lib/domain-model/plan'" }],
    ['the alias inside a test of lib', 'alias', { ...pure, 'lib/rules/x.test.ts': "import '@/lib/domain-model/plan'" }],
    ['a relative path across floors', 'alias', { ...pure, 'app/x.ts': "import '../lib/domain-model/plan'" }],
    ['a re-export', 're-export', { ...pure, 'lib/domain-model/x.ts': "export { plan } from './plan'" }],
    ['a barrel', 'file-name', { 'lib/rules/index.ts': '' }],
    ['a drawer', 'file-name', { 'components/ui/utils.ts': '' }],
    ['a name in camel case', 'file-name', { 'lib/rules/runRules.ts': '' }],
    ['an unknown room', 'layout', { 'lib/misc/x.ts': '' }],
    ['a loose file', 'layout', { 'lib/x.ts': '' }],
    ['no server-only marker', 'server-only', { 'lib/store/x.ts': '' }],
    ['a circle', 'cycle', { 'lib/rules/a.ts': "import './b'", 'lib/rules/b.ts': "import type { A } from './a'" }],
  ]
  it.each(cases)('%s', (_name, law, files) => {
    expect(lawsBroken(files)).toEqual([law])
  })
})

it('names the whole circle, once', () => {
  const { violations } = checkStructure(
    tree({
      'lib/rules/a.ts': "import './b'",
      'lib/rules/b.ts': "import './c'",
      'lib/rules/c.ts': "import './a'",
    }),
  )
  expect(violations.map(({ found }) => found)).toEqual([
    'is on a circle of imports: lib/rules/a.ts → lib/rules/b.ts → lib/rules/c.ts → lib/rules/a.ts',
  ])
})

it('says the place, the allowed forms and the way out', () => {
  const report = renderReport(
    checkStructure(tree({ 'lib/targets/a.ts': '', 'lib/rules/x.ts': "\nimport '../targets/a'" })),
  )
  expect(report).toContain('lib/rules/x.ts:2 imports ../targets/a  [rooms]')
  expect(report).toContain('lib/rules may import: diagnostics, domain-model.')
})

it('keeps known offenders as a list that only shrinks', () => {
  const files = { 'lib/rules/x.ts': 'Date.now()' }
  const known = 'purity: lib/rules/x.ts uses Date.now'
  const gone = 'purity: lib/rules/y.ts uses Date.now'
  const report = checkStructure(tree({ ...files, 'scripts/structure/offenders.json': JSON.stringify([known, gone]) }))
  expect(report.violations).toEqual([])
  expect(report.reformed).toEqual([gone])
  expect(renderReport(report)).toContain('this list only shrinks')
})
