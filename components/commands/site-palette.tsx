'use client'
import { useRouter } from 'next/navigation'
import { useMemo } from 'react'
import { CommandPalette } from './command-palette'
import { type Go, lookCommands, pageCommands, planCommands } from './site-commands'
import { type ListPlans, usePlanNames } from './use-plan-names'

interface Props {
  listPlans: ListPlans
  onClose: () => void
  onKeys: () => void
}

/** The palette of pages that show no plan. */
export function SitePalette({ listPlans, onClose, onKeys }: Props) {
  const router = useRouter()
  const { plans, note } = usePlanNames(listPlans)
  const commands = useMemo(() => {
    const go: Go = (href) => router.push(href)
    return [...planCommands(plans, go), ...pageCommands(go), ...lookCommands(onKeys)]
  }, [plans, router, onKeys])
  return <CommandPalette commands={commands} placeholder="A plan, a page, a theme…" note={note} onClose={onClose} />
}
