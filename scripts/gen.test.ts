import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { generate } from './gen'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gen-'))
  mkdirSync(join(root, 'docs/rules'), { recursive: true })
  writeFileSync(join(root, 'docs/rules/same.md'), 'same\n')
  writeFileSync(join(root, 'docs/rules/old.md'), 'old\n')
  writeFileSync(join(root, 'docs/rules/stray.md'), 'left over\n')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const pages = {
  owns: ['docs/rules'],
  default: async () =>
    new Map([
      ['docs/rules/same.md', 'same\n'],
      ['docs/rules/old.md', 'new\n'],
      ['docs/rules/deep/made.md', 'made\n'],
    ]),
}
const drift = [
  { path: 'docs/rules/old.md', state: 'stale' },
  { path: 'docs/rules/deep/made.md', state: 'missing' },
  { path: 'docs/rules/stray.md', state: 'stray' },
]

it('reports missing, stale and stray files without touching them', async () => {
  expect(await generate(root, [pages], false)).toEqual(drift)
  expect(readFileSync(join(root, 'docs/rules/old.md'), 'utf8')).toBe('old\n')
})

it('writes them, and is then content', async () => {
  expect(await generate(root, [pages], true)).toEqual(drift)
  expect(readFileSync(join(root, 'docs/rules/deep/made.md'), 'utf8')).toBe('made\n')
  expect(await generate(root, [pages], false)).toEqual([])
})

it('refuses two generators for one file', async () => {
  await expect(generate(root, [pages, pages], false)).rejects.toThrow('two generators write docs/rules/same.md')
})
