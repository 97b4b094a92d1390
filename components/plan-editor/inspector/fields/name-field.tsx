'use client'
import { useEffect, useState } from 'react'
import { toPointer, valueAt } from '@/lib/domain-model/json-pointer'
import { planReferences } from '@/lib/domain-model/references'
import { editingKit, kitIsMissing } from '../../editing-kit'
import { renameThing } from '../../edits/rename-thing'
import { namedKinds, namesOf, type ThingKind } from '../../edits/things'
import { controlStyle, Field } from './field'
import { usePlanForm } from './plan-form'

/** Renaming waits for Enter or for leaving the field: half a name must not catch the references of another thing. */
export function NameField({ kind, index }: { kind: ThingKind; index: number }) {
  const { data, apply } = usePlanForm()
  const at = toPointer([kind, index, 'name'])
  const current = String(valueAt(data, at) ?? '')
  const [draft, setDraft] = useState<string | null>(null)
  const kit = editingKit.use()
  /** Left or confirmed before the page could judge it: it is taken over once that has come. */
  const [waits, setWaits] = useState<'kit' | 'reload' | null>(null)
  const text = (draft ?? current).trim()
  const isTaken = text !== current && namesOf(data, kind).includes(text)
  const problem =
    draft === null
      ? null
      : isTaken
        ? `Another one is called ${text} already.`
        : waits === 'reload'
          ? kitIsMissing
          : kit
            ? kit.fieldProblem(at, text, data)
            : null
  const references = planReferences(data).filter(
    (reference) => reference.kind === namedKinds[kind] && reference.name === current,
  ).length
  const commit = () => {
    if (draft === null || (problem && !waits)) return
    if (!kit) {
      setWaits('kit')
      editingKit.load().catch(() => setWaits('reload'))
      return
    }
    setDraft(null)
    if (text !== current) apply(renameThing(data, kind, index, text), null)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the kit is there
  useEffect(() => {
    if (!kit || !waits) return
    setWaits(null)
    if (kit.fieldProblem(at, text, data) === null) commit()
  }, [kit])
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
