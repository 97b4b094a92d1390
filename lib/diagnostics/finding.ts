import type { JsonPointer } from '../domain-model/json-pointer'
import type { PatchOperation } from '../domain-model/patch'

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
  return rank[a.severity] - rank[b.severity] || comparePointers(a.path, b.path) || compareText(a.rule, b.rule)
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Text order with numbers by value, so that /routes/9 stands before /routes/10. Alike in every runtime, and quick for thousands. */
function comparePointers(a: JsonPointer, b: JsonPointer): number {
  if (a === b) return 0
  let at = 0
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at++
  // Back to where the number began that the first difference lies in.
  let from = at
  while (from > 0 && isDigit(a.charCodeAt(from - 1))) from--
  const left = digitsFrom(a, from)
  const right = digitsFrom(b, from)
  if (left === '' || right === '' || left === right) return compareText(a, b)
  return left.length - right.length || compareText(left, right)
}

function digitsFrom(text: string, from: number): string {
  let to = from
  while (to < text.length && isDigit(text.charCodeAt(to))) to++
  return text.slice(from, to)
}

const isDigit = (code: number) => code >= 48 && code <= 57
