'use client'
import { useId } from 'react'
import { type JsonPointer, valueAt } from '@/lib/domain-model/json-pointer'
import { setField } from '../../edits/set-field'
import { type ThingKind, thingsOf } from '../../edits/things'
import { fieldFacts, otherChoices } from '../field-facts'
import { controlStyle, Field } from './field'
import { FieldFindings } from './field-findings'
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
  const isUnknown =
    value !== '' && !choices?.includes(String(value)) && !otherChoices(at, data).some(({ choice }) => choice === value)
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
          {otherChoices(at, data).map(({ choice, only }) => (
            <option key={choice} value={choice} disabled={choice !== value}>
              {choice} (only with {only})
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
  unfit = () => null,
}: Props & {
  kind: ThingKind
  none?: string
  /** Why a thing of the kind cannot be meant here; null where it can. */
  unfit?: (thing: Record<string, unknown>) => string | null
}) {
  const { data, apply } = usePlanForm()
  // Of two things with one name the first is meant.
  const things = new Map(
    thingsOf(data, kind)
      .toReversed()
      .flatMap((thing) => (typeof thing.name === 'string' ? [[thing.name, thing] as const] : [])),
  )
  const value = valueAt(data, at)
  const isMissing = typeof value === 'string' && !things.has(value)
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
          {[...things].map(([name, thing]) => {
            const reason = name === value ? null : unfit(thing)
            return (
              <option key={name} value={name} disabled={reason !== null}>
                {reason === null ? name : `${name} (${reason})`}
              </option>
            )
          })}
        </select>
      )}
    </Field>
  )
}

export function CheckField({ label, at, help }: Props) {
  const { data, apply, showsHelp, findings } = usePlanForm()
  const id = useId()
  const facts = fieldFacts(at, data)
  const words = help === undefined ? facts.help : help
  const checked = Boolean(valueAt(data, at) ?? facts.defaultValue ?? false)
  return (
    <div>
      <label className="flex items-center gap-2 py-0.5 font-medium text-xs">
        <input
          type="checkbox"
          name={at}
          className="size-4 accent-ink"
          aria-describedby={showsHelp && words ? `${id}-help` : undefined}
          checked={checked}
          onChange={(event) => apply(setField(data, at, event.target.checked), null)}
        />
        {label}
      </label>
      <FieldFindings findings={findings.filter((finding) => finding.path === at)} />
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
  const { data, apply, showsHelp, findings } = usePlanForm()
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
              name={at}
              value={choice}
              className="size-4 accent-ink"
              checked={chosen.has(choice)}
              onChange={() => toggle(choice)}
            />
            {choice}
          </label>
        ))}
      </div>
      <FieldFindings findings={findings.filter(({ path }) => path === at || path.startsWith(`${at}/`))} />
      {showsHelp && (help ?? facts.help ?? words) && (
        <p className="mt-0.5 text-muted text-xs">{help ?? facts.help ?? words}</p>
      )}
    </fieldset>
  )
}
