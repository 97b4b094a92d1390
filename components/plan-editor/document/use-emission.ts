import { startTransition, useEffect, useState } from 'react'
import type { Emission } from '@/lib/targets/emit'
import type { PlanEngine } from './plan-engine'
import type { Judged } from './use-judgement'

export interface EmissionState {
  /** The text that the files were made of. */
  text: string | null
  emission: Emission | null
  failure: string | null
}

interface Printed extends EmissionState {
  target: string
  version: string
}

const nothing: EmissionState = { text: null, emission: null, failure: null }

/**
 * The files of one target for the last good text. They are made while the text is being judged and shown once it was found to be a plan;
 * the old ones stay until the new ones are there.
 */
export function useEmission(
  engine: PlanEngine | null,
  newest: string,
  { current, good }: Judged,
  target: string | null,
  version: string,
): EmissionState {
  const [printed, setPrinted] = useState<Printed | null>(null)
  const [shown, setShown] = useState<Printed | null>(null)
  const isBroken = current !== null && current.text === newest && current.plan === null
  const text = isBroken ? (good?.text ?? null) : newest
  const isDone = printed?.text === text && printed.target === target && printed.version === version

  useEffect(() => {
    if (!engine || text === null || target === null || isDone) return
    const wish = new AbortController()
    const arrived = (emission: Emission | null, failure: string | null) => {
      if (wish.signal.aborted || (emission === null && failure === null)) return
      startTransition(() => setPrinted({ text, target, version, emission, failure }))
    }
    engine.emit(text, target, version, wish.signal).then(
      (emission) => arrived(emission, null),
      (error) => arrived(null, String(error)),
    )
    return () => wish.abort()
  }, [engine, text, target, version, isDone])

  if (printed && printed !== shown && printed.text === good?.text) setShown(printed)
  return shown?.target === target ? shown : nothing
}
