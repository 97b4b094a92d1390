import { useEffect, useState } from 'react'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import { valueAt } from '@/lib/domain-model/json-pointer'
import { editingKit, kitIsMissing } from '../../editing-kit'
import { setField } from '../../edits/set-field'
import { usePlanForm } from './plan-form'

export interface TextForm {
  /** The value as text; undefined is shown as nothing. */
  print: (value: unknown) => string
  /** The value a text stands for; undefined takes the field out of the plan. */
  read: (text: string) => unknown
}

/**
 * A text that is typed and the value it stands for. What the schema accepts goes into the plan with every key; what it does not
 * accept stays in the field, with the reason, and the plan keeps its last good value.
 */
export function useDraftText(at: JsonPointer, { print, read }: TextForm) {
  const { data, apply } = usePlanForm()
  const kit = editingKit.use()
  const value = valueAt(data, at)
  const [draft, setDraft] = useState<Draft | null>(null)
  // A change from elsewhere (undo, YAML, a fix) wins over what was typed here before.
  const live = draft && draft.standsFor === JSON.stringify(value ?? null) ? draft : null

  const change = (text: string) => {
    const asIs = { text, standsFor: JSON.stringify(value ?? null) }
    if (!kit) {
      setDraft({ ...asIs, problem: null, isWaiting: true })
      editingKit.load().catch(() => setDraft({ ...asIs, problem: kitIsMissing, isWaiting: true }))
      return
    }
    const next = read(text)
    const problem = kit.fieldProblem(at, next, data)
    const standsFor = problem === null ? JSON.stringify(next ?? null) : asIs.standsFor
    setDraft({ text, standsFor, problem, isWaiting: false })
    if (problem === null) apply(setField(data, at, next), at)
  }

  // What was typed before the page could judge it is judged now.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the kit is there
  useEffect(() => {
    if (kit && live?.isWaiting) change(live.text)
  }, [kit])

  return {
    text: live ? live.text : print(value),
    problem: live?.problem ?? null,
    change,
    /** A text that was taken over may show its normal form again. */
    settle: () => setDraft((before) => (before?.problem || before?.isWaiting ? before : null)),
    reset: () => setDraft(null),
  }
}

interface Draft {
  text: string
  /** The value of the plan that this draft stands for, as JSON. */
  standsFor: string
  problem: string | null
  /** Typed before the page could judge it. */
  isWaiting: boolean
}
