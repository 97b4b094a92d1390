import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import type { ActionResult } from '@/lib/diagnostics/action-result'

export type CreatePlan = (plan: { name: string; text: string }) => Promise<ActionResult<{ id: string }>>

/** Makes a plan and opens it; what went wrong stays on the page. */
export function useCreatePlan(create: CreatePlan, onMade?: () => void) {
  const router = useRouter()
  const [isBusy, startTransition] = useTransition()
  const [problem, setProblem] = useState<string | null>(null)
  const make = (plan: { name: string; text: string }) => {
    setProblem(null)
    startTransition(async () => {
      const result = await create(plan).catch(() => null)
      if (result?.ok) {
        onMade?.()
        router.push(`/plans/${result.data.id}`)
      } else
        setProblem(
          result
            ? `${result.error.message} ${result.error.wayOut}`
            : 'The server does not answer. Nothing was made; try again.',
        )
    })
  }
  return { make, isBusy, problem }
}
