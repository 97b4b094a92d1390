import { useEffect, useState } from 'react'
import type { Emission } from '@/lib/targets/emit'
import type { PlanEngine } from './plan-engine'

export interface EmissionState {
  emission: Emission | null
  failure: string | null
}

/** The files of one target for the last good text. The old ones stay until the new ones are there. */
export function useEmission(
  engine: PlanEngine | null,
  text: string | null,
  target: string | null,
  version: string,
): EmissionState {
  const [state, setState] = useState<EmissionState & { target: string | null }>({
    emission: null,
    failure: null,
    target: null,
  })

  useEffect(() => {
    if (!engine || text === null || target === null) return
    let isLate = false
    engine.emit(text, target, version).then(
      (emission) => {
        if (!isLate) setState({ emission, failure: null, target })
      },
      (error) => {
        if (!isLate) setState({ emission: null, failure: String(error), target })
      },
    )
    return () => {
      isLate = true
    }
  }, [engine, text, target, version])

  return state.target === target ? state : { emission: null, failure: null }
}
