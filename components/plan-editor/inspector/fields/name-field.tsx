'use client'
import { useState } from 'react'
import { toPointer, valueAt } from '@/lib/domain-model/json-pointer'
import { planReferences } from '@/lib/domain-model/references'
import { renameThing } from '../../edits/rename-thing'
import { namedKinds, namesOf, type ThingKind } from '../../edits/things'
import { fieldProblem } from '../schema-fields'
import { controlStyle, Field } from './field'
import { usePlanForm } from './plan-form'

/** Renaming waits for Enter or for leaving the field: half a name must not catch the references of another thing. */
export function NameField({ kind, index }: { kind: ThingKind; index: number }) {
  const { data, apply } = usePlanForm()
  const at = toPointer([kind, index, 'name'])
  const current = String(valueAt(data, at) ?? '')
  const [draft, setDraft] = useState<string | null>(null)
  const text = (draft ?? current).trim()
  const isTaken = text !== current && namesOf(data, kind).includes(text)
  const problem =
    draft === null ? null : isTaken ? `Another one is called ${text} already.` : fieldProblem(at, text, data)
  const references = planReferences(data).filter(
    (reference) => reference.kind === namedKinds[kind] && reference.name === current,
  ).length
  const commit = () => {
    if (draft === null || problem) return
    setDraft(null)
    if (text !== current) apply(renameThing(data, kind, index, text), null)
  }
  return (
    <Field
      label="Name"
      at={at}
      problem={problem}
      help={
        references === 0 ? null : `Used in ${references} ${references === 1 ? 'place' : 'places'}; renaming follows.`
      }
    >
      {(control) => (
        <input
          {...control}
          className={`${controlStyle} font-mono`}
          value={draft ?? current}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setDraft(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit()
            if (event.key === 'Escape') setDraft(null)
          }}
        />
      )}
    </Field>
  )
}
