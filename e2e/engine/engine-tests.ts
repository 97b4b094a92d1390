// The tests that every engine gets alike: it decides as the plan says for all examples and for random plans.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryPlan } from '../../lib/domain-model/arbitrary-plan'
import { planExamples } from '../../lib/domain-model/examples/catalogue'
import { parsePlanText } from '../../lib/domain-model/plan-document'
import { type EngineId, engineVersion, type ProgramId } from '../../lib/preview/proof/engine-process'
import { agreementOf } from './stage'

/** Fixed, so that a failure is the same for everybody; another seed and more runs by ENGINE_SEED and ENGINE_RUNS, the
 * first failure as it is, without minutes of shrinking, by ENGINE_SHRINK=0. */
const seed = Number(process.env.ENGINE_SEED ?? 20_260_401)
const runsAsked = process.env.ENGINE_RUNS
/** Skips by name where the program is not installed; in CI that is a failure. */
export function describeEngine(id: ProgramId, body: () => void): void {
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

export function testAgreement(id: EngineId, runsUsual = 40): void {
  const runs = Number(runsAsked ?? runsUsual)
  // Ends the shrinking of a failure, which starts an engine for every step. A plan takes about a second.
  const timeLimit = 30_000 + runs * 3_000
  describe('decides as the plan says', () => {
    test.each(planExamples.map((example) => [example.id, example] as const))('%s', async (_, example) => {
      const { plan, problems } = parsePlanText(example.text())
      expect(problems).toEqual([])
      const { agreement, report } = await agreementOf(plan!, id)
      if (report) expect.fail(report)
      expect(agreement.trials).toBeGreaterThan(30)
    })

    test(`${runs} random plans, seed ${seed}`, { timeout: timeLimit + 60_000 }, async () => {
      const details = await fc.check(
        fc.asyncProperty(arbitraryPlan({ runnable: true }), async (plan) => {
          const { report } = await agreementOf(plan, id, { names: 16, pathsPerRoute: 14, pairs: 15 })
          if (report) throw new Error(report)
        }),
        {
          seed,
          numRuns: runs,
          interruptAfterTimeLimit: timeLimit,
          endOnFailure: process.env.ENGINE_SHRINK === '0',
        },
      )
      if (details.failed)
        expect.fail(`${(details.errorInstance as Error | null)?.message}\n\n${fc.defaultReportMessage(details)}`)
      if (details.interrupted)
        console.warn(`${id}: this machine is busy, ${details.numRuns} of ${runs} random plans were tried`)
      expect(details.numRuns).toBeGreaterThanOrEqual(Math.min(runs, 5))
    })
  })
}
