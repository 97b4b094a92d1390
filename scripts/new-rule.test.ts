import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { parsePlanText } from '../lib/domain-model/plan-document'
import { applyRule } from '../lib/rules/apply-rule'
import type { Rule, RuleExample } from '../lib/rules/define-rule'
import { examplePlanText } from '../lib/rules/example-base'
import { planFacts } from '../lib/rules/facts'
import { newRule } from './new-rule'

let root = ''
beforeEach(() => {
  // Inside the repository, so that the made file resolves what it imports.
  mkdirSync('.cache', { recursive: true })
  root = mkdtempSync(join(process.cwd(), '.cache/new-rule-'))
  cpSync('lib/rules/define-rule.ts', join(root, 'lib/rules/define-rule.ts'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

it('makes a rule that works, and says what to do next', async () => {
  const made = newRule(root, 'stale-name')
  if (!made.ok) throw new Error(made.reason)
  expect(made.path).toBe('lib/rules/catalogue/stale-name.ts')
  expect(made.next.join('\n')).toContain('npm run gen')
  expect(readFileSync(join(root, made.path), 'utf8')).not.toMatch(/todo|fixme/i)

  const module = await import(pathToFileURL(join(root, made.path)).href)
  const rule: Rule = module.staleName
  const count = (example: RuleExample) => {
    const { plan } = parsePlanText(examplePlanText(example))
    if (!plan) throw new Error(`${example.title} is no plan`)
    return applyRule(rule, plan, planFacts(plan)).length
  }
  expect(rule.id).toBe('stale-name')
  expect(rule.bad.map(count)).toEqual([1])
  expect(rule.good.map(count)).toEqual([0])
})

it.each([
  [undefined, 'Say a name'],
  ['Shadowed Route', 'lower-case words with dashes'],
  ['../escape', 'lower-case words with dashes'],
  ['no-health-check', 'after the evil'],
])('refuses %s with the way out', (id, reason) => {
  expect(newRule(root, id)).toMatchObject({ ok: false, reason: expect.stringContaining(reason) })
})

it('never overwrites a rule', () => {
  newRule(root, 'stale-name')
  expect(newRule(root, 'stale-name')).toMatchObject({ ok: false, reason: expect.stringContaining('is there already') })
})
