import type { Mode } from '@/lib/domain-model/route'
import type { ShortcutId } from './shortcuts'

/** The headings of the palette, in their order. */
export const commandGroups = [
  'Selected route',
  'Go to',
  'Edit',
  'Add',
  'View',
  'Files',
  'Pages',
  'Plans',
  'How it looks',
] as const

export type CommandGroup = (typeof commandGroups)[number]

/** One thing that can be done from the palette. */
export interface Command {
  /** Unique in the palette. */
  id: string
  group: CommandGroup
  title: string
  /** Shown beside the title, and searched. */
  note?: string
  /** Searched only. */
  words?: string
  mode?: Mode
  shortcut?: ShortcutId
  /** Why it cannot be done now; it is shown, and says so. */
  blockedBecause?: string | null
  /** Shown only when it is searched for. */
  isRare?: boolean
  /** Runs after the palette has gone and the focus is back where it was. */
  run: () => void
}

/** A command whose effect would not be seen elsewhere: the palette stays and says what happened. */
export interface SpeakingCommand extends Omit<Command, 'run'> {
  say: () => Promise<string>
}

export type AnyCommand = Command | SpeakingCommand
