import { useCallback, useState } from 'react'
import type { ActionResult } from '@/lib/diagnostics/action-result'
import type { NativeCheckReport } from '@/lib/diagnostics/native-check-report'

export interface CheckQuestion {
  text: string
  target: string
  version: string
}

export type RunNativeCheck = (question: CheckQuestion) => Promise<ActionResult<NativeCheckReport>>

export interface NativeCheckState {
  question: CheckQuestion
  isRunning: boolean
  report: NativeCheckReport | null
  /** Why there is none. */
  failure: string | null
}

export interface NativeChecks {
  /** The last check of each target. */
  byTarget: Readonly<Record<string, NativeCheckState>>
  check: (question: CheckQuestion) => void
  dismiss: (target: string) => void
}

/** Kept for as long as the page is open. */
export function useNativeChecks(run: RunNativeCheck): NativeChecks {
  const [byTarget, setChecks] = useState<Record<string, NativeCheckState>>({})

  const check = useCallback(
    async (question: CheckQuestion) => {
      const keep = (state: Omit<NativeCheckState, 'question'>) =>
        setChecks((all) => ({ ...all, [question.target]: { question, ...state } }))
      keep({ isRunning: true, report: null, failure: null })
      const answer = await run(question).catch(() => null)
      if (answer?.ok) keep({ isRunning: false, report: answer.data, failure: null })
      else {
        const failure = answer
          ? `${answer.error.message} ${answer.error.wayOut}`
          : 'The server does not answer. Nothing was checked; try again when it is back.'
        keep({ isRunning: false, report: null, failure })
      }
    },
    [run],
  )
  const dismiss = useCallback((target: string) => {
    setChecks((all) => Object.fromEntries(Object.entries(all).filter(([id]) => id !== target)))
  }, [])
  return { byTarget, check, dismiss }
}
