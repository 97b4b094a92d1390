import { useCallback, useState } from 'react'
import type { ActionResult } from '@/lib/diagnostics/action-result'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { ServerCopy } from './autosave'
import { type SaveResult, saveAnswerOf } from './save-answer'
import { useAutosave } from './use-autosave'
import { useMerging } from './use-merging'

export type SavePlan = (draft: { id: string; baseVersion: number; text: string }) => Promise<ActionResult<SaveResult>>

interface Parts {
  planId: string
  server: ServerCopy
  document: {
    text: string
    adopted: ServerCopy | null
    write: (text: string, key: string | null) => void
    adopt: (merged: { expect: string; text: string; version: number; data: unknown }) => void
  }
  selection: JsonPointer | null
  onSelect: (selection: JsonPointer | null) => void
  save: SavePlan
}

/** Everything between the text on screen and the server: saving, merging with what others saved, and what a person has to say to it. */
export function useSaving({ planId, server, document, selection, onSelect, save }: Parts) {
  const saveText = useCallback(
    (draft: { baseVersion: number; text: string }) => save({ id: planId, ...draft }).then(saveAnswerOf),
    [planId, save],
  )
  const { text, adopted, write } = document
  const onReplaced = useCallback((next: string) => write(next, null), [write])
  const autosave = useAutosave({ planId, server, text, adopted, save: saveText, onReplaced })
  const merging = useMerging({ planId, autosave, document, selection, onSelect })
  const [isComparing, setComparing] = useState(true)
  return { planId, server, autosave, merging, isComparing, setComparing }
}

export type Saving = ReturnType<typeof useSaving>
