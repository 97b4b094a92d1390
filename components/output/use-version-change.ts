import { useEffect, useState } from 'react'
import type { Verdict, VerdictKind } from '@/lib/targets/capabilities'

export interface VersionChange {
  from: string
  to: string
  better: number
  worse: number
}

const rank: Record<VerdictKind, number> = { native: 0, 'extra-hop': 1, 'needs-switch': 2, broken: 3, cannot: 3 }

/** How verdicts differ from those of the version that was shown before; null until another version is chosen. */
export function useVersionChange(verdicts: readonly Verdict[]): VersionChange | null {
  const version = verdicts[0]?.version ?? null
  const [shown, setShown] = useState<{ verdicts: readonly Verdict[]; before: readonly Verdict[] | null }>({
    verdicts,
    before: null,
  })
  useEffect(() => {
    setShown((last) => {
      if (last.verdicts === verdicts) return last
      const isOther = version !== null && last.verdicts[0] !== undefined && last.verdicts[0].version !== version
      return { verdicts, before: isOther ? last.verdicts : null }
    })
  }, [verdicts, version])
  const from = shown.before?.[0]?.version
  return shown.before && from !== undefined && version !== null && shown.verdicts === verdicts
    ? { from, to: version, ...compareVerdicts(shown.before, verdicts) }
    : null
}

export function compareVerdicts(
  before: readonly Verdict[],
  after: readonly Verdict[],
): { better: number; worse: number } {
  const ranks = new Map(before.map(({ feature, path, verdict }) => [`${feature} ${path}`, rank[verdict]]))
  let [better, worse] = [0, 0]
  for (const { feature, path, verdict } of after) {
    const old = ranks.get(`${feature} ${path}`)
    if (old === undefined) continue
    if (rank[verdict] < old) better++
    else if (rank[verdict] > old) worse++
  }
  return { better, worse }
}
