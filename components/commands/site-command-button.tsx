'use client'
import { CommandButton } from './command-button'
import { laterSitePalette } from './lazy-hands'
import type { ListPlans } from './use-plan-names'

export function SiteCommandButton({ listPlans }: { listPlans: ListPlans }) {
  return (
    <CommandButton
      placeholder="A plan, a page, a theme…"
      later={laterSitePalette}
      list={(SitePalette, parts) => <SitePalette listPlans={listPlans} {...parts} />}
    />
  )
}
