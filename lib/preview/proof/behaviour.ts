import type { Excuse } from './declared-losses'
import type { Probe } from './probe'
import type { EngineOnStage } from './stage'

/**
 * What match-route does not decide and time does: a limit that is reached, a server that goes and comes back, one that falls sick.
 * One at a time per plan, each a few seconds at most.
 */
export interface Behaviour {
  id: string
  route: string
  kind: 'rate-limit' | 'health'
  /** Whose servers come and go. */
  upstream?: string
  title: string
  expected: string
  /** One of the connections it makes. */
  probe: Probe
  run(engine: EngineOnStage, signal?: AbortSignal): Promise<Outcome>
}

export interface Outcome {
  seen: string
  agrees: boolean
  /** Why it does not agree, where the target said so beforehand. */
  known?: Excuse | null
}
