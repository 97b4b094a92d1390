'use client'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import { classNames } from '../../../ui/class-names'
import { fieldFacts } from '../field-facts'
import { controlStyle, Field, tallControlStyle } from './field'
import { usePlanForm } from './plan-form'
import { type TextForm, useDraftText } from './use-draft-text'

interface Props {
  label: string
  at: JsonPointer
  help?: string | null
  placeholder?: string
  isBare?: boolean
  isProse?: boolean
  className?: string
}

const plainText: TextForm = {
  print: (value) => (value === undefined || value === null ? '' : String(value)),
  read: (text) => (text.trim() === '' ? undefined : text.trim()),
}

export function TextField(props: Props) {
  return <DraftInput {...props} form={plainText} />
}

const number: TextForm = {
  print: plainText.print,
  // What is no number stays text, so that the schema says what it wants instead.
  read: (text) => (text.trim() === '' ? undefined : /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text.trim()),
}

export function NumberField(props: Props) {
  const { data } = usePlanForm()
  const { defaultValue } = fieldFacts(props.at, data)
  return (
    <DraftInput
      {...props}
      form={number}
      inputMode="decimal"
      placeholder={props.placeholder ?? (typeof defaultValue === 'number' ? `${defaultValue}` : '')}
    />
  )
}

function DraftInput({
  label,
  at,
  help,
  placeholder,
  isBare,
  isProse,
  className,
  form,
  inputMode,
}: Props & { form: TextForm; inputMode?: 'decimal' }) {
  const draft = useDraftText(at, form)
  return (
    <Field label={label} at={at} problem={draft.problem} help={help} isBare={isBare} className={className}>
      {(control) => (
        <input
          {...control}
          className={classNames(controlStyle, !isProse && 'font-mono')}
          value={draft.text}
          placeholder={placeholder}
          inputMode={inputMode}
          spellCheck={isProse ?? false}
          autoComplete="off"
          autoCapitalize="off"
          onChange={(event) => draft.change(event.target.value)}
          onBlur={draft.settle}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && draft.problem) draft.reset()
          }}
        />
      )}
    </Field>
  )
}

const lines: TextForm = {
  print: (value) => (Array.isArray(value) ? value.join('\n') : ''),
  read: (text) => {
    const list = text
      .split(/[\n,]/)
      .map((line) => line.trim())
      .filter(Boolean)
    return list.length > 0 ? list : undefined
  },
}

/** Verbatim lines keep their commas and inner spaces. */
export const verbatimLines: TextForm = {
  print: lines.print,
  read: (text) => (text === '' ? undefined : text.split('\n')),
}

/** `Name: value`, one a line. */
export const headerLines: TextForm = {
  print: (value) =>
    typeof value === 'object' && value !== null
      ? Object.entries(value)
          .map(([name, content]) => `${name}: ${content}`)
          .join('\n')
      : '',
  read: (text) => {
    const entries = text.split('\n').filter((line) => line.trim() !== '')
    if (entries.length === 0) return undefined
    return Object.fromEntries(
      entries.map((line) => [line.split(':')[0]?.trim() ?? '', line.split(':').slice(1).join(':').trim()]),
    )
  },
}

/** A list or a map as text, one entry a line. */
export function LinesField({
  label,
  at,
  help,
  placeholder,
  className,
  form = lines,
  isProse,
}: Props & { form?: TextForm }) {
  const draft = useDraftText(at, form)
  return (
    <Field label={label} at={at} problem={draft.problem} help={help} className={className}>
      {(control) => (
        <textarea
          {...control}
          className={classNames(tallControlStyle, !isProse && 'font-mono')}
          rows={Math.min(8, Math.max(2, draft.text.split('\n').length))}
          value={draft.text}
          placeholder={placeholder}
          spellCheck={isProse ?? false}
          onChange={(event) => draft.change(event.target.value)}
          onBlur={draft.settle}
        />
      )}
    </Field>
  )
}

const prose: TextForm = {
  print: plainText.print,
  read: (text) => (text === '' ? undefined : text),
}

export function ProseField(props: Props) {
  return <LinesField {...props} form={prose} isProse />
}
