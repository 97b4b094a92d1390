'use client'
import { Check, CircleDashed, CloudOff, FileX2, GitCompareArrows, LoaderCircle, OctagonX } from 'lucide-react'
import { classNames } from '../ui/class-names'
import { type Autosave, type SaveView, saveView } from './saving/autosave'

const views: Record<SaveView, { Sign: typeof Check; words: string; style?: string }> = {
  saved: { Sign: Check, words: 'Saved', style: 'text-muted' },
  unsaved: { Sign: CircleDashed, words: 'Edited', style: 'text-muted' },
  saving: { Sign: LoaderCircle, words: 'Saving', style: 'text-muted' },
  retrying: { Sign: CloudOff, words: 'Not saved: server unreachable, retrying' },
  merging: { Sign: LoaderCircle, words: 'Merging', style: 'text-muted' },
  conflict: { Sign: GitCompareArrows, words: 'Conflict: a newer version exists' },
  gone: { Sign: FileX2, words: 'Not saved: the plan was deleted' },
  refused: { Sign: OctagonX, words: 'Not saved' },
}

/** Whether the server holds what is on screen, in words. */
export function SaveState({ autosave }: { autosave: Autosave }) {
  const { Sign, words, style } = views[saveView(autosave)]
  return (
    <span
      role="status"
      aria-label="Save state"
      className={classNames('inline-flex min-w-0 items-center gap-1.5 text-xs', style ?? 'font-semibold text-ink')}
    >
      <Sign aria-hidden className={classNames('size-4 shrink-0', Sign === LoaderCircle && 'animate-spin')} />
      <span className="truncate">{words}</span>
    </span>
  )
}
