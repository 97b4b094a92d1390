import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fromPointer, type JsonPointer, valueAt } from '../domain-model/json-pointer'
import { parsePlanText } from '../domain-model/plan-document'
import { editPlanText } from '../domain-model/plan-edit'
import { applyRule } from './apply-rule'
import { rules } from './catalogue'
import type { Rule, RuleExample } from './define-rule'
import { exampleBase, examplePlanText } from './example-base'
import { planFacts } from './facts'
import { judgePlanText } from './run-rules'

const sentences = /^[A-Z"].*\.$/s

function judge(rule: Rule, text: string) {
  const { plan, problems } = parsePlanText(text)
  if (!plan) throw new Error(problems.map(({ message, path }) => `${path}: ${message}`).join('\n'))
  return { plan, findings: applyRule(rule, plan, planFacts(plan, problems)) }
}

it('lists every file of the catalogue', () => {
  const files = readdirSync(join(import.meta.dirname, 'catalogue')).filter((name) => !name.endsWith('.test.ts'))
  expect(rules.map(({ id }) => `${id}.ts`)).toEqual(files.sort())
})

it('says nothing about the plan behind the examples', () => {
  expect(judgePlanText(exampleBase).findings).toEqual([])
})

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  it('is named after the evil and explains itself', () => {
    expect(id).not.toMatch(/^no-/)
    for (const text of [rule.summary, rule.why, rule.fix]) expect(text).toMatch(sentences)
    for (const reference of rule.references)
      expect(reference).toMatch(/^(?:RFC \d+(?: (?:section|appendix) [A-Z\d.]+)?|https:\/\/\S+)$/)
    expect(rule.bad.length).toBeGreaterThan(0)
    expect(rule.good.length).toBeGreaterThan(0)
  })

  it.each(rule.bad.map((example) => [example.title, example] as const))('reports: %s', (_, example) => {
    const text = examplePlanText(example)
    const { plan, findings } = judge(rule, text)
    expect(findings.length).toBeGreaterThan(0)
    for (const finding of findings) {
      expect(finding.message).toMatch(/^[A-Za-z0-9"*].*\.$/s)
      expect(finding.message).not.toMatch(/undefined|\[object|NaN/)
      expect(finding.fix?.text).toMatch(sentences)
      expect(standsIn(finding.path, plan) || standsIn(parentOf(finding.path), plan)).toBe(true)
      for (const related of finding.related) expect(standsIn(related, plan), related).toBe(true)
    }
  })

  it.each(patches(rule))('mends by its patch: %s', (_, { example, patch, count }) => {
    const edited = editPlanText(examplePlanText(example), patch)
    expect(edited).toMatchObject({ ok: true })
    if (!edited.ok) return
    const after = judge(rule, edited.text)
    expect(after.findings.length).toBeLessThan(count)
  })

  it.each(rule.good.map((example) => [example.title, example] as const))('is silent: %s', (_, example) => {
    expect(judge(rule, examplePlanText(example)).findings).toEqual([])
  })
})

function patches(rule: Rule) {
  return rule.bad.flatMap((example: RuleExample) => {
    const { findings } = judge(rule, examplePlanText(example))
    return findings.flatMap(({ fix, path }) =>
      fix?.patch
        ? [[`${example.title} (${path})`, { example, patch: fix.patch, count: findings.length }] as const]
        : [],
    )
  })
}

const standsIn = (pointer: JsonPointer, plan: unknown) => pointer === '' || valueAt(plan, pointer) !== undefined
const parentOf = (pointer: JsonPointer) =>
  fromPointer(pointer).length < 2 ? '' : pointer.slice(0, pointer.lastIndexOf('/'))
