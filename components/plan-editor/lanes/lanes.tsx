'use client'
import { Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Loss } from '@/lib/diagnostics/loss'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { Plan } from '@/lib/domain-model/plan'
import { terminatesTls } from '@/lib/domain-model/route'
import type { LocatedFinding } from '@/lib/rules/run-rules'
import { ModeSign } from '../../modes/mode-sign'
import { IconButton } from '../../ui/button'
import { classNames } from '../../ui/class-names'
import { thingAt } from '../edits/things'
import { RouteCard } from './route-card'

interface Props {
  plan: Plan
  findings: readonly LocatedFinding[]
  losses: readonly Loss[]
  targetTitle: string | null
  selection: JsonPointer | null
  /** The route that the explain bar's connection takes. */
  lit: JsonPointer | null
  onSelect: (pointer: JsonPointer) => void
  onAdd: (mode: 'terminate' | 'passthrough') => void
  isLocked: boolean
}

/** Two tracks that never cross: what ends at the edge, and what runs through. */
export function Lanes({ plan, findings, losses, targetTitle, selection, lit, onSelect, onAdd, isLocked }: Props) {
  const findingsOf = groupByThing(findings, (finding) => [finding.path, ...finding.related])
  const lossesOf = groupByThing(losses, (loss) => [loss.path])
  const cards = plan.routes.map((route, index) => {
    const pointer = `/routes/${index}`
    return {
      isTerminated: terminatesTls(route),
      pointer,
      card: (
        <RouteCard
          route={route}
          certificateHolder={route.mode === 'passthrough' ? null : route.certificate}
          upstreams={plan.upstreams}
          findings={findingsOf.get(pointer) ?? []}
          lossCount={lossesOf.get(pointer)?.length ?? 0}
          targetTitle={targetTitle}
          isSelected={selection !== null && thingAt(selection)?.pointer === pointer}
          isLit={lit === pointer}
          onSelect={() => onSelect(pointer)}
        />
      ),
    }
  })
  const lane = (isTerminated: boolean) => cards.filter((entry) => entry.isTerminated === isTerminated)
  return (
    <div className="grid gap-2 sm:grid-cols-2">
      <Lane
        title="Terminate"
        says="TLS ends at the edge"
        sign={<ModeSign mode="terminate" />}
        style="border-t-terminate"
        count={lane(true).length}
        onAdd={() => onAdd('terminate')}
        isLocked={isLocked}
        empty="No name ends here yet. Terminate names whose paths, headers or rate limits the edge must see."
      >
        {lane(true).map(({ pointer, card }) => (
          <li key={pointer}>{card}</li>
        ))}
      </Lane>
      <Lane
        title="Passthrough"
        says="TLS runs through untouched"
        sign={<ModeSign mode="passthrough" />}
        style="border-t-passthrough"
        count={lane(false).length}
        onAdd={() => onAdd('passthrough')}
        isLocked={isLocked}
        empty="Nothing runs through yet. Pass through names whose backend holds the certificate or checks client certificates itself."
      >
        {lane(false).map(({ pointer, card }) => (
          <li key={pointer}>{card}</li>
        ))}
      </Lane>
    </div>
  )
}

interface LaneProps {
  title: string
  says: string
  sign: ReactNode
  style: string
  count: number
  empty: string
  onAdd: () => void
  isLocked: boolean
  children: ReactNode
}

function Lane({ title, says, sign, style, count, empty, onAdd, isLocked, children }: LaneProps) {
  return (
    <section
      aria-label={`${title} lane`}
      className={classNames('min-w-0 rounded-sm border border-line border-t-4 bg-raised', style)}
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
      {count === 0 ? (
        <p className="px-2 pb-3 text-muted text-xs">{empty}</p>
      ) : (
        <ul className="space-y-1.5 px-1.5 pb-2">{children}</ul>
      )}
    </section>
  )
}

function groupByThing<Item>(
  items: readonly Item[],
  pointers: (item: Item) => readonly JsonPointer[],
): Map<JsonPointer, Item[]> {
  const groups = new Map<JsonPointer, Item[]>()
  for (const item of items) {
    for (const pointer of new Set(pointers(item).map((path) => thingAt(path)?.pointer ?? '')))
      groups.set(pointer, [...(groups.get(pointer) ?? []), item])
  }
  return groups
}
