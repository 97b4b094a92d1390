import type { Severity } from '../diagnostics/finding'
import type { JsonPointer } from '../domain-model/json-pointer'
import type { Plan } from '../domain-model/plan'
import type { PatchOperation } from '../domain-model/plan-edit'
import type { PlanFacts } from './facts'

/** One place where a rule found its evil. */
export interface Report {
  path: JsonPointer
  /** What is wrong here, and what will happen because of it, with the names involved. */
  message: string
  related?: JsonPointer[]
  /** Words for the way out here; left out, the rule's general fix. */
  fix?: string
  /** A patch where the way out is unambiguous and loses nothing else. */
  patch?: PatchOperation[]
}

/**
 * A rule: one file, named after the evil it finds. The examples are its unit tests and its page: every `bad` plan must be reported by this
 * rule, no `good` plan may be.
 */
export interface Rule {
  /** Equals the file name. */
  id: string
  severity: Severity
  /** The evil in one line. */
  summary: string
  /** Why it hurts, with what engines really do. Sentences. */
  why: string
  /** The way out in general. Sentences. */
  fix: string
  /** RFC sections, vendor pages, issues. */
  references: readonly string[]
  /** Whole YAML plan documents, or fragments that are laid over a small base plan. */
  bad: readonly RuleExample[]
  good: readonly RuleExample[]
  check(plan: Plan, facts: PlanFacts, report: (report: Report) => void): void
}

export interface RuleExample {
  title: string
  /** YAML of the top-level members that differ from the base plan (`lib/rules/example-base.ts`). */
  yaml: string
}

/** Identity with a type: a rule is a plain value, without side effects. */
export function defineRule(rule: Rule): Rule {
  return rule
}
