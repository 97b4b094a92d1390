'use client'
import { CommandButton } from '../../commands/command-button'
import type { ListPlans } from '../../commands/use-plan-names'
import { loadOnce } from '../../ui/load-once'
import type { PlanCommandParts } from './plan-commands'

const laterPlanPalette = loadOnce(() => import('./plan-palette').then((module) => module.PlanPalette))

interface Props {
  parts: Omit<PlanCommandParts, 'goToPage'>
  listPlans: ListPlans
}

export function PlanCommandButton({ parts, listPlans }: Props) {
  return (
    <CommandButton
      placeholder="A route, a host, a target, or what you want to do…"
      later={laterPlanPalette}
      list={(PlanPalette, open) => <PlanPalette parts={parts} listPlans={listPlans} {...open} />}
    />
  )
}
