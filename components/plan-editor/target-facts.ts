import type { Target } from '@/lib/targets/target'

/** What the studio says of a target without loading its code: that stays in the worker. */
export interface TargetFacts {
  id: string
  title: string
  summary: string
  versions: readonly string[]
  defaultVersion: string
  extraPlaces: readonly string[]
  /** What asks an installed program, such as `haproxy -c`; null where none can judge the files. */
  checkTitle: string | null
}

export function targetFacts({ extraPlaces, nativeCheck, ...target }: Target): TargetFacts {
  const { id, title, summary, versions, defaultVersion } = target
  const checkTitle = nativeCheck?.title ?? null
  return { id, title, summary, versions, defaultVersion, extraPlaces: Object.keys(extraPlaces), checkTitle }
}
