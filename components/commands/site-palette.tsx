'use client'
import { useRouter } from 'next/navigation'
import { useMemo } from 'react'
import { CommandList } from './command-list'
import type { Palette } from './palette-window'
import { type Go, lookCommands, pageCommands, planCommands } from './site-commands'
import { type ListPlans, usePlanNames } from './use-plan-names'

interface Props {
  listPlans: ListPlans
  palette: Palette
  onKeys: () => void
}

/** The palette of pages that show no plan. */
export function SitePalette({ listPlans, palette, onKeys }: Props) {
  const router = useRouter()
  const { plans, note, isLoading } = usePlanNames(listPlans)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what shows the keys is new with every drawing and always does the same
  const commands = useMemo(() => {
    const go: Go = (href) => router.push(href)
    return [...planCommands(plans, go), ...pageCommands(go), ...lookCommands(onKeys)]
  }, [plans, router])
  return <CommandList palette={palette} commands={commands} isLoading={isLoading} note={note} />
}
