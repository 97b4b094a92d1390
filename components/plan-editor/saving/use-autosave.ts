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
  resolve: (keep: 'mine' | 'theirs') => void
}

interface Parts {
  planId: string
  server: ServerCopy
  text: string
  save: SaveText
  /** A draft of an earlier page, or the other side's text, takes the place of the text on screen. */
  onReplaced: (text: string) => void
}

export const keyWithheld =
  'The text holds a private key. It is not sent to the server and not kept in this browser. Remove the key and name the secret or file instead.'

/** Drives the autosave machine: clock, network and the browser's storage live here and nowhere else. */
export function useAutosave({ planId, server, text, save, onReplaced }: Parts): AutosaveControls {
  const [state, setState] = useState(() => startAutosave(server))
  // Events come from timers, answers and page events: they must see the newest state, not the rendered one.
  const newest = useRef(state)
  const dispatch = useCallback((event: AutosaveEvent) => {
    newest.current = autosaveReducer(newest.current, event)
    setState(newest.current)
  }, [])
  const underWay = useRef<Promise<void> | null>(null)
  const [isReady, setReady] = useState(false)

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
    if (isReady) dispatch({ type: 'edited', text })
  }, [isReady, text, dispatch])

  const send = useCallback(async () => {
    const { base, text: sent } = newest.current
    if (findPrivateKey(sent) !== null) {
      dropDraft(localStorage, planId)
      return dispatch({ type: 'withheld', reason: keyWithheld })
    }
    keepDraft(localStorage, planId, { baseVersion: base.version, text: sent })
    dispatch({ type: 'sending' })
    const answer = await latest.current.save({ baseVersion: base.version, text: sent }).catch(
      (error): SaveAnswer => ({
        kind: 'unreachable',
        reason: error instanceof Error ? error.message : String(error),
      }),
    )
    dispatch({ type: 'answered', answer })
    if (answer.kind === 'saved') noteAcknowledged(planId, newest.current.base)
    if (!isDirty(newest.current)) dropDraft(localStorage, planId)
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
  }, [delay, state.text, state.attempt, isReady, sendOnce])

  const flush = useCallback(async () => {
    await underWay.current
    if (isDirty(newest.current) && newest.current.phase !== 'conflict' && newest.current.phase !== 'refused')
      await sendOnce()
    return !isDirty(newest.current)
  }, [sendOnce])

  useEffect(() => {
    const keep = () => {
      const { base, text: unsaved } = newest.current
      if (isDirty(newest.current)) keepDraft(localStorage, planId, { baseVersion: base.version, text: unsaved })
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

  const resolve = useCallback(
    (keep: 'mine' | 'theirs') => {
      dispatch({ type: 'resolved', keep })
      const { text: kept } = newest.current
      if (keep === 'theirs') {
        dropDraft(localStorage, planId)
        latest.current.onReplaced(kept)
      }
    },
    [planId, dispatch],
  )

  return { state, flush, resolve }
}
