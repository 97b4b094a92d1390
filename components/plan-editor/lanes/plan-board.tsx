'use client'
import { type ComponentProps, useMemo } from 'react'
import type { Plan } from '@/lib/domain-model/plan'
import type { ThingKind } from '../edits/things'
import type { LitPlaces } from '../explain/lit-places'
import { groupByThing } from './card-facts'
import { Lanes } from './lanes'
import { PartsStrip } from './parts-strip'

interface Props extends Omit<ComponentProps<typeof Lanes>, 'onAdd' | 'lit'> {
  /** What the explain bar's connection passes. */
  lit: LitPlaces
  onAdd: (kind: ThingKind, mode?: 'terminate' | 'passthrough') => void
}

/** The whole plan in the order a connection meets it: listeners, the two lanes, what stands behind them. */
export function PlanBoard({ onAdd, lit, ...lanes }: Props) {
  const { plan, findings, selection, onSelect, isLocked } = lanes
  const findingsOf = useMemo(() => groupByThing(findings, ({ path }) => [path]), [findings])
  const strip = (kind: ThingKind) => (
    <PartsStrip
      kind={kind}
      parts={partsOf(plan, kind)}
      findings={findingsOf}
      selection={selection}
      lit={lit.parts}
      onSelect={onSelect}
      onAdd={() => onAdd(kind)}
      isLocked={isLocked}
    />
  )
  return (
    <div className="space-y-2 p-2">
      {strip('listeners')}
      <Lanes {...lanes} lit={lit.route} onAdd={(mode) => onAdd('routes', mode)} />
      {strip('upstreams')}
      <div className="grid gap-2 sm:grid-cols-2">
        {strip('certificates')}
        {strip('trust')}
      </div>
    </div>
  )
}

const many = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`

function partsOf(plan: Plan, kind: ThingKind): { name: string; fact: string }[] {
  switch (kind) {
    case 'listeners':
      return plan.listeners.map(({ name, port, protocol }) => ({ name, fact: `:${port} ${protocol}` }))
    case 'routes':
      return plan.routes.map(({ name, mode }) => ({ name, fact: mode }))
    case 'upstreams':
      return plan.upstreams.map(({ name, servers, service }) => ({
        name,
        fact: servers.length > 0 ? many(servers.length, 'server') : service ? 'service' : 'empty',
      }))
    case 'certificates':
      return plan.certificates.map(({ name, hosts }) => ({ name, fact: many(hosts.length, 'name') }))
    case 'trust':
      return plan.trust.map(({ name, file, secret }) => ({
        name,
        fact: file ? 'file' : secret ? 'secret' : 'no place',
      }))
  }
}
