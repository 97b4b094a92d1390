'use client'
import { type ReactNode, useId } from 'react'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import { classNames } from '../../../ui/class-names'
import { fieldFacts } from '../field-facts'
import { FieldFindings } from './field-findings'
import { usePlanForm } from './plan-form'

const controlLook =
  'w-full min-w-0 rounded-sm border border-edge/70 bg-surface px-2 text-sm text-ink placeholder:text-muted/80 aria-[invalid=true]:border-error disabled:bg-raised disabled:text-muted'

export const controlStyle = `${controlLook} h-8 compact:h-7`
/** For a control of several lines. */
export const tallControlStyle = `${controlLook} resize-y py-1`

export interface ControlProps {
  id: string
  /** The place in the plan that the control writes. */
  name: JsonPointer
  'aria-describedby': string | undefined
  'aria-invalid': boolean
}

interface Props {
  label: string
  at: JsonPointer
  /** What is wrong with what was typed here and therefore not yet in the plan. */
  problem?: string | null
  /** Shown in place of the schema's words. */
  help?: string | null
  /** The label is for screen readers only: rows of a table have a heading. */
  isBare?: boolean
  className?: string
  children: (control: ControlProps) => ReactNode
}

/** Label, help from the schema, the control, and whatever is wrong with it, tied together for eyes and for screen readers. */
export function Field({ label, at, problem = null, help, isBare, className, children }: Props) {
  const id = useId()
  const { data, findings, showsHelp } = usePlanForm()
  const words = help === undefined ? fieldFacts(at, data).help : help
  const here = findings.filter((finding) => finding.path === at)
  const hasHelp = showsHelp && words !== null && !isBare
  const described = [hasHelp && `${id}-help`, problem && `${id}-problem`, here.length > 0 && `${id}-findings`]
    .filter(Boolean)
    .join(' ')
  return (
    <div className={classNames('min-w-0', className)}>
      <label htmlFor={id} className={isBare ? 'sr-only' : 'mb-0.5 block font-medium text-xs'}>
        {label}
      </label>
      {children({
        id,
        name: at,
        'aria-describedby': described || undefined,
        'aria-invalid': problem !== null || here.some(({ severity }) => severity === 'error'),
      })}
      {problem && (
        <p id={`${id}-problem`} role="alert" className="mt-0.5 text-error text-xs">
          Not applied: {problem}
        </p>
      )}
      <FieldFindings id={`${id}-findings`} findings={here} />
      {hasHelp && (
        <p id={`${id}-help`} className="mt-0.5 text-muted text-xs">
          {words}
        </p>
      )}
    </div>
  )
}
