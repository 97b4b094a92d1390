import type { Emission } from '@/lib/targets/emit'
import type { Judgement } from './judgement'
import type { PlanEngine } from './plan-engine'
import type { TextReading } from './text-reading'
import { startWorkerLane } from './worker-lane'

/**
 * Keeps the main thread free for typing. One worker judges and one prints, so that neither waits for the other. They start with their first
 * question, so that the server, too, may call this.
 */
export function startWorkerEngine(): PlanEngine {
  const make = () => new Worker(new URL('./plan.worker.ts', import.meta.url), { type: 'module' })
  const judges = startWorkerLane(make)
  const prints = startWorkerLane(make)
  let judging: Promise<unknown> = Promise.resolve()
  return {
    judge: async (text, signal) => {
      const asked = judges.ask({ do: 'judge', text }, signal)
      judging = asked.catch(() => {})
      const judgement = await asked
      return { text, ...(judgement as Omit<Judgement, 'text'>) }
    },
    emit: async (text, target, version, signal) => {
      // The page and one worker keep two processors busy: a second worker would make what is wanted first come later, and gain nothing.
      if (navigator.hardwareConcurrency <= 2) await judging
      return prints.ask({ do: 'emit', text, target, version }, signal) as Promise<Emission | null>
    },
    read: (text, signal) => judges.ask({ do: 'read', text }, signal) as Promise<TextReading>,
    close: () => {
      judges.close()
      prints.close()
    },
  }
}
