'use client'
import { Plus } from 'lucide-react'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { Plan } from '@/lib/domain-model/plan'
import type { LocatedFinding } from '@/lib/rules/run-rules'
import { ModeSign } from '../../modes/mode-sign'
import { IconButton } from '../../ui/button'
import { classNames } from '../../ui/class-names'
import { ModeChangeDialog } from '../inspector/mode-change-dialog'
import type { TargetJudgement } from '../target-notes'
import { arrangeCards, asWritten, filterCards, searchTexts } from './arrange-cards'
import { cardsOf, type LaneMode, laneOf } from './card-facts'
import { LaneList } from './lane-list'
import { LaneTools } from './lane-tools'
import { RouteCard } from './route-card'
import { useCardDrag } from './use-card-drag'
import { useModeMove } from './use-mode-move'

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

const lanes = [
  {
    mode: 'terminate',
    title: 'Terminate',
    says: 'TLS ends at the edge',
    style: 'border-t-terminate',
    empty: 'No name ends here yet. Terminate names whose paths, headers or rate limits the edge must see.',
  },
  {
    mode: 'passthrough',
    title: 'Passthrough',
    says: 'TLS runs through untouched',
    style: 'border-t-passthrough',
    empty:
      'Nothing runs through yet. Pass through names whose backend holds the certificate or checks client certificates itself.',
  },
] as const

/** Two tracks that never cross: what ends at the edge, and what runs through. */
export function Lanes({ plan, findings, target, selection, lit, onSelect, onAdd, isLocked }: Props) {
  const cards = useMemo(() => cardsOf(plan, findings, target), [plan, findings, target])
  const texts = useMemo(() => searchTexts(plan), [plan])
  const [arrangement, setArrangement] = useState(asWritten)
  const shown = useMemo(() => filterCards(cards, texts, arrangement), [cards, texts, arrangement])
  const lists = useMemo(() => {
    const listOf = (lane: LaneMode) => {
      const here = shown.filter((card) => laneOf(card) === lane)
      return { count: here.length, items: arrangeCards(here, arrangement) }
    }
    return { terminate: listOf('terminate'), passthrough: listOf('passthrough') }
  }, [shown, arrangement])
  const isFiltered = shown.length < cards.length
  const board = useRef<HTMLDivElement>(null)
  const move = useModeMove(board, cards)
  const { dragged, over, start } = useCardDrag(move.ask)
  return (
    <div ref={board} className="space-y-2">
      {cards.length > 1 && (
        <LaneTools arrangement={arrangement} onChange={setArrangement} shown={shown.length} total={cards.length} />
      )}
      <div className="grid gap-2 sm:grid-cols-2">
        {lanes.map(({ mode, ...lane }) => {
          const { count, items } = lists[mode]
          return (
            <Lane
              key={mode}
              {...lane}
              empty={isFiltered ? 'No route here matches the filter.' : lane.empty}
              mode={mode}
              drop={
                dragged === null || isLocked
                  ? null
                  : over === mode
                    ? 'here'
                    : laneOf(dragged) === mode
                      ? null
                      : 'possible'
              }
              sign={<ModeSign mode={mode} />}
              count={count}
              onAdd={() => onAdd(mode)}
              isLocked={isLocked}
            >
              <LaneList
                items={items}
                selection={selection}
                lit={lit}
                renderCard={(card, tabIndex) => (
                  <RouteCard
                    card={card}
                    tabIndex={tabIndex}
                    targetTitle={target?.title ?? null}
                    isSelected={selection === card.pointer}
                    isLit={lit === card.pointer}
                    onSelect={onSelect}
                    onMove={isLocked ? null : move.askOther}
                    onDragStart={start}
                  />
                )}
              />
            </Lane>
          )
        })}
      </div>
      <ModeChangeDialog change={move.change} onClose={move.cancel} onConfirm={move.confirm} />
    </div>
  )
}

interface LaneProps {
  mode: LaneMode
  title: string
  says: string
  sign: ReactNode
  style: string
  count: number
  empty: string
  onAdd: () => void
  isLocked: boolean
  /** Whether a card that is being dragged may fall here, and whether it is above it now. */
  drop: 'possible' | 'here' | null
  children: ReactNode
}

function Lane({ mode, drop, title, says, sign, style, count, empty, onAdd, isLocked, children }: LaneProps) {
  return (
    <section
      aria-label={`${title} lane`}
      data-lane={mode}
      className={classNames(
        'min-w-0 rounded-sm border border-line border-t-4 bg-raised',
        style,
        drop && 'outline-2 outline-edge outline-dashed',
        drop === 'here' && 'bg-pressed outline-ink outline-solid',
      )}
    >
      <header className="flex items-center gap-2 px-2 py-1.5">
        {sign}
        <div className="min-w-0 flex-1">
          <h2 className="text-sm leading-4">
            {title} <span className="font-normal text-muted">({count})</span>
          </h2>
          <p className="truncate text-2xs text-muted leading-4">{says}</p>
        </div>
        <IconButton label={`Add a ${title.toLowerCase()} route`} onClick={onAdd} disabled={isLocked}>
          <Plus aria-hidden />
        </IconButton>
      </header>
      {count === 0 ? <p className="px-2 pb-3 text-muted text-xs">{empty}</p> : children}
    </section>
  )
}
