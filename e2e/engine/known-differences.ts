// Where an engine cannot do what match-route decides. Each entry has a source and a test in known-differences.test.ts that asserts what
// the engine really does, so that an entry which is no longer needed is noticed.
import { compareVersions } from '../../lib/targets/capabilities'
import type { Difference, Trial } from './compare'
import type { EngineId } from './engine-process'

export interface KnownDifference {
  id: string
  engine: EngineId
  /** The first engine version without it; left out, none is known. */
  until?: string
  says: string
  source: string
  /** Whether this difference of this trial is the known one. */
  covers(trial: Trial, difference: Difference): boolean
}

export const knownDifferences: readonly KnownDifference[] = []

export function knownDifference(
  engine: EngineId,
  version: string,
  trial: Trial,
  difference: Difference,
): KnownDifference | null {
  const holds = (known: KnownDifference) =>
    known.engine === engine && (known.until === undefined || compareVersions(version, known.until) < 0)
  return knownDifferences.find((known) => holds(known) && known.covers(trial, difference)) ?? null
}
