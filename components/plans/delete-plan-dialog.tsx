'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { ActionResult } from '@/lib/diagnostics/action-result'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Notice } from '../ui/notice'
import type { PlanOverview } from './plan-overview'

export type DeletePlan = (plan: { id: string; version: number }) => Promise<ActionResult<{ deleted: boolean }>>

export function DeletePlanDialog({
  plan,
  remove,
  onClose,
}: {
  plan: PlanOverview
  remove: DeletePlan
  onClose: () => void
}) {
  const router = useRouter()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const confirm = async () => {
    setBusy(true)
    const result = await remove({ id: plan.id, version: plan.version }).catch(() => null)
    setBusy(false)
    router.refresh()
    if (result?.ok && result.data.deleted) return onClose()
    if (result?.ok)
      return setProblem(
        'Somebody saved a newer version meanwhile, so it was not deleted. Close this and look at it first.',
      )
    setProblem(
      result
        ? `${result.error.message} ${result.error.wayOut}`
        : 'The server does not answer, so nothing was deleted. Try again.',
    )
  }
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => isOpen || onClose()}
      title={`Delete ${plan.name}?`}
      description="The plan and its text are gone then; this cannot be undone. Download it first if in doubt."
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" disabled={isBusy || problem !== null} onClick={confirm}>
            Delete {plan.name}
          </Button>
        </>
      }
    >
      {problem && (
        <Notice live look="error">
          {problem}
        </Notice>
      )}
    </Dialog>
  )
}
