import type { Emission } from '@/lib/targets/emit'
import type { Delta } from './delta'
import type { Judgement } from './judgement'
import type { TextReading } from './text-reading'

/** The heavy work of the studio: reading, judging and printing. In the browser workers do it. Who no longer wants an answer says so. */
export interface PlanEngine {
  judge(text: string, signal?: AbortSignal): Promise<Judgement>
  /** Null when the text is no plan, or there is no such target. */
  emit(text: string, target: string, version: string, signal?: AbortSignal): Promise<Emission | null>
  /** Only whether a text is a plan, of a text that is not open yet. */
  read(text: string, signal?: AbortSignal): Promise<TextReading>
  close(): void
}

export type EngineQuestion =
  | { do: 'judge'; text: string }
  | { do: 'read'; text: string }
  | { do: 'emit'; text: string; target: string; version: string }

export type EngineRequest = { id: number; question: EngineQuestion } | { id: number; question: 'cancel' }

export type EngineAnswer =
  /** What the answer has that the last good answer of the same worker had not. */
  { id: number; ok: true; delta: Delta | null } | { id: number; ok: false; message: string }
