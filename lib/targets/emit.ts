import type { Loss } from '../diagnostics/loss'
import { features, usedFeatures } from '../domain-model/feature'
import { toPointer } from '../domain-model/json-pointer'
import type { Plan } from '../domain-model/plan'
import { capabilityAt, type Verdict } from './capabilities'
import type { Artifact, EmitOptions, Target } from './target'

/** One artifact set with everything it could not say. */
export interface Emission {
  artifacts: Artifact[]
  losses: Loss[]
  verdicts: Verdict[]
}

/** Every use of a feature in the plan, judged for one target and version, in document order. */
export function judgeFeatures(plan: Plan, target: Target, version: string): Verdict[] {
  return usedFeatures(plan).map(({ feature, path }) => {
    const { verdict, reason, source } = capabilityAt(target.capabilities[feature], version)
    return { target: target.id, version, feature, path, verdict, reason, source }
  })
}

/**
 * Runs a target and adds the losses that follow from its capabilities: whatever the plan uses and the target cannot say is reported,
 * without the target having to remember it. A later feature is thereby reported by every older target.
 */
export function emitTarget(plan: Plan, target: Target, options: Partial<EmitOptions> = {}): Emission {
  const version = options.version ?? target.defaultVersion
  const verdicts = judgeFeatures(plan, target, version)
  const output = target.emit(plan, { ...options, version })
  const computed: Loss[] = verdicts
    .filter(({ verdict }) => verdict === 'cannot' || verdict === 'broken')
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
