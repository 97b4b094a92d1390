// The same random plans in every engine: what the plan says, the embedded edge, HAProxy and NGINX agree, or a known difference or a
// loss that the target declared says why not.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryPlan } from '../../lib/domain-model/arbitrary-plan'
import type { Plan } from '../../lib/domain-model/plan'
import { judge, reportOf } from '../../lib/preview/proof/agreement'
import { type EngineId, EngineNotStarted, engineVersion } from '../../lib/preview/proof/engine-process'
import { patientPlan } from '../../lib/preview/proof/patient-plan'
import type { Stage } from '../../lib/preview/proof/stage'
import { engineIds } from './engine-tests'
import { setStage } from './stage'

/** Fixed, so that a failure is the same for everybody; another seed and more runs by ENGINE_SEED and ENGINE_RUNS, the first failure
 * as it is, without minutes of shrinking, by ENGINE_SHRINK=0. */
const seed = Number(process.env.ENGINE_SEED ?? 20_260_401)
const runs = Number(process.env.ENGINE_RUNS ?? 40)
const limits = { names: 16, pathsPerRoute: 14, pairs: 15 }
const engines = engineIds.filter((id) => id === 'embedded' || engineVersion(id) !== null || process.env.CI)
/** Ends the shrinking of a failure, which starts every engine for every step. A plan takes about three seconds where nobody else works. */
const timeLimit = 90_000 + runs * 2_500

/** What each engine does otherwise than the plan, in sentences; empty where all agree. */
async function disagreements(plan: Plan): Promise<string> {
  const stage = await setStage(patientPlan(plan))
  try {
    // One after the other: three at a time on two busy cores, and patience is what differs.
    const reports: string[] = []
    for (const id of engines) reports.push(await disagreementsOf(stage, id))
    return reports.filter((report) => report !== '').join('\n\n')
  } finally {
    await stage.close()
  }
}

async function disagreementsOf(stage: Stage, id: EngineId): Promise<string> {
  try {
    const engine = await stage.play(id)
    const agreement = await judge(engine, id, limits)
    const report = reportOf(agreement, engine, id)
    await engine.stop()
    expect(agreement.trials).toBeGreaterThan(0)
    return report
  } catch (error) {
    // An engine that refuses the files disagrees with the whole plan; that shrinks like any other disagreement.
    if (error instanceof EngineNotStarted) return error.message
    throw error
  }
}

test(`${runs} random plans, seed ${seed}: the plan, ${engines.join(', ')} agree`, {
  timeout: timeLimit + 60_000,
}, async () => {
  const details = await fc.check(
    fc.asyncProperty(arbitraryPlan({ runnable: true }), async (plan) => {
      const report = await disagreements(plan)
      if (report !== '') throw new Error(report)
    }),
    { seed, numRuns: runs, interruptAfterTimeLimit: timeLimit, endOnFailure: process.env.ENGINE_SHRINK === '0' },
  )
  if (details.failed)
    expect.fail(`${(details.errorInstance as Error | null)?.message}\n\n${fc.defaultReportMessage(details)}`)
  if (details.interrupted) console.warn(`this machine is busy, ${details.numRuns} of ${runs} random plans were tried`)
  expect(details.numRuns).toBeGreaterThanOrEqual(Math.min(runs, 5))
})
