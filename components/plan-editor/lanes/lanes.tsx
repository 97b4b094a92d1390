'use client'
import { type KeyboardEvent, useCallback, useMemo, useRef } from 'react'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { Plan } from '@/lib/domain-model/plan'
import type { LocatedFinding } from '@/lib/rules/run-rules'
import { shortcutOf } from '../../commands/use-shortcuts'
import type { TargetJudgement } from '../target-notes'
import { cardsOf, laneOf } from './card-facts'
import { Lane } from './lane'
import { LaneList } from './lane-list'
import { LaneTools } from './lane-tools'
import { nearestCardAcross } from './nearest-card'
import { PicksBar } from './picks-bar'
import { RouteCard } from './route-card'
import { useArrangement } from './use-arrangement'
import { useCardDrag } from './use-card-drag'
import { useModeMove } from './use-mode-move'
import { usePicks } from './use-picks'

interface Props {
  plan: Plan
  findings: readonly LocatedFinding[]
  /** What the open target makes of the plan; null while none is open. */
  target: TargetJudgement | null
  /** The pointer of the selected thing. */
  selection: JsonPointer | null
  /** The route that the explain bar's connection takes. */
  lit: JsonPointer | null
  onSelect: (pointer: JsonPointer) => void
  onAdd: (mode: 'terminate' | 'passthrough') => void
  isLocked: boolean
}

/** Two tracks that never cross: what ends at the edge, and what runs through. */
export function Lanes({ plan, findings, target, selection, lit, onSelect, onAdd, isLocked }: Props) {
  const cards = useMemo(() => cardsOf(plan, findings, target), [plan, findings, target])
  const { arrangement, setArrangement, shown, lanes } = useArrangement(plan, cards)
  const { ticked, pick, pickLane, replace, clear } = usePicks(cards, (mode) => lanes[laneOf({ mode })].cards)
  const board = useRef<HTMLDivElement>(null)
  const move = useModeMove(board, cards, ticked)
  const { dragged, over, start } = useCardDrag(move.ask)

  const select = useCallback(
    (pointer: JsonPointer) => {
      pick(pointer, 'visit')
      onSelect(pointer)
    },
    [pick, onSelect],
  )
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const target = event.target as HTMLElement
    const key = shortcutOf(event, 'lanes')
    if (key === 'cardPickNone' && ticked.size > 0 && !target.matches('input[type="search"], select')) {
      event.preventDefault()
      clear()
    }
    if (key === 'cardAcross' && target.dataset.card !== undefined) {
      event.preventDefault()
      nearestCardAcross(event.currentTarget, target)?.focus()
    }
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears the keys that the cards in it were pressed with
    <div ref={board} className="space-y-2 compact:space-y-1" onKeyDown={onKeyDown}>
      {cards.length > 1 && (
        <LaneTools arrangement={arrangement} onChange={setArrangement} shown={shown.length} total={cards.length} />
      )}
      <div className="grid gap-2 sm:grid-cols-2 compact:gap-1">
        {(['terminate', 'passthrough'] as const).map((mode) => (
          <Lane
            key={mode}
            mode={mode}
            isFiltered={shown.length < cards.length}
            drop={
              dragged === null || isLocked
                ? null
                : over === mode
                  ? 'here'
                  : laneOf(dragged) === mode
                    ? null
                    : 'possible'
            }
            count={lanes[mode].cards.length}
            onAdd={() => onAdd(mode)}
            isLocked={isLocked}
          >
            <LaneList
              items={lanes[mode].items}
              selection={selection}
              lit={lit}
              onPick={pick}
              onPickAll={() => pickLane(mode)}
              renderCard={(card, tabIndex) => (
                <RouteCard
                  card={card}
                  tabIndex={tabIndex}
                  targetTitle={target?.title ?? null}
                  isSelected={selection === card.pointer}
                  isLit={lit === card.pointer}
                  isPicked={ticked.has(card.pointer)}
                  onSelect={select}
                  onPick={pick}
                  onMove={isLocked ? null : move.askOther}
                  onDragStart={start}
                />
              )}
            />
          </Lane>
        ))}
      </div>
      {ticked.size > 0 && (
        <PicksBar
          board={board}
          cards={cards.filter(({ pointer }) => ticked.has(pointer))}
          hiddenCount={ticked.size - shown.filter(({ pointer }) => ticked.has(pointer)).length}
          isLocked={isLocked}
          onCopied={replace}
          onClear={clear}
        />
      )}
    </div>
  )
}
