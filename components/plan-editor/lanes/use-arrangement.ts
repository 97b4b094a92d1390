import { useSearchParams } from 'next/navigation'
import { useMemo, useState } from 'react'
import type { Plan } from '@/lib/domain-model/plan'
import { useQuery } from '../../address/use-query'
import { type Arrangement, arrangeCards, filterCards, type LaneItem, searchTexts } from './arrange-cards'
import { readArrangement, writeArrangement } from './arrangement-address'
import { type CardFacts, type LaneMode, laneOf } from './card-facts'

export interface LaneCards {
  cards: readonly CardFacts[]
  items: readonly LaneItem[]
}

/** The cards of each lane as the person wants to see them; the wish is kept in the address, so that a link shows the same. */
export function useArrangement(plan: Plan, cards: readonly CardFacts[]) {
  const parameters = useSearchParams()
  const [arrangement, setArrangement] = useState<Arrangement>(() => readArrangement(parameters))
  useQuery(writeArrangement(arrangement))
  const texts = useMemo(() => searchTexts(plan), [plan])
  const shown = useMemo(() => filterCards(cards, texts, arrangement), [cards, texts, arrangement])
  const lanes = useMemo(() => {
    const laneCards = (lane: LaneMode): LaneCards => {
      const items = arrangeCards(
        shown.filter((card) => laneOf(card) === lane),
        arrangement,
      )
      return { items, cards: items.flatMap((item) => (item.kind === 'card' ? [item.card] : [])) }
    }
    return { terminate: laneCards('terminate'), passthrough: laneCards('passthrough') }
  }, [shown, arrangement])
  return { arrangement, setArrangement, shown, lanes }
}
