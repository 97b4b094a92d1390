import { useCallback, useMemo, useRef, useState } from 'react'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import { type CardFacts, laneOf } from './card-facts'
import { extend, noPicks, type Picks, pickAll, standing, toggle, visit } from './picks'

export type PickHow = 'toggle' | 'to here' | 'visit'

/** Ticked cards and the ways to tick them. `shownIn` gives the cards of a lane as they are arranged now. */
export function usePicks(cards: readonly CardFacts[], shownIn: (lane: CardFacts['mode']) => readonly CardFacts[]) {
  const [picks, setPicks] = useState(noPicks)
  const ticked = useMemo(() => standing(picks, cards), [picks, cards])
  const latest = useRef({ cards, shownIn, ticked })
  latest.current = { cards, shownIn, ticked }

  /** Each change starts from what still stands. */
  const change = useCallback((next: (picks: Picks) => Picks) => {
    setPicks((before) => next({ ...before, names: latest.current.ticked }))
  }, [])

  const pick = useCallback(
    (pointer: JsonPointer, how: PickHow, from?: JsonPointer) => {
      const find = (wanted: JsonPointer | null | undefined) =>
        latest.current.cards.find((card) => card.pointer === wanted)
      const card = find(pointer)
      if (!card) return
      if (how === 'toggle') return change((before) => toggle(before, card))
      if (how === 'visit') return change((before) => visit(before, card))
      const shown = latest.current.shownIn(laneOf(card))
      change((before) => extend(before, find(from ?? before.head) ?? card, card, shown))
    },
    [change],
  )

  return {
    ticked,
    pick,
    pickLane: useCallback(
      (lane: CardFacts['mode']) => change((before) => pickAll(before, latest.current.shownIn(lane))),
      [change],
    ),
    /** Ticks exactly these, once they are there. */
    replace: useCallback((names: ReadonlyMap<JsonPointer, string>) => setPicks({ ...noPicks, names, base: names }), []),
    clear: useCallback(() => setPicks(noPicks), []),
  }
}
