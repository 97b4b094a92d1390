import type { Finding } from '../diagnostics/finding'
import type { Plan } from '../domain-model/plan'
import type { Rule } from './define-rule'
import type { PlanFacts } from './facts'

/** What one rule says about a plan, in the order it says it. */
export function applyRule({ id, severity, fix, check }: Rule, plan: Plan, facts: PlanFacts): Finding[] {
  const findings: Finding[] = []
  check(plan, facts, (report) =>
    findings.push({
      rule: id,
      severity,
      message: report.message,
      path: report.path,
      related: report.related ?? [],
      fix: { text: report.fix ?? fix, patch: report.patch ?? null },
    }),
  )
  return findings
}
