'use client'
import { Plus } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { LocatedFinding } from '@/lib/rules/run-rules'
import { shortcutOf } from '../../commands/use-shortcuts'
import { countSeverities, SeverityCountList } from '../../findings/severity-sign'
import { Button, IconButton } from '../../ui/button'
import { classNames } from '../../ui/class-names'
import { aThing, type ThingKind, thingWords } from '../edits/things'
import { TakenSign } from '../explain/taken-sign'

interface Props {
  kind: ThingKind
  /** Name and one short fact, in plan order. */
  parts: readonly { name: string; fact: string }[]
  /** By the pointer of the thing they lie in. */
  findings: ReadonlyMap<JsonPointer, readonly LocatedFinding[]>
  /** The pointer of the selected thing. */
  selection: JsonPointer | null
  /** What the explain bar's connection passes. */
  lit: ReadonlySet<JsonPointer>
  onSelect: (pointer: JsonPointer) => void
  onAdd: () => void
  isLocked: boolean
}

/** More would bury the lanes; the rest comes on demand. */
const shownMax = 48

/** The parts that routes stand on, as one row of small buttons. */
export function PartsStrip({ kind, parts, findings, selection, lit, onSelect, onAdd, isLocked }: Props) {
  const { many } = thingWords[kind]
  const [showsAll, setShowsAll] = useState(false)
  const shown = parts
    .map((part, index) => ({ ...part, pointer: `/${kind}/${index}` }))
    .filter(({ pointer }, index) => showsAll || index < shownMax || pointer === selection || lit.has(pointer))
  // One stop for Tab, like a lane; the arrows go on from there.
  const [lastFocused, setLastFocused] = useState<JsonPointer | null>(null)
  const stop = [lastFocused, selection].find((wanted) => shown.some(({ pointer }) => pointer === wanted))
  const entry = stop ?? shown[0]?.pointer
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const to = { partNext: 1, partPrevious: -1, partFirst: -Infinity, partLast: Infinity }[
      shortcutOf(event, 'parts') as string
    ]
    const at = shown.findIndex(({ pointer }) => pointer === (event.target as HTMLElement).dataset.part)
    if (to === undefined || at < 0) return
    event.preventDefault()
    const next = shown[Math.min(Math.max(at + to, 0), shown.length - 1)]
    event.currentTarget.querySelector<HTMLElement>(`[data-part="${next?.pointer}"]`)?.focus()
  }
  return (
    <section aria-label={many} className="rounded-sm border border-line bg-surface">
      <header className="flex items-center gap-2 pl-2">
        <h2 className="flex-1 text-xs">
          {many} <span className="font-normal text-muted">({parts.length})</span>
        </h2>
        <IconButton label={`Add ${aThing(kind)}`} onClick={onAdd} disabled={isLocked}>
          <Plus aria-hidden />
        </IconButton>
      </header>
      {parts.length > 0 && (
        <ul
          onKeyDown={onKeyDown}
          className="flex max-h-48 flex-wrap gap-1 overflow-y-auto px-2 pt-0.5 pb-2 compact:pb-1"
        >
          {shown.map(({ name, fact, pointer }) => {
            const isSelected = selection === pointer
            const here = findings.get(pointer) ?? []
            return (
              <li key={pointer} className="max-w-full">
                <button
                  type="button"
                  aria-pressed={isSelected}
                  data-part={pointer}
                  tabIndex={pointer === entry ? 0 : -1}
                  onFocus={() => setLastFocused(pointer)}
                  onClick={() => onSelect(pointer)}
                  className={classNames(
                    'flex max-w-full items-center gap-1.5 rounded-sm border px-1.5 py-0.5 text-xs hover:border-edge compact:py-0',
                    isSelected ? 'border-ink bg-pressed' : 'border-line bg-raised',
                    lit.has(pointer) && 'ring-2 ring-ink',
                  )}
                >
                  <span className="truncate font-mono">{name}</span>
                  <span className="shrink-0 text-muted">{fact}</span>
                  {lit.has(pointer) && <TakenSign />}
                  {here.length > 0 && <SeverityCountList counts={countSeverities(here)} />}
                </button>
              </li>
            )
          })}
          {shown.length < parts.length && (
            <li>
              <Button look="quiet" size="small" onClick={() => setShowsAll(true)}>
                Show all {parts.length}
              </Button>
            </li>
          )}
        </ul>
      )}
    </section>
  )
}
