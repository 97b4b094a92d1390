import type { Emission } from '@/lib/targets/emit'
import type { Judgement } from './judgement'
import type { PlanEngine } from './plan-engine'
import { startWorkerLane } from './worker-lane'

/** Keeps the main thread free for typing. One worker judges and one prints, so that neither waits for the other. */
export function startWorkerEngine(): PlanEngine {
  const make = () => new Worker(new URL('./plan.worker.ts', import.meta.url), { type: 'module' })
  const judges = startWorkerLane(make)
  const prints = startWorkerLane(make)
  return {
    judge: async (text, signal) => {
      const judgement = await judges.ask({ do: 'judge', text }, signal)
      return { text, ...(judgement as Omit<Judgement, 'text'>) }
    },
    emit: (text, target, version, signal) =>
      prints.ask({ do: 'emit', text, target, version }, signal) as Promise<Emission | null>,
    close: () => {
      judges.close()
      prints.close()
    },
  }
}
