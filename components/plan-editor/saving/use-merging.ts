import { useCallback, useEffect, useRef, useState } from 'react'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { Versions } from '@/lib/domain-model/merge/conflict'
import type { Choices } from '@/lib/domain-model/merge/write-merged'
import type { LineChange } from '../../output/line-changes'
import { isClean, type MergeEngine, startMergeEngine } from './merge-engine'
import type { JudgedMerge } from './merge-judged'
import type { AutosaveControls } from './use-autosave'
import { cameFromHere } from './versions-of-here'

/** A version that came in while this page was open: what it brought, and what the text was before. */
export interface MergeNote {
  version: number
  /** Saved by another tab of this browser. */
  isFromHere: boolean
  /** Whether something of this page's own was merged with it, or chosen instead. */
  how: 'followed' | 'merged' | 'chosen'
  before: string
  text: string
  changes: JudgedMerge['changes']
  /** Dismissed; said again only when an undo takes the version out. */
  isRead: boolean
}

/** An undo went back behind the version: what others saved is out again. */
export const isTakenOut = (note: MergeNote, text: string) => text === note.before && note.before !== note.text

interface Parts {
  planId: string
  autosave: AutosaveControls
  document: { text: string; adopt: (merged: { expect: string; text: string; version: number; data: unknown }) => void }
  selection: JsonPointer | null
  onSelect: (selection: JsonPointer | null) => void
}

/** A person who types on while choosing is not asked anew with every letter. */
const settleMilliseconds = 600

/** Merges what the server has newer into what is on screen, by itself where nothing collides. */
export function useMerging({ planId, autosave, document, selection, onSelect }: Parts) {
  const { state, tell } = autosave
  const engine = useRef<MergeEngine | null>(null)
  useEffect(() => () => engine.current?.close(), [])
  const newest = useRef({ document, selection, onSelect })
  newest.current = { document, selection, onSelect }
  const [notes, setNotes] = useState<readonly MergeNote[]>([])
  const [flash, setFlash] = useState<{ text: string; changes: readonly LineChange[] } | null>(null)

  const merge = useCallback((of: Versions<string>, choices: Choices) => {
    engine.current ??= startMergeEngine()
    return engine.current.merge({ of, choices, selection: newest.current.selection })
  }, [])

  const take = useCallback(
    (merged: JudgedMerge, { base, mine, theirs }: Versions<string>, version: number, isChosen: boolean) => {
      const now = newest.current
      if (now.document.text !== mine) return
      now.document.adopt({ expect: mine, text: merged.text, version, data: merged.data })
      // Something was typed in the very same moment: the merge starts again with it.
      if (newest.current.document.text !== merged.text) return
      if (merged.selection !== now.selection) now.onSelect(merged.selection)
      if (merged.text !== mine) setFlash({ text: merged.text, changes: merged.lines })
      const how = isChosen ? 'chosen' : mine === base || mine === theirs ? 'followed' : 'merged'
      const { text, changes } = merged
      setNotes((before) => [
        { version, isFromHere: cameFromHere(planId, version), how, before: mine, text, changes, isRead: false },
        ...before.slice(0, notesMax - 1),
      ])
    },
    [planId],
  )

  const { phase, theirs, text, base } = state
  useEffect(() => {
    if (!theirs || (phase !== 'merging' && phase !== 'conflict')) return
    let isLate = false
    const of = { base: base.text, mine: text, theirs: theirs.text }
    const timer = setTimeout(
      async () => {
        // Whatever fails here, a person can still choose between the two texts.
        const merged = await merge(of, {}).catch(() => null)
        if (isLate) return
        if (merged && isClean(merged)) take(merged, of, theirs.version, false)
        else tell({ type: 'collided', version: theirs.version })
      },
      phase === 'conflict' ? settleMilliseconds : 0,
    )
    return () => {
      isLate = true
      clearTimeout(timer)
    }
  }, [phase, theirs, text, base, merge, take, tell])

  return {
    notes,
    /** Lines of plan.yaml that just came in; null once the text has changed again. */
    flash: flash?.text === document.text ? flash.changes : null,
    dismiss: useCallback(() => {
      const { text: shown } = newest.current.document
      setNotes((before) => before.filter((note) => !isTakenOut(note, shown)).map((note) => ({ ...note, isRead: true })))
    }, []),
    merge,
    take,
  }
}

const notesMax = 20
