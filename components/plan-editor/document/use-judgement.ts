import { useEffect, useRef, useState } from 'react'
import type { Judgement } from './judgement'
import type { PlanEngine } from './plan-engine'

const settleMilliseconds = 120

export interface Judged {
  /** Of the newest text that has been read; null until there is one. */
  current: Judgement | null
  /** Of the newest text that is a plan: what lanes and outputs show while the text is broken. */
  good: Judgement | null
  /** The engine itself failed: our bug, said aloud. */
  failure: string | null
}

/** Reads and judges the text a moment after it stopped changing; late answers to old texts are dropped. */
export function useJudgement(engine: PlanEngine | null, text: string, initial: Judged): Judged {
  const [judged, setJudged] = useState(initial)
  const shown = useRef(initial.current?.text)

  useEffect(() => {
    if (!engine || shown.current === text) return
    let isLate = false
    const timer = setTimeout(async () => {
      try {
        const current = await engine.judge(text)
        if (isLate) return
        shown.current = text
        setJudged((before) => ({ current, good: current.plan ? current : before.good, failure: null }))
      } catch (error) {
        if (!isLate) setJudged((before) => ({ ...before, failure: String(error) }))
      }
    }, settleMilliseconds)
    return () => {
      isLate = true
      clearTimeout(timer)
    }
  }, [engine, text])

  return judged
}
