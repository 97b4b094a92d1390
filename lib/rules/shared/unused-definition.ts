import { listOf, type NamedKind } from '../../domain-model/references'
import type { Report } from '../define-rule'
import type { PlanFacts } from '../facts'

/** Reports every item of a kind that nothing in the plan mentions; the patch takes it away. */
export function reportUnused(
  items: readonly { name: string }[],
  kind: NamedKind,
  facts: PlanFacts,
  report: (report: Report) => void,
): void {
  for (const [index, { name }] of items.entries()) {
    if (facts.referencesTo(kind, name).length > 0) continue
    const path = `/${listOf[kind]}/${index}`
    report({
      path,
      message: `Nothing in the plan uses the ${kind === 'trust' ? 'trust bundle' : kind} ${name}.`,
      patch: [{ op: 'remove', path }],
    })
  }
}
