import { afterAll, beforeAll } from 'vitest'
import type { Plan } from '../../lib/domain-model/plan'
import type { EngineId } from '../../lib/preview/proof/engine-process'
import type { EngineOnStage, Stage, StageFaults } from '../../lib/preview/proof/stage'
import { setStage } from './stage'

/** One engine with one plan for all tests of a `describe`, struck after them. */
export function onStage(id: EngineId, plan: Plan, faults?: StageFaults): () => EngineOnStage {
  let stage: Stage | undefined
  let playing: EngineOnStage | undefined
  beforeAll(async () => {
    stage = await setStage(plan, faults)
    playing = await stage.play(id)
  })
  afterAll(async () => {
    await stage?.close()
  })
  return () => {
    if (!playing) throw new Error(`${id} is not running`)
    return playing
  }
}
