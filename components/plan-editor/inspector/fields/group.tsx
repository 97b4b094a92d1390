'use client'
import type { ReactNode } from 'react'
import { type JsonPointer, valueAt } from '@/lib/domain-model/json-pointer'
import { setField } from '../../edits/set-field'
import { fieldFacts } from '../field-facts'
import { FieldFindings } from './field-findings'
import { usePlanForm } from './plan-form'

export function Section({ title, children, actions }: { title?: string; children: ReactNode; actions?: ReactNode }) {
  return (
    <section className="border-line border-t px-3 py-2.5 compact:px-2 compact:py-1">
      {title !== undefined && (
        <div className="mb-1.5 flex min-h-7 items-center justify-between gap-2 compact:mb-0.5">
          <h3 className="text-sm">{title}</h3>
          {actions}
        </div>
      )}
      <div className="space-y-2.5 compact:space-y-1">{children}</div>
    </section>
  )
}

/** A group that a thing may have or not: the switch writes a first version of it, or takes it out. */
export function OptionalGroup({
  title,
  at,
  start,
  children,
}: {
  title: string
  at: JsonPointer
  start: unknown
  children: ReactNode
}) {
  const { data, apply, showsHelp, findings } = usePlanForm()
  const isOn = valueAt(data, at) !== undefined
  const { help } = fieldFacts(at, data)
  const here = findings.filter((finding) => finding.path === at)
  return (
    <section className="border-line border-t px-3 py-2 compact:px-2 compact:py-0.5">
      <label className="flex min-h-7 items-center gap-2 font-semibold text-sm">
        <input
          type="checkbox"
          name={at}
          className="size-4 accent-ink"
          checked={isOn}
          onChange={() => apply(setField(data, at, isOn ? undefined : start), null)}
        />
        {title}
      </label>
      {showsHelp && help && <p className="text-muted text-xs">{help}</p>}
      <FieldFindings findings={here} />
      {isOn && <div className="mt-1.5 space-y-2.5">{children}</div>}
    </section>
  )
}
