import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { PatchOperation } from '@/lib/domain-model/patch'
import { changeMode, type ModeChange } from '../edits/change-mode'
import { thingAt } from '../edits/things'
import { usePlanForm } from '../inspector/fields/plan-form'
import { type CardFacts, type LaneMode, laneOf } from './card-facts'

/** A card on its way into the other lane: first the price, then one edit, which one undo takes back. */
export function useModeMove(board: RefObject<HTMLElement | null>, cards: readonly CardFacts[]) {
  const { data, apply } = usePlanForm()
  const [asked, setAsked] = useState<{ pointer: JsonPointer; change: ModeChange } | null>(null)
  const latest = useRef({ data, cards })
  latest.current = { data, cards }

  const ask = useCallback((pointer: JsonPointer, to: LaneMode) => {
    const place = thingAt(pointer)
    const change = place && changeMode(latest.current.data, place.index, to)
    if (change) setAsked({ pointer, change })
  }, [])
  const askOther = useCallback(
    (pointer: JsonPointer) => {
      const card = latest.current.cards.find((candidate) => candidate.pointer === pointer)
      if (card) ask(pointer, laneOf(card) === 'passthrough' ? 'terminate' : 'passthrough')
    },
    [ask],
  )

  // The card is drawn anew in the other lane; who moved it by keyboard goes with it.
  const moved = useRef<{ pointer: JsonPointer; to: LaneMode } | null>(null)
  useEffect(() => {
    const { pointer, to } = moved.current ?? {}
    if (!cards.some((card) => card.pointer === pointer && laneOf(card) === to)) return
    moved.current = null
    if (document.activeElement === document.body || board.current?.contains(document.activeElement))
      board.current?.querySelector<HTMLElement>(`[data-card="${pointer}"]`)?.focus()
  }, [cards, board])

  return {
    change: asked?.change ?? null,
    ask,
    askOther,
    cancel: () => setAsked(null),
    confirm: (operations: PatchOperation[]) => {
      if (asked)
        moved.current = { pointer: asked.pointer, to: asked.change.to === 'passthrough' ? 'passthrough' : 'terminate' }
      setAsked(null)
      apply(operations, null)
    },
  }
}
