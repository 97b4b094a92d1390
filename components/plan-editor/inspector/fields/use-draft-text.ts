import { useState } from 'react'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import { valueAt } from '@/lib/domain-model/json-pointer'
import { setField } from '../../edits/set-field'
import { fieldProblem } from '../schema-fields'
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
  const value = valueAt(data, at)
  const [draft, setDraft] = useState<{ text: string; standsFor: string; problem: string | null } | null>(null)
  // A change from elsewhere (undo, YAML, a fix) wins over what was typed here before.
  const live = draft && draft.standsFor === JSON.stringify(value ?? null) ? draft : null

  const change = (text: string) => {
    const next = read(text)
    const problem = fieldProblem(at, next, data)
    const standsFor = JSON.stringify((problem === null ? next : value) ?? null)
    setDraft({ text, standsFor, problem })
    if (problem === null) apply(setField(data, at, next), at)
  }
  return {
    text: live ? live.text : print(value),
    problem: live?.problem ?? null,
    change,
    /** A text that was taken over may show its normal form again. */
    settle: () => setDraft((before) => (before?.problem ? before : null)),
    reset: () => setDraft(null),
  }
}
