import type { FeatureId } from '../domain-model/feature'
import type { JsonPointer } from '../domain-model/json-pointer'

/**
 * What a target makes of a feature:
 * - `native`: says it directly
 * - `extra-hop`: by an inner hop that the output contains
 * - `needs-switch`: works once something outside the files is set; the reason says what
 * - `cannot`: not carried; reported as a loss
 * - `broken`: the target accepts it and does something else; not carried, reported as a loss
 */
export type VerdictKind = 'native' | 'extra-hop' | 'needs-switch' | 'cannot' | 'broken'

/** One row of a capability table: holds from version `since` on, until a row with a later version takes over. */
export interface Capability {
  /** Left out: every known version. */
  since?: string
  verdict: VerdictKind
  /** One sentence; for `native` rows it may state a difference in behaviour worth knowing, or be empty. */
  reason: string
  /** Vendor page, RFC section, issue, or the test that pins it. Required unless plainly native. */
  source: string
}

/** Total by construction: a feature that a target forgot does not compile. Rows in ascending order of `since`. */
export type CapabilityTable = Record<FeatureId, readonly Capability[]>

/** One feature of a plan on one target, as an honest answer. */
export interface Verdict {
  target: string
  version: string
  feature: FeatureId
  path: JsonPointer
  verdict: VerdictKind
  reason: string
  source: string
}

/** Compares dotted numeric versions; missing parts count as 0. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number))
  for (let i = 0; i < Math.max(left?.length ?? 0, right?.length ?? 0); i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

export function atLeast(version: string, since: string): boolean {
  return compareVersions(version, since) >= 0
}

/** The row that holds for a version. A table whose first row starts later answers `cannot` for what lies before. */
export function capabilityAt(rows: readonly Capability[], version: string): Capability {
  const holding = rows.filter((row) => row.since === undefined || atLeast(version, row.since)).at(-1)
  if (holding) return holding
  const first = rows[0]
  return { verdict: 'cannot', reason: `Needs version ${first?.since ?? 'unknown'}.`, source: first?.source ?? '' }
}
