import { listOf, type NamedKind } from '../../domain-model/references'
import type { Report } from '../define-rule'
import type { PlanFacts, Reference } from '../facts'
import { nearestName } from './nearest-name'

/** Looking for a near name reads all names, so only the first few dangling references get a proposal that way. */
const proposalsMax = 20

/**
 * Reports every mention of a name that the plan does not define. `consequence` says what happens because of it; `propose` may know the
 * one name that fits better than a similar spelling does.
 */
export function reportUndefined(
  facts: PlanFacts,
  kind: NamedKind,
  report: (report: Report) => void,
  consequence: string,
  propose: (reference: Reference) => string | null = () => null,
): void {
  const defined = facts[kind === 'trust' ? 'trust' : (listOf[kind] as 'listeners')] as ReadonlyMap<string, unknown>
  let proposals = 0
  for (const reference of facts.references[kind]) {
    if (defined.has(reference.name)) continue
    const near = propose(reference) ?? (proposals++ < proposalsMax ? nearestName(reference.name, defined.keys()) : null)
    const thing = kind === 'trust' ? 'trust bundle' : kind
    report({
      path: reference.path,
      message: `No ${thing} is named ${reference.name}${near === null ? '' : `; ${near} would fit`}. ${consequence}`,
      ...(near === null
        ? {}
        : {
            fix: `Name ${near} here, or define ${reference.name}.`,
            patch: [{ op: 'replace', path: reference.path, value: near }],
          }),
    })
  }
}
