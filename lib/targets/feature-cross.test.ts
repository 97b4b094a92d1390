import { describe, expect, test } from 'vitest'
import { featureIds, usedFeatures } from '../domain-model/feature'
import { type PlanInput, planSchema } from '../domain-model/plan'
import { capabilityAt } from './capabilities'
import { featureSamples } from './cases/feature-samples'
import { emitTarget } from './emit'
import { targets } from './registry'
import type { Target } from './target'

/** Features that every plan of their kind has; their sample without them has another value instead. */
const everywhere = new Set(['listener.alpn', 'listener.client-hello-timeout'])

test.each(featureIds)('the sample of %s uses it, and the one without does not', (feature) => {
  const uses = (plan: PlanInput) => usedFeatures(planSchema.parse(plan)).some((use) => use.feature === feature)
  const sample = featureSamples[feature]
  expect(uses(sample.with)).toBe(true)
  expect(uses(sample.without)).toBe(everywhere.has(feature))
})

describe.each(targets.map((target) => [target.id, target] as const))('%s', (_, target) => {
  test.each(featureIds)('%s is emitted or reported', (feature) => {
    const sample = featureSamples[feature]
    for (const version of target.versions) {
      const { verdict, reason, source } = capabilityAt(target.capabilities[feature], version)
      const after = emitTarget(planSchema.parse(sample.with), target, { version })
      if (verdict !== 'native') {
        expect(reason, `${verdict} without a reason`).not.toBe('')
        expect(source, `${verdict} without a source`).not.toBe('')
        expect(
          after.verdicts.some((each) => each.feature === feature && each.verdict === verdict),
          'the verdict is not reported',
        ).toBe(true)
      }
      if (verdict === 'native' || verdict === 'extra-hop')
        expect(
          textOf(target, sample.with, version),
          `${verdict} on ${version}, but the output does not change`,
        ).not.toBe(textOf(target, sample.without, version))
      if (verdict === 'cannot' || verdict === 'broken')
        expect(
          after.losses.some((loss) => loss.feature === feature),
          `${verdict} on ${version}, but no loss says so`,
        ).toBe(true)
    }
  })
})

function textOf(target: Target, plan: PlanInput, version: string): string {
  const { artifacts } = emitTarget(planSchema.parse(plan), target, { version })
  return artifacts.map(({ path, text }) => `${path}\n${text}`).join('\n')
}
