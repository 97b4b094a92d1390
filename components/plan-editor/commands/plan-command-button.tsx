'use client'
import dynamic from 'next/dynamic'
import { CommandButton } from '../../commands/command-button'
import type { ListPlans } from '../../commands/use-plan-names'
import type { PlanCommandParts } from './plan-commands'

const LazyPlanPalette = dynamic(() => import('./plan-palette').then((module) => module.PlanPalette), { ssr: false })

interface Props {
  parts: Omit<PlanCommandParts, 'goToPage'>
  listPlans: ListPlans
}

export function PlanCommandButton({ parts, listPlans }: Props) {
  return <CommandButton palette={(open) => <LazyPlanPalette parts={parts} listPlans={listPlans} {...open} />} />
}
