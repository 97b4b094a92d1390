'use client'
import { useId } from 'react'
import { type JsonPointer, valueAt } from '@/lib/domain-model/json-pointer'
import { setField } from '../../edits/set-field'
import { namesOf, type ThingKind } from '../../edits/things'
import { fieldFacts } from '../schema-fields'
import { controlStyle, Field } from './field'
import { usePlanForm } from './plan-form'

interface Props {
  label: string
  at: JsonPointer
  help?: string | null
  isBare?: boolean
  className?: string
}

/** One of the schema's own choices. */
export function ChoiceField({ label, at, help, isBare, className }: Props) {
  const { data, apply } = usePlanForm()
  const { choices, defaultValue, isRequired } = fieldFacts(at, data)
  const value = valueAt(data, at) ?? defaultValue ?? ''
  const isUnknown = value !== '' && !choices?.includes(String(value))
  return (
    <Field label={label} at={at} help={help} isBare={isBare} className={className}>
      {(control) => (
        <select
          {...control}
          className={controlStyle}
          value={String(value)}
          onChange={(event) => apply(setField(data, at, event.target.value || undefined), null)}
        >
          {!isRequired && defaultValue === undefined && <option value="">not set</option>}
          {isUnknown && <option value={String(value)}>{String(value)} (not known)</option>}
          {choices?.map((choice) => (
            <option key={choice} value={choice}>
              {choice === defaultValue && help !== null ? `${choice} (default)` : choice}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

/** The name of another thing of this plan. */
export function ReferenceField({
  label,
  at,
  help,
  isBare,
  className,
  kind,
  none,
}: Props & { kind: ThingKind; none?: string }) {
  const { data, apply } = usePlanForm()
  const names = namesOf(data, kind)
  const value = valueAt(data, at)
  const isMissing = typeof value === 'string' && !names.includes(value)
  const { isRequired } = fieldFacts(at, data)
  return (
    <Field label={label} at={at} help={help} isBare={isBare} className={className}>
      {(control) => (
        <select
          {...control}
          className={`${controlStyle} font-mono`}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => apply(setField(data, at, event.target.value || undefined), null)}
        >
          {(!isRequired || value === undefined) && <option value="">{none ?? 'none'}</option>}
          {isMissing && <option value={value}>{value} (does not exist)</option>}
          {[...new Set(names)].map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      )}
    </Field>
  )
}

export function CheckField({ label, at, help }: Props) {
  const { data, apply, showsHelp } = usePlanForm()
  const id = useId()
  const facts = fieldFacts(at, data)
  const words = help === undefined ? facts.help : help
  const checked = Boolean(valueAt(data, at) ?? facts.defaultValue ?? false)
  return (
    <div>
      <label className="flex items-center gap-2 py-0.5 font-medium text-xs">
        <input
          type="checkbox"
          className="size-4 accent-ink"
          aria-describedby={showsHelp && words ? `${id}-help` : undefined}
          checked={checked}
          onChange={(event) => apply(setField(data, at, event.target.checked), null)}
        />
        {label}
      </label>
      {showsHelp && words && (
        <p id={`${id}-help`} className="text-muted text-xs">
          {words}
        </p>
      )}
    </div>
  )
}

/** Any of the schema's choices, kept in the schema's order. */
export function ChoiceListField({ label, at, help }: Props) {
  const { data, apply, showsHelp } = usePlanForm()
  const { choices, help: words } = fieldFacts(`${at}/0`, data)
  const facts = fieldFacts(at, data)
  const value = valueAt(data, at) ?? facts.defaultValue
  const chosen = new Set(Array.isArray(value) ? value.map(String) : [])
  const toggle = (choice: string) => {
    const next = (choices ?? []).filter((one) => (one === choice ? !chosen.has(one) : chosen.has(one)))
    apply(setField(data, at, next.length > 0 ? next : undefined), null)
  }
  return (
    <fieldset>
      <legend className="mb-0.5 font-medium text-xs">{label}</legend>
      <div className="flex flex-wrap gap-x-3 gap-y-1">
        {choices?.map((choice) => (
          <label key={choice} className="flex items-center gap-1.5 font-mono text-xs">
            <input
              type="checkbox"
              className="size-4 accent-ink"
              checked={chosen.has(choice)}
              onChange={() => toggle(choice)}
            />
            {choice}
          </label>
        ))}
      </div>
      {showsHelp && (help ?? facts.help ?? words) && (
        <p className="mt-0.5 text-muted text-xs">{help ?? facts.help ?? words}</p>
      )}
    </fieldset>
  )
}
