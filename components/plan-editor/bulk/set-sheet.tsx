'use client'
import { ArrowRight } from 'lucide-react'
import { useId, useState } from 'react'
import type { PatchOperation } from '@/lib/domain-model/patch'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { bulkChoices } from './bulk-choices'
import { type BulkField, bulkRoutes, setRoutes } from './bulk-edits'

interface Props {
  data: unknown
  routes: readonly number[]
  field: BulkField
  onClose: () => void
  onConfirm: (operations: PatchOperation[]) => void
}

const fieldWords: Record<BulkField, string> = { upstream: 'upstream', plainHttp: 'plain HTTP', listener: 'listener' }
const linesMax = 100

/** One field of many routes: every choice, why some are closed, and what would change, before it does. */
export function SetSheet({ data, routes, field, onClose, onConfirm }: Props) {
  const name = useId()
  const choices = bulkChoices(data, routes, field)
  const [chosen, setChosen] = useState<string | null>(null)
  const count = bulkRoutes(data, routes).length
  const setting = chosen === null ? null : setRoutes(data, routes, field, chosen === '' ? undefined : chosen)
  const lines = setting?.lines ?? []
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Set the ${fieldWords[field]} of ${count} ${count === 1 ? 'route' : 'routes'}`}
      description="One edit: one undo brings everything back."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={lines.length === 0} onClick={() => setting && onConfirm(setting.operations)}>
            {lines.length > 0 ? `Change ${lines.length} ${lines.length === 1 ? 'route' : 'routes'}` : 'Change'}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        <fieldset className="max-h-56 space-y-1 overflow-y-auto">
          <legend className="sr-only">New {fieldWords[field]}</legend>
          {choices.map(({ value, title, note, blockedBecause }) => (
            <label key={value} className="flex items-start gap-2">
              <input
                type="radio"
                name={name}
                className="mt-1 accent-ink"
                checked={chosen === value}
                disabled={blockedBecause !== null}
                onChange={() => setChosen(value)}
              />
              <span className={blockedBecause ? 'text-muted' : ''}>
                <span className="font-mono">{title}</span>{' '}
                <span className="text-muted text-xs">{blockedBecause ?? note}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <div role="status" className="border-line border-t pt-2">
          {setting === null && <p className="text-muted">Choose one to see what would change.</p>}
          {setting && (
            <p>
              {lines.length === 0 ? 'Nothing would change' : 'This would change'}
              {setting.sameCount > 0 && `; ${setting.sameCount} ${setting.sameCount === 1 ? 'has' : 'have'} it already`}
              {lines.length === 0 ? '.' : ':'}
            </p>
          )}
          <ul>
            {lines.slice(0, linesMax).map(({ index, name: route, from, to }) => (
              <li key={index} className="flex flex-wrap items-center gap-1.5 font-mono text-xs">
                <strong>{route}</strong> <span className="text-muted">{from}</span>
                <ArrowRight aria-label="becomes" className="size-3" /> {to}
              </li>
            ))}
            {lines.length > linesMax && <li className="text-muted">and {lines.length - linesMax} more</li>}
          </ul>
        </div>
      </div>
    </Dialog>
  )
}
