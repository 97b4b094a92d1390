'use client'
import { Dialog } from '../ui/dialog'
import type { AdvisedRoute } from './advised-route'
import { Advisor } from './advisor'
import type { AdvisorTarget } from './target-answer'

interface Props {
  targets: readonly AdvisorTarget[]
  data: unknown
  onAdd: (route: AdvisedRoute) => void
  onClose: () => void
}

/** The advisor over an open plan: what it makes is one edit there, and one step of undo. */
export function AdvisorDialog({ targets, data, onAdd, onClose }: Props) {
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => open || onClose()}
      title="Advisor"
      description="Which mode should a name have? Answer what you know; the answer changes as you go."
    >
      <Advisor
        targets={targets}
        data={data}
        addWords="Add the route to this plan"
        onAdd={(route) => {
          onAdd(route)
          onClose()
        }}
      />
    </Dialog>
  )
}
