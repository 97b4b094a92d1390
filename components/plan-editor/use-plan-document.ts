import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { applyPatch, type PatchOperation } from '@/lib/domain-model/patch'
import { editorReducer, startEditing } from './document/editor-state'
import { markMoment } from './document/speed-marks'
import { type Judged, useJudgement } from './document/use-judgement'
import { startWorkerEngine } from './document/worker-engine'
import { editingKit, kitIsMissing } from './editing-kit'
import type { EditingKit } from './editing-tools'

const textIsNewer =
  'plan.yaml was changed a moment ago, and what this edit is for may stand elsewhere by now. Do it again'

/** The document as the whole studio sees it: text, what it means, and the ways to change it. */
export function usePlanDocument(initialText: string, initial: Judged) {
  const [engine] = useState(startWorkerEngine)
  useEffect(() => {
    // Monaco has been asked for already; who edits before this is there waits for it, see `apply`.
    editingKit.load().catch(() => {})
    return () => engine.close()
  }, [engine])

  const [state, dispatch] = useReducer(editorReducer, initialText, startEditing)
  const judged = useJudgement(engine, state.text, initial)
  const [ahead, setAhead] = useState<{ text: string; data: unknown } | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)

  // The form sees its own edits at once, everything else once the text has been read.
  const { data, text: dataOf } = useMemo(() => {
    if (judged.current?.text !== state.text && ahead?.text === state.text) return ahead
    return judged.current ?? { text: null, data: null }
  }, [judged.current, ahead, state.text])

  /** What the next edit starts from: two edits may come before the page is drawn again. `dataOf` is the text that the data was read from. */
  const newest = useRef({ text: state.text, data, dataOf })
  newest.current = { text: state.text, data, dataOf }

  const write = useCallback((text: string, key: string | null) => {
    setRefusal(null)
    newest.current = { ...newest.current, text }
    dispatch({ type: 'edit', text, key, at: Date.now() })
    markMoment('edit')
  }, [])

  const edit = useCallback(
    (
      { editPlanText, readSource, standSame }: EditingKit,
      operations: readonly PatchOperation[],
      key: string | null,
    ) => {
      const { text, data: seen, dataOf: read } = newest.current
      let current = seen
      if (read !== text) {
        // Typed a moment ago and not read yet: what the edit was meant for may stand elsewhere by now.
        const reading = readSource(text)
        current = reading.ok ? reading.source.data : null
        if (!standSame(seen, current, operations)) return setRefusal(textIsNewer)
      }
      const result = editPlanText(text, operations)
      if (!result.ok) return setRefusal(result.reason)
      const patched = applyPatch(current, operations)
      if (patched.ok) setAhead({ text: result.text, data: patched.data })
      write(result.text, key)
      if (patched.ok) newest.current = { text: result.text, data: patched.data, dataOf: result.text }
    },
    [write],
  )

  /**
   * Takes in a newer version, merged with the text `expect`. Drawn before anything else can happen: a key that is pressed next finds the merged
   * text in every editor.
   */
  const adopt = useCallback((merged: { expect: string; text: string; version: number; data: unknown }) => {
    const { expect, text, version, data } = merged
    if (newest.current.text !== expect) return
    newest.current = { text, data, dataOf: text }
    flushSync(() => {
      setAhead({ text, data })
      dispatch({ type: 'adopt', expect, text, version })
    })
  }, [])

  const apply = useCallback(
    (operations: readonly PatchOperation[], key: string | null) => {
      if (operations.length === 0) return
      const kit = editingKit.loaded()
      if (kit) return edit(kit, operations, key)
      editingKit.load().then(
        (loaded) => edit(loaded, operations, key),
        () => setRefusal(kitIsMissing),
      )
    },
    [edit],
  )

  return {
    engine,
    text: state.text,
    judged,
    data,
    /** Why the last edit could not be made, or null. */
    refusal,
    canUndo: state.past.length > 0,
    canRedo: state.future.length > 0,
    undo: useCallback(() => dispatch({ type: 'undo' }), []),
    redo: useCallback(() => dispatch({ type: 'redo' }), []),
    adopted: state.adopted,
    write,
    adopt,
    apply,
  }
}
