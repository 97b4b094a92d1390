import { startTransition, useLayoutEffect, useRef, useState } from 'react'
import type { Judgement } from './judgement'
import type { PlanEngine } from './plan-engine'

/** Half a word is rarely a plan: that a text is none is said when the typing pauses, not between two letters. */
const brokenMilliseconds = 250

export interface Judged {
  /** Of the newest text that has been read; null until there is one. */
  current: Judgement | null
  /** Of the newest text that is a plan: what lanes and outputs show while the text is broken. */
  good: Judgement | null
  /** The engine itself failed: our bug, said aloud. */
  failure: string | null
}

/** Reads and judges every text as soon as it is there. A newer one takes the place of an older one, whose answer is dropped. */
export function useJudgement(engine: PlanEngine | null, text: string, initial: Judged): Judged {
  const [judged, setJudged] = useState(initial)
  const shown = useRef(initial.current?.text)

  // A plan that comes unread is asked about before anything else that follows the first page: the editor takes half a second of the processor.
  useLayoutEffect(() => {
    if (!engine || shown.current === text) return
    const wish = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const show = (current: Judgement) => {
      shown.current = text
      // Typing goes before drawing.
      startTransition(() =>
        setJudged((before) => ({ current, good: current.plan ? current : before.good, failure: null })),
      )
    }
    engine.judge(text, wish.signal).then(
      (current) => {
        if (wish.signal.aborted) return
        if (current.plan || shown.current === undefined) show(current)
        else timer = setTimeout(show, brokenMilliseconds, current)
      },
      (error) => {
        if (!wish.signal.aborted) setJudged((before) => ({ ...before, failure: String(error) }))
      },
    )
    return () => {
      clearTimeout(timer)
      wish.abort()
    }
  }, [engine, text])

  return judged
}
