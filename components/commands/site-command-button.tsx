'use client'
import { CommandButton } from './command-button'
import { LazySitePalette } from './lazy-hands'
import type { ListPlans } from './use-plan-names'

export function SiteCommandButton({ listPlans }: { listPlans: ListPlans }) {
  return <CommandButton palette={(parts) => <LazySitePalette listPlans={listPlans} {...parts} />} />
}
