import type { Severity } from '../diagnostics/finding'
import type { JsonPointer } from '../domain-model/json-pointer'
import type { PatchOperation } from '../domain-model/patch'
import type { Plan } from '../domain-model/plan'
import type { PlanFacts } from './facts'

/** One place where a rule found its evil. */
export interface Report {
  path: JsonPointer
  /** What is wrong here, and what will happen because of it, with the names involved. A sentence. */
  message: string
  related?: JsonPointer[]
  /** Words for the way out here; left out, the rule's general fix. */
  fix?: string
  /** A patch where the way out is unambiguous and loses nothing else. It removes this finding and keeps the document a plan. */
  patch?: PatchOperation[]
}

/**
 * A rule: one file, named after the evil it finds. The examples are its unit tests and its page: every `bad` plan must be reported by this
 * rule, no `good` plan may be.
 */
export interface Rule {
  /** Equals the file name. */
  id: string
  /**
   * - `error`: the plan contradicts itself, cannot start, or does not do what it says
   * - `warning`: it works as it says, and will hurt
   * - `hint`: worth knowing, and often meant
   */
  severity: Severity
  /** The evil in one line. A sentence. */
  summary: string
  /** Why it hurts, with what engines really do. Sentences. */
  why: string
  /** The way out in general. Sentences. */
  fix: string
  /** RFC sections ("RFC 9113 section 9.1.1" becomes a link), vendor pages, issues. */
  references: readonly string[]
  bad: readonly RuleExample[]
  good: readonly RuleExample[]
  check(plan: Plan, facts: PlanFacts, report: (report: Report) => void): void
}

export interface RuleExample {
  title: string
  /**
   * A whole plan document when it says `kind: Plan`, else a fragment laid over `lib/rules/example-base.ts`: an item of a list is laid over
   * the one of the same name, or appended; a member that is null is taken away.
   */
  yaml: string
}

/** Identity with a type: a rule is a plain value, without side effects. */
export function defineRule(rule: Rule): Rule {
  return rule
}
