'use client'
import { ArrowLeftRight, Copy, Trash2, X } from 'lucide-react'
import { type RefObject, useLayoutEffect, useRef } from 'react'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import { ModeSign } from '../../modes/mode-sign'
import { Button, IconButton } from '../../ui/button'
import type { BulkField } from '../bulk/bulk-edits'
import { thingAt } from '../edits/things'
import { usePlanForm } from '../inspector/fields/plan-form'
import { type CardFacts, laneOf } from './card-facts'

interface Props {
  board: RefObject<HTMLElement | null>
  /** The ticked ones. */
  cards: readonly CardFacts[]
  /** Of them, those that the filter hides. */
  hiddenCount: number
  isLocked: boolean
  /** The copies take over the ticks. */
  onCopied: (names: ReadonlyMap<JsonPointer, string>) => void
  onClear: () => void
}

const fields: readonly (readonly [BulkField, string])[] = [
  ['upstream', 'Upstream…'],
  ['plainHttp', 'Plain HTTP…'],
  ['listener', 'Listener…'],
]

/** What can be done to all ticked routes at once. Each is one edit and one step of undo. */
export function PicksBar({ board, cards, hiddenCount, isLocked, onCopied, onClear }: Props) {
  const { askSheet } = usePlanForm()
  const routes = cards.flatMap(({ pointer }) => thingAt(pointer)?.index ?? [])
  const lanes = (['terminate', 'passthrough'] as const)
    .map((to) => ({ to, count: cards.filter((card) => laneOf(card) !== to).length }))
    .filter(({ count }) => count > 0)
  const duplicate = () =>
    askSheet({
      kind: 'duplicate',
      routes,
      onCopied: (copies) => onCopied(new Map(copies.map(({ index, name }) => [`/routes/${index}`, name]))),
    })
  const bar = useFocusKeeper(board)
  return (
    <section
      ref={bar}
      aria-label="Ticked routes"
      className="sticky bottom-1 z-10 flex flex-wrap items-center gap-1 rounded-sm border border-ink bg-surface px-2 py-1 shadow-lg"
    >
      <p role="status" className="mr-1 font-semibold text-xs">
        {cards.length} ticked
        {hiddenCount > 0 && <span className="font-normal"> ({hiddenCount} not shown by the filter)</span>}
      </p>
      {lanes.map(({ to, count }) => (
        <Button key={to} size="small" disabled={isLocked} onClick={() => askSheet({ kind: 'move', routes, to })}>
          {lanes.length > 1 ? <ModeSign mode={to} className="h-3.5 w-6" /> : <ArrowLeftRight aria-hidden />}
          {lanes.length > 1 ? `${count} to ${to}…` : `To ${to}…`}
        </Button>
      ))}
      {fields.map(([field, title]) => (
        <Button key={field} size="small" disabled={isLocked} onClick={() => askSheet({ kind: 'set', routes, field })}>
          {title}
        </Button>
      ))}
      <Button size="small" disabled={isLocked} onClick={duplicate}>
        <Copy aria-hidden /> Duplicate…
      </Button>
      <Button size="small" look="danger" disabled={isLocked} onClick={() => askSheet({ kind: 'delete', routes })}>
        <Trash2 aria-hidden /> Delete…
      </Button>
      <span className="flex-1" />
      <IconButton label="Take all ticks away" onClick={onClear}>
        <X aria-hidden />
      </IconButton>
    </section>
  )
}

/** The bar goes when nothing is ticked any more; a focus that was in it goes to the cards, not to nowhere. */
function useFocusKeeper(board: RefObject<HTMLElement | null>) {
  const bar = useRef<HTMLElement>(null)
  useLayoutEffect(() => {
    const shown = bar.current
    return () => {
      if (!shown?.contains(document.activeElement)) return
      queueMicrotask(() => board.current?.querySelector<HTMLElement>('[data-card][tabindex="0"]')?.focus())
    }
  }, [board])
  return bar
}
