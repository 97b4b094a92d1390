'use client'
import { useRouter } from 'next/navigation'
import { useMemo } from 'react'
import { CommandList } from '../../commands/command-list'
import type { Palette } from '../../commands/palette-window'
import { type Go, lookCommands, pageCommands, planCommands } from '../../commands/site-commands'
import { type ListPlans, usePlanNames } from '../../commands/use-plan-names'
import { type PlanCommandParts, planCommandsOf } from './plan-commands'

interface Props {
  parts: Omit<PlanCommandParts, 'goToPage'>
  listPlans: ListPlans
  palette: Palette
  onKeys: () => void
}

/** The palette over an open plan. */
export function PlanPalette({ parts, listPlans, palette, onKeys }: Props) {
  const router = useRouter()
  const { plans, note, isLoading } = usePlanNames(listPlans)
  // The plan as it was when the palette opened: nothing in it changes while the palette covers it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the parts are new with every drawing of the page
  const commands = useMemo(() => {
    const go: Go = (href) => router.push(href)
    return [
      ...planCommandsOf({ ...parts, goToPage: go }),
      ...planCommands(
        plans.filter(({ id }) => id !== parts.planId),
        go,
      ),
      ...pageCommands(go),
      ...lookCommands(onKeys),
    ]
  }, [plans, parts.data, parts.selection, parts.canUndo, parts.canRedo])
  return <CommandList palette={palette} commands={commands} isLoading={isLoading} note={note} />
}
