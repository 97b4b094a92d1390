// The tests that every engine gets alike: it decides as the plan says for all examples and for random plans.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryPlan } from '../../lib/domain-model/arbitrary-plan'
import { planExamples } from '../../lib/domain-model/examples/catalogue'
import { parsePlanText } from '../../lib/domain-model/plan-document'
import { agreementOf } from './agreement'
import { type EngineId, engineVersion } from './engine-process'

/** Fixed, so that a failure is the same for everybody; another seed and more runs by ENGINE_SEED and ENGINE_RUNS. */
const seed = Number(process.env.ENGINE_SEED ?? 20_260_401)
const runs = Number(process.env.ENGINE_RUNS ?? 12)

/** Skips by name where the program is not installed; in CI that is a failure. */
export function describeEngine(id: EngineId, body: () => void): void {
  const version = engineVersion(id)
  if (version === null && !process.env.CI) {
    describe.skip(`${id} (not installed)`, () => {
      test('needs the program', () => undefined)
    })
    return
  }
  describe(`${id} ${version ?? '(not installed)'}`, () => {
    if (version === null)
      test('is installed', () => expect.fail(`CI needs ${id}: install it, npm test does so on Debian`))
    else body()
  })
}

export function testAgreement(id: EngineId): void {
  describe('decides as the plan says', () => {
    test.each(planExamples.map((example) => [example.id, example] as const))('%s', async (_, example) => {
      const { plan, problems } = parsePlanText(example.text())
      expect(problems).toEqual([])
      const { agreement, report } = await agreementOf(plan!, id)
      expect(report, report).toBe('')
      expect(agreement.trials).toBeGreaterThan(50)
    })

    test(`${runs} random plans, seed ${seed}`, { timeout: 60_000 + runs * 30_000 }, async () => {
      await fc.assert(
        fc.asyncProperty(arbitraryPlan({ runnable: true }), async (plan) => {
          const { report } = await agreementOf(plan, id, { names: 16, pathsPerRoute: 14, pairs: 15 })
          if (report) throw new Error(report)
        }),
        // Shrinking runs engines again and again, so it stops early; the plan it ends at is small enough to read.
        { seed, numRuns: runs, interruptAfterTimeLimit: 45_000 + runs * 30_000 - 30_000, endOnFailure: false },
      )
    })
  })
}
