import { useCallback, useEffect, useRef, useState } from 'react'
import { findPrivateKey } from '@/lib/domain-model/private-key'
import {
  type Autosave,
  type AutosaveEvent,
  autosaveReducer,
  isDirty,
  type SaveAnswer,
  type ServerCopy,
  saveDelayMilliseconds,
  startAutosave,
} from './autosave'
import { dropDraft, keepDraft, readDraft } from './draft-storage'
import { noteAcknowledged } from './newest-copy'

export type SaveText = (draft: { baseVersion: number; text: string }) => Promise<SaveAnswer>

export interface AutosaveControls {
  state: Autosave
  /** Saves now, whatever the clock says; true when the server holds the text on screen. */
  flush: () => Promise<boolean>
  /** The last version that this page saved itself. */
  savedVersion: number | null
  /** What happened outside of saving: a newer version, a merge, a deletion. */
  tell: (event: Extract<AutosaveEvent, { type: 'news' | 'collided' | 'adopted' | 'answered' }>) => void
}

interface Parts {
  planId: string
  server: ServerCopy
  text: string
  /** The last newer version that the text on screen was merged with. */
  adopted: ServerCopy | null
  save: SaveText
  /** A draft of an earlier page takes the place of the text on screen. */
  onReplaced: (text: string) => void
}

export const keyWithheld =
  'The text holds a private key. It is not sent to the server and not kept in this browser. Remove the key and name the secret or file instead.'

/** Nothing is sent while somebody has to do something first. */
const waiting = new Set<Autosave['phase']>(['merging', 'conflict', 'refused', 'gone'])

/**
 * One more letter in a text that was unsaved before: the studio is drawn for the letter, and need not be drawn again for the saving of it.
 * `state.text` may lag behind meanwhile; while a newer version is merged, which asks for it, it never does.
 */
function isSilentEdit(before: Autosave, after: Autosave, { type }: AutosaveEvent): boolean {
  return (
    type === 'edited' && before.phase === after.phase && !waiting.has(after.phase) && isDirty(before) === isDirty(after)
  )
}

/** Drives the autosave machine: clock, network and the browser's storage live here and nowhere else. */
export function useAutosave({ planId, server, text, adopted, save, onReplaced }: Parts): AutosaveControls {
  const [state, setState] = useState(() => startAutosave(server))
  // Events come from timers, answers and page events: they must see the newest state, not the rendered one.
  const newest = useRef(state)
  const dispatch = useCallback((event: AutosaveEvent) => {
    const before = newest.current
    newest.current = autosaveReducer(before, event)
    if (!isSilentEdit(before, newest.current, event)) setState(newest.current)
  }, [])
  const underWay = useRef<Promise<void> | null>(null)
  const [isReady, setReady] = useState(false)
  const [savedVersion, setSavedVersion] = useState<number | null>(null)

  // What an earlier page could not send is picked up first, before anything is compared or saved.
  const resumed = useRef(false)
  const latest = useRef({ save, onReplaced })
  latest.current = { save, onReplaced }
  useEffect(() => {
    if (resumed.current) return
    resumed.current = true
    const draft = readDraft(localStorage, planId)
    if (draft) {
      dispatch({ type: 'resumed', draft })
      if (isDirty(newest.current)) latest.current.onReplaced(newest.current.text)
      else dropDraft(localStorage, planId)
    }
    setReady(true)
  }, [planId, dispatch])

  useEffect(() => {
    if (!isReady) return
    // What is on screen became a child of the newer version first, and was edited since.
    if (adopted) dispatch({ type: 'adopted', ...adopted })
    dispatch({ type: 'edited', text })
  }, [isReady, text, adopted, dispatch])

  const send = useCallback(async () => {
    const { base, text: sent } = newest.current
    if (findPrivateKey(sent) !== null) {
      dropDraft(localStorage, planId)
      return dispatch({ type: 'withheld', reason: keyWithheld })
    }
    keepDraft(localStorage, planId, { baseVersion: base.version, baseText: base.text, text: sent })
    dispatch({ type: 'sending' })
    const answer = await latest.current.save({ baseVersion: base.version, text: sent }).catch(
      (error): SaveAnswer => ({
        kind: 'unreachable',
        reason: error instanceof Error ? error.message : String(error),
      }),
    )
    dispatch({ type: 'answered', answer })
    // At once, not with the next drawing: this page may be gone by then.
    if (answer.kind === 'saved') {
      noteAcknowledged(planId, newest.current.base)
      setSavedVersion(answer.version)
    }
    if (newest.current.phase === 'idle' && !isDirty(newest.current)) dropDraft(localStorage, planId)
  }, [planId, dispatch])

  const sendOnce = useCallback(() => {
    underWay.current ??= send().finally(() => {
      underWay.current = null
    })
    return underWay.current
  }, [send])

  const delay = saveDelayMilliseconds(state)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a further edit, and a further failure, start the wait anew
  useEffect(() => {
    if (delay === null || !isReady) return
    const timer = setTimeout(sendOnce, delay)
    return () => clearTimeout(timer)
  }, [delay, text, state.attempt, isReady, sendOnce])

  const flush = useCallback(async () => {
    await underWay.current
    if (isDirty(newest.current) && !waiting.has(newest.current.phase)) await sendOnce()
    return !isDirty(newest.current)
  }, [sendOnce])

  useEffect(() => {
    const keep = () => {
      const { base, text: unsaved, phase } = newest.current
      if (isDirty(newest.current) || phase === 'gone')
        keepDraft(localStorage, planId, { baseVersion: base.version, baseText: base.text, text: unsaved })
    }
    const onHidden = () => {
      if (document.visibilityState !== 'hidden') return
      keep()
      void flush()
    }
    const onBlur = () => void flush()
    const onOnline = () => void flush()
    window.addEventListener('pagehide', keep)
    document.addEventListener('visibilitychange', onHidden)
    window.addEventListener('blur', onBlur)
    window.addEventListener('online', onOnline)
    return () => {
      // Leaving for another page of the studio: nothing waits for the clock any more.
      keep()
      void flush()
      window.removeEventListener('pagehide', keep)
      document.removeEventListener('visibilitychange', onHidden)
      window.removeEventListener('blur', onBlur)
      window.removeEventListener('online', onOnline)
    }
  }, [planId, flush])

  // What is on screen is on the server, or the server has nothing any more: the copy here goes, or is all there is.
  const { phase } = state
  const isSettled = phase === 'idle' && !isDirty(state)
  useEffect(() => {
    if (!isReady) return
    if (isSettled) dropDraft(localStorage, planId)
    if (isSettled) noteAcknowledged(planId, newest.current.base)
    const { base, text: kept } = newest.current
    if (phase === 'gone')
      keepDraft(localStorage, planId, { baseVersion: base.version, baseText: base.text, text: kept })
  }, [isReady, isSettled, phase, planId])

  return { state, flush, savedVersion, tell: dispatch }
}
