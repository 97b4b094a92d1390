'use client'
import { Plus } from 'lucide-react'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { LocatedFinding } from '@/lib/rules/run-rules'
import { countSeverities, SeverityCountList } from '../../findings/severity-sign'
import { IconButton } from '../../ui/button'
import { classNames } from '../../ui/class-names'
import { type ThingKind, thingAt, thingWords } from '../edits/things'

interface Props {
  kind: ThingKind
  /** Name and one short fact, in plan order. */
  parts: readonly { name: string; fact: string }[]
  findings: readonly LocatedFinding[]
  selection: JsonPointer | null
  onSelect: (pointer: JsonPointer) => void
  onAdd: () => void
  isLocked: boolean
}

/** The parts that routes stand on, as one row of small buttons. */
export function PartsStrip({ kind, parts, findings, selection, onSelect, onAdd, isLocked }: Props) {
  const { one, many } = thingWords[kind]
  return (
    <section aria-label={many} className="rounded-sm border border-line bg-surface">
      <header className="flex items-center gap-2 pl-2">
        <h2 className="flex-1 text-xs">
          {many} <span className="font-normal text-muted">({parts.length})</span>
        </h2>
        <IconButton label={`Add a ${one}`} onClick={onAdd} disabled={isLocked}>
          <Plus aria-hidden />
        </IconButton>
      </header>
      {parts.length > 0 && (
        <ul className="flex max-h-48 flex-wrap gap-1 overflow-y-auto px-2 pb-2">
          {parts.map(({ name, fact }, index) => {
            const pointer = `/${kind}/${index}`
            const isSelected = selection !== null && thingAt(selection)?.pointer === pointer
            const here = findings.filter(({ path }) => path === pointer || path.startsWith(`${pointer}/`))
            return (
              <li key={pointer} className="max-w-full">
                <button
                  type="button"
                  aria-pressed={isSelected}
                  onClick={() => onSelect(pointer)}
                  className={classNames(
                    'flex max-w-full items-center gap-1.5 rounded-sm border px-1.5 py-0.5 text-xs hover:border-edge',
                    isSelected ? 'border-ink bg-pressed' : 'border-line bg-raised',
                  )}
                >
                  <span className="truncate font-mono">{name}</span>
                  <span className="shrink-0 text-muted">{fact}</span>
                  {here.length > 0 && <SeverityCountList counts={countSeverities(here)} />}
                </button>
              </li>
            )
          })}
        </ul>
      )}
    </section>
  )
}
