import { type RefObject, useCallback, useEffect, useRef } from 'react'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import { thingAt } from '../edits/things'
import { usePlanForm } from '../inspector/fields/plan-form'
import { type CardFacts, type LaneMode, laneOf } from './card-facts'

/** Cards on their way into the other lane: first the price, then one edit. A ticked card takes the other ticked ones of its lane along. */
export function useModeMove(
  board: RefObject<HTMLElement | null>,
  cards: readonly CardFacts[],
  ticked: ReadonlyMap<JsonPointer, string>,
) {
  const { askSheet } = usePlanForm()
  const latest = useRef({ cards, ticked })
  latest.current = { cards, ticked }

  // The card is drawn anew in the other lane; who moved it by keyboard goes with it.
  const moved = useRef<{ pointer: JsonPointer; to: LaneMode } | null>(null)
  useEffect(() => {
    const { pointer, to } = moved.current ?? {}
    if (!cards.some((card) => card.pointer === pointer && laneOf(card) === to)) return
    moved.current = null
    if (document.activeElement === document.body || board.current?.contains(document.activeElement))
      board.current?.querySelector<HTMLElement>(`[data-card="${pointer}"]`)?.focus()
  }, [cards, board])

  const ask = useCallback(
    (pointer: JsonPointer, to: LaneMode) => {
      const { cards: all, ticked: picks } = latest.current
      const pointers = picks.has(pointer)
        ? all.filter((card) => picks.has(card.pointer) && laneOf(card) !== to).map((card) => card.pointer)
        : [pointer]
      const routes = pointers.flatMap((one) => thingAt(one)?.index ?? [])
      const onDone = () => {
        moved.current = { pointer, to }
      }
      askSheet({ kind: 'move', routes, to, onDone })
    },
    [askSheet],
  )
  const askOther = useCallback(
    (pointer: JsonPointer) => {
      const card = latest.current.cards.find((candidate) => candidate.pointer === pointer)
      if (card) ask(pointer, otherLane(card))
    },
    [ask],
  )
  return { ask, askOther }
}

export const otherLane = (card: Pick<CardFacts, 'mode'>): LaneMode =>
  laneOf(card) === 'passthrough' ? 'terminate' : 'passthrough'
