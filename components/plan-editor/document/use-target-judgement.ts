import { useMemo } from 'react'
import type { TargetFacts } from '../target-facts'
import type { TargetJudgement } from '../target-notes'
import type { EmissionState } from './use-emission'

/** What the open target makes of the plan, by its parts: an edit that changes only the files leaves the cards as they are. */
export function useTargetJudgement(
  target: Pick<TargetFacts, 'title'> | null,
  { emission }: Pick<EmissionState, 'emission'>,
): TargetJudgement | null {
  const { losses, verdicts } = emission ?? { losses: null, verdicts: null }
  const title = target?.title ?? null
  return useMemo(
    () =>
      title !== null && losses && verdicts ? { title, version: verdicts[0]?.version ?? '', losses, verdicts } : null,
    [title, losses, verdicts],
  )
}
