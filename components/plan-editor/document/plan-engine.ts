import type { Emission } from '@/lib/targets/emit'
import type { Judgement } from './judgement'

/** The heavy work of the studio: reading, judging and printing. In the browser a worker does it. */
export interface PlanEngine {
  judge(text: string): Promise<Judgement>
  /** Null when the text is no plan, or there is no such target. */
  emit(text: string, target: string, version: string): Promise<Emission | null>
  close(): void
}

export type EngineRequest =
  | { id: number; do: 'judge'; text: string }
  | { id: number; do: 'emit'; text: string; target: string; version: string }

export type EngineAnswer = { id: number; ok: true; value: unknown } | { id: number; ok: false; message: string }
