import { useEffect, useState } from 'react'
import type { Loss } from '@/lib/diagnostics/loss'
import { editPlanText } from '@/lib/domain-model/plan-edit'
import type { Mode } from '@/lib/domain-model/route'
import type { LocatedFinding } from '@/lib/rules/run-rules'
import type { PlanEngine } from '../plan-editor/document/plan-engine'
import { type FileDiff, fileDiffs } from './file-diff'
import type { ModeColumn } from './mode-columns'

/** What the rules and the open target make of one mode, against how the plan is now. */
export interface ModeOutput {
  /** Null where the text could not be edited or is no plan then. */
  diffs: FileDiff[] | null
  newFindings: LocatedFinding[]
  goneFindings: LocatedFinding[]
  newLosses: Loss[]
}

export type ModeOutputs = Partial<Record<Mode, ModeOutput>>

interface Asked {
  engine: PlanEngine | null
  text: string
  columns: readonly ModeColumn[]
  target: string
  version: string
}

/** Asks the workers, one mode after the other, so that what is typed meanwhile is answered in between. */
export function useModeOutput({ engine, text, columns, target, version }: Asked) {
  const [state, setState] = useState<{ outputs: ModeOutputs; failure: string | null }>({ outputs: {}, failure: null })
  useEffect(() => {
    if (!engine) return
    let isLate = false
    const ask = async () => {
      const now = await engine.judge(text)
      const emission = await engine.emit(text, target, version)
      for (const { mode, change } of columns) {
        if (isLate) return
        if (!change || !emission) continue
        const edited = editPlanText(text, change.operations)
        const then = edited.ok ? await engine.judge(edited.text) : null
        const after = edited.ok ? await engine.emit(edited.text, target, version) : null
        const output: ModeOutput = {
          diffs: after ? fileDiffs(emission.artifacts, after.artifacts) : null,
          newFindings: then ? without(then.findings, now.findings, findingKey) : [],
          goneFindings: then ? without(now.findings, then.findings, findingKey) : [],
          newLosses: after ? without(after.losses, emission.losses, lossKey) : [],
        }
        if (!isLate) setState(({ outputs }) => ({ outputs: { ...outputs, [mode]: output }, failure: null }))
      }
    }
    setState({ outputs: {}, failure: null })
    ask().catch((error) => {
      if (!isLate) setState({ outputs: {}, failure: String(error) })
    })
    return () => {
      isLate = true
    }
  }, [engine, text, columns, target, version])
  return state
}

const findingKey = ({ rule, message }: LocatedFinding) => `${rule} ${message}`
const lossKey = ({ feature, path, reason }: Loss) => `${feature} ${path} ${reason}`

function without<Item>(items: readonly Item[], others: readonly Item[], keyOf: (item: Item) => string): Item[] {
  const known = new Set(others.map(keyOf))
  return items.filter((item) => !known.has(keyOf(item)))
}
