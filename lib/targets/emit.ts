import type { Loss } from '../diagnostics/loss'
import { type FeatureId, type FeatureUse, featureGroups, features } from '../domain-model/feature'
import { type JsonPointer, toPointer } from '../domain-model/json-pointer'
import type { Plan } from '../domain-model/plan'
import { type Capability, capabilityAt, type Verdict, type VerdictKind } from './capabilities'
import type { Artifact, EmitOptions, Target } from './target'

/** One artifact set with everything it could not say. */
export interface Emission {
  artifacts: Artifact[]
  losses: Loss[]
  verdicts: Verdict[]
}

/** Every use of a feature in the plan, judged for one target and version, in document order. */
export function judgeFeatures(plan: Plan, target: Target, version: string): Verdict[] {
  const rows = new Map<FeatureId, Capability>()
  const rowOf = (feature: FeatureId) => {
    const row = rows.get(feature) ?? capabilityAt(target.capabilities[feature], version)
    rows.set(feature, row)
    return row
  }
  return featureGroups(plan).flatMap((uses) => {
    const known = judged.get(uses)
    if (known?.target === target && known.version === version) return known.verdicts
    const verdicts = judgeGroup(uses, target.id, version, rowOf)
    judged.set(uses, { target, version, verdicts })
    return verdicts
  })
}

/** The last verdicts of each group of uses: while somebody types, nearly all are those of before. */
const judged = new WeakMap<readonly FeatureUse[], { target: Target; version: string; verdicts: readonly Verdict[] }>()

/** All that one thing asks for. What says the same as another use stands beside it, within the same thing. */
function judgeGroup(
  uses: readonly FeatureUse[],
  target: string,
  version: string,
  rowOf: (feature: FeatureId) => Capability,
): Verdict[] {
  const verdicts = uses.map(({ feature, path }): Verdict => {
    const { verdict, reason, source } = rowOf(feature)
    return { target, version, feature, path, verdict, reason, source }
  })
  const isSaidBy = (meant: FeatureId, at: JsonPointer) =>
    verdicts.some(({ feature, path, verdict }) => feature === meant && path === at && isCarried(verdict))
  return verdicts.filter(({ feature, path, verdict }) => {
    const other = sameMeaning.get(feature)
    return isCarried(verdict) || !other || !isSaidBy(other.feature, siblingOf(path, other.member))
  })
}

/**
 * Servers and service say the same in two ways: where an upstream is. A target that follows one of them has lost nothing by not
 * knowing the other, and a plan that has both, so that it fits many targets, is not told so on each of its upstreams.
 */
const sameMeaning = new Map<FeatureId, { feature: FeatureId; member: string }>([
  ['upstream.service', { feature: 'upstream.servers', member: 'servers' }],
  ['upstream.servers', { feature: 'upstream.service', member: 'service' }],
])

const isCarried = (verdict: VerdictKind) => verdict !== 'cannot' && verdict !== 'broken'
const siblingOf = (path: JsonPointer, member: string) => `${path.slice(0, path.lastIndexOf('/'))}/${member}`

/**
 * Runs a target and adds the losses that follow from its capabilities: whatever the plan uses and the target cannot say is reported,
 * without the target having to remember it. A later feature is thereby reported by every older target.
 */
export function emitTarget(plan: Plan, target: Target, options: Partial<EmitOptions> = {}): Emission {
  const version = options.version ?? target.defaultVersion
  const verdicts = judgeFeatures(plan, target, version)
  const output = target.emit(plan, { ...options, version })
  const computed: Loss[] = verdicts
    .filter(({ verdict }) => !isCarried(verdict))
    .map(({ feature, path, reason, verdict }) => ({
      path,
      feature,
      reason: `${target.title} ${verdict === 'broken' ? 'accepts but does not do' : 'cannot do'} this: ${features[feature]}. ${reason}`,
      fix: null,
    }))
  const foreign: Loss[] = plan.extras.flatMap((extra, index) =>
    extra.target === target.id && !placeIsKnown(target, extra.place)
      ? [
          {
            path: toPointer(['extras', index, 'place']),
            feature: 'extras',
            reason: `${target.title} has no place called ${extra.place}, so these lines are left out.`,
            fix: `Use one of: ${Object.keys(target.extraPlaces).join(', ')}.`,
          },
        ]
      : [],
  )
  return { artifacts: output.artifacts, losses: [...computed, ...foreign, ...output.losses], verdicts }
}

/** Whether a place fits one of the target's patterns; `backend/<upstream>` stands for any name after the slash. */
function placeIsKnown(target: Target, place: string): boolean {
  return Object.keys(target.extraPlaces).some((pattern) =>
    pattern.includes('/') ? place.startsWith(pattern.slice(0, pattern.indexOf('/') + 1)) : place === pattern,
  )
}
