// The runners themselves write the reports that are read here: a new version of one may write them otherwise.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { printableFailures, readPlaywrightReport, readVitestReport } from './test-reports.mjs'
import { reportFile } from './vitest-reporter.mjs'

let folder = ''
beforeEach(() => {
  // Inside the repository, so that the runners are found.
  mkdirSync('.cache', { recursive: true })
  folder = mkdtempSync(join(process.cwd(), '.cache/test-reports-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const write = (files: Record<string, string>) => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
}

/** As from a shell: what a runner tells its children about itself is not for a runner inside of it. */
function run(program: string, words: string[], more: Record<string, string> = {}) {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|NODE_ENV|TEST|DEV|PROD|MODE|TINYPOOL)/.test(name),
  )
  const env = { ...Object.fromEntries(own), ...more } as unknown as NodeJS.ProcessEnv
  return spawnSync(join(process.cwd(), 'node_modules/.bin', program), words, { cwd: folder, env, encoding: 'utf8' })
}

it('repeats what failed in Vitest, also a file that never came to its first test, and what no test was told of', () => {
  write({
    'vitest.config.mjs': 'export default { test: { include: ["*.check.mjs"] } }',
    'sums.check.mjs': `
      import { beforeAll, describe, expect, it } from 'vitest'
      describe('sums', () => {
        it('holds', () => expect(1 + 1).toBe(2))
        it('does not hold', () => expect({ left: ['sb-1'] }).toMatchObject({ left: [] }))
        it.skip('waits', () => undefined)
      })
      describe('a group', () => {
        beforeAll(() => { throw new Error('no stage') })
        it('is never begun', () => undefined)
      })`,
    'broken.check.mjs': 'throw new Error("no such engine")',
    'late.check.mjs': `
      import { it } from 'vitest'
      it('is over before it goes wrong', () => void Promise.reject(new Error('too late')))`,
  })
  const file = join(folder, 'report.json')
  run('vitest', ['run', `--reporter=${join(process.cwd(), 'scripts/vitest-reporter.mjs')}`], { [reportFile]: file })
  const { failures, ...counts } = readVitestReport(file)
  expect(counts).toEqual({ passed: 2, failed: 4, skipped: 2 })
  const said = printableFailures(failures)
  expect(said).toContain('✗ sums.check.mjs › sums › does not hold\n    AssertionError: expected')
  // What was there, which is not in the message itself.
  expect(said).toMatch(/\+ +"sb-1"/)
  expect(said).toMatch(/at sums\.check\.mjs:5/)
  expect(said).toMatch(/✗ sums\.check\.mjs › a group\n {4}Error: no stage/)
  expect(said).toMatch(/✗ broken\.check\.mjs\n {4}Error: no such engine/)
  expect(said).toMatch(/✗ outside of the tests\n {4}Error: too late/)
})

it('repeats what failed in Playwright, with its line and without colours', () => {
  write({
    'playwright.config.mjs': 'export default { outputDir: "out", testMatch: /check/, projects: [{ name: "studio" }] }',
    'sums.check.mjs': `import { expect, test } from '@playwright/test'
      test('holds', () => expect(1 + 1).toBe(2))
      test.describe('sums', () => {
        test('does not hold', () => expect(1 + 1).toBe(3))
      })
      test.skip('waits', () => undefined)`,
  })
  const file = join(folder, 'report.json')
  run('playwright', ['test', '--reporter=json'], { PLAYWRIGHT_JSON_OUTPUT_NAME: file, FORCE_COLOR: '1' })
  const { failures, ...counts } = readPlaywrightReport(file)
  expect(counts).toEqual({ passed: 1, failed: 1, skipped: 1 })
  expect(printableFailures(failures)).toContain(
    '✗ sums.check.mjs › sums › does not hold (line 4)\n    Error: expect(received).toBe(expected)',
  )
  expect(printableFailures(failures)).toMatch(/Expected: 3\n\s+Received: 2/)
})

it('says what broke outside of all tests', () => {
  write({
    'playwright.config.mjs': 'export default { outputDir: "out", testMatch: /check/ }',
    'sums.check.mjs': 'throw new Error("no such page")',
  })
  const file = join(folder, 'report.json')
  run('playwright', ['test', '--reporter=json'], { PLAYWRIGHT_JSON_OUTPUT_NAME: file })
  const { passed, failures } = readPlaywrightReport(file)
  expect(passed).toBe(0)
  expect(printableFailures(failures)).toContain('no such page')
})

it('knows of nothing where a runner left no report, and shortens a long message', () => {
  expect(readVitestReport(join(folder, 'none.json'))).toEqual({
    passed: 0,
    failed: 0,
    skipped: 0,
    failures: [],
  })
  write({
    'long.json': JSON.stringify({
      suites: [],
      errors: [{ message: Array.from({ length: 500 }, (_, line) => `line ${line}`).join('\n') }],
    }),
  })
  const said = printableFailures(readPlaywrightReport(join(folder, 'long.json')).failures)
  expect(said).toContain('line 39')
  expect(said).not.toContain('line 40')
  expect(said).toContain('… and 460 lines more')
})
