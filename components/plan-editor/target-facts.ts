import type { Target } from '@/lib/targets/target'

/** What the studio says of a target without loading its code: that stays in the worker. */
export interface TargetFacts {
  id: string
  title: string
  summary: string
  versions: readonly string[]
  defaultVersion: string
  extraPlaces: readonly string[]
}

export function targetFacts({ id, title, summary, versions, defaultVersion, extraPlaces }: Target): TargetFacts {
  return { id, title, summary, versions, defaultVersion, extraPlaces: Object.keys(extraPlaces) }
}
