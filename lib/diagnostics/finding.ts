import type { JsonPointer } from '../domain-model/json-pointer'
import type { PatchOperation } from '../domain-model/plan-edit'

export type Severity = 'error' | 'warning' | 'hint'

/** A judgement of the plan: where, what, why it matters, and the way out. */
export interface Finding {
  /** The rule's id, which is also its page; `document/<code>` for problems of the text itself. */
  rule: string
  severity: Severity
  message: string
  path: JsonPointer
  /** Further places that take part, such as the other route of a collision. */
  related: JsonPointer[]
  fix: { text: string; patch: PatchOperation[] | null } | null
}

const rank: Record<Severity, number> = { error: 0, warning: 1, hint: 2 }

/** Errors first, then document order as far as pointers tell, then by rule: a stable order for people and for goldens. */
export function compareFindings(a: Finding, b: Finding): number {
  return rank[a.severity] - rank[b.severity] || a.path.localeCompare(b.path, 'en', { numeric: true }) || a.rule.localeCompare(b.rule, 'en')
}
