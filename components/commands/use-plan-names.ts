import { useEffect, useState } from 'react'
import type { ActionResult } from '@/lib/diagnostics/action-result'
import type { PlanName } from './site-commands'

export type ListPlans = (nothing: Record<string, never>) => Promise<ActionResult<PlanName[]>>

/** The plans by name, asked for when the palette opens: they may have changed since the page was made. */
export function usePlanNames(list: ListPlans) {
  const [state, setState] = useState<{ plans: PlanName[]; isLoading: boolean; note: string | null }>({
    plans: none,
    isLoading: true,
    note: 'Loading the plans…',
  })
  useEffect(() => {
    let isGone = false
    list({})
      .catch(() => null)
      .then((answer) => {
        if (isGone) return
        if (answer?.ok) setState({ plans: answer.data, isLoading: false, note: null })
        else
          setState({
            plans: none,
            isLoading: false,
            note: answer?.error.message ?? 'The list of plans could not be loaded.',
          })
      })
    return () => {
      isGone = true
    }
  }, [list])
  return state
}

const none: PlanName[] = []
