import { compareFindings, type Finding } from '../diagnostics/finding'
import type { JsonPointer } from '../domain-model/json-pointer'
import type { Plan } from '../domain-model/plan'
import { parsePlanText } from '../domain-model/plan-document'
import type { PlanProblem } from '../domain-model/plan-problem'
import { applyRule } from './apply-rule'
import { rules } from './catalogue'
import { planFacts } from './facts'

/** What all rules say about a plan, errors first. `problems` are those of its text, which one rule explains. */
export function runRules(plan: Plan, options: { problems?: readonly PlanProblem[] } = {}): Finding[] {
  return completed(runningRules(plan, options.problems))
}

function* runningRules(plan: Plan, problems?: readonly PlanProblem[]): Generator<undefined, Finding[]> {
  const facts = planFacts(plan, problems)
  const findings: Finding[] = []
  for (const rule of rules) {
    yield
    findings.push(...applyRule(rule, plan, facts))
  }
  return findings.sort(compareFindings)
}

/** Runs work that can pause to its end. */
export function completed<Result>(work: Generator<undefined, Result>): Result {
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
  }
}

/** A finding with its 1-based place in the text; null where the text has no such place. */
export interface LocatedFinding extends Finding {
  line: number | null
  column: number | null
}

export interface Judgement {
  /** Null when the text is no plan. What a passthrough route cannot have is left out of it, and found. */
  plan: Plan | null
  findings: LocatedFinding[]
  locate(pointer: JsonPointer): { line: number; column: number } | null
}

/** Reads and judges a plan document in one go: the one answer that the command line, the studio and the tests share. Never throws on user input. */
export function judgePlanText(text: string): Judgement {
  return completed(judgingPlanText(text))
}

/** The same work with places to pause, so that who does it in the background can turn to a newer text. */
export function* judgingPlanText(text: string): Generator<undefined, Judgement> {
  const { plan, problems, locate } = parsePlanText(text)
  yield
  const findings = plan ? yield* runningRules(plan, problems) : problems.map(asFinding).sort(compareFindings)
  const places = plan ? null : new Map(problems.map((problem) => [`${problem.path} ${problem.message}`, problem]))
  return {
    plan,
    locate,
    findings: findings.map((finding) => {
      // Text that could not be read has no pointers; its problems know their place themselves.
      const place = places?.get(`${finding.path} ${finding.message}`) ?? locate(finding.path)
      return { ...finding, line: place?.line ?? null, column: place?.column ?? null }
    }),
  }
}

function asFinding({ code, severity, message, path, fix }: PlanProblem): Finding {
  return { rule: `document/${code}`, severity, message, path, related: [], fix }
}
