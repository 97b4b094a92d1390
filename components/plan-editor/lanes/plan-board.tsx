'use client'
import { type ComponentProps, memo, useCallback, useMemo } from 'react'
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

/** The whole plan in the order a connection meets it: listeners, the two lanes, what stands behind them. Not drawn again while none of it changes. */
export const PlanBoard = memo(Board)

function Board({ onAdd, lit, ...lanes }: Props) {
  const { plan, findings, selection, onSelect, isLocked } = lanes
  const findingsOf = useMemo(() => groupByThing(findings, ({ path }) => [path]), [findings])
  const addRoute = useCallback((mode: 'terminate' | 'passthrough') => onAdd('routes', mode), [onAdd])
  const parts = {
    listeners: useMemo(() => plan.listeners.map(listenerPart), [plan.listeners]),
    upstreams: useMemo(() => plan.upstreams.map(upstreamPart), [plan.upstreams]),
    certificates: useMemo(() => plan.certificates.map(certificatePart), [plan.certificates]),
    trust: useMemo(() => plan.trust.map(trustPart), [plan.trust]),
  }
  const strip = (kind: keyof typeof parts) => (
    <Strip
      kind={kind}
      parts={parts[kind]}
      findings={findingsOf}
      selection={selection}
      lit={lit.parts}
      onSelect={onSelect}
      onAdd={onAdd}
      isLocked={isLocked}
    />
  )
  return (
    <div className="space-y-2 p-2 compact:space-y-1 compact:p-1">
      {strip('listeners')}
      <Lanes {...lanes} lit={lit.route} onAdd={addRoute} />
      {strip('upstreams')}
      <div className="grid gap-2 sm:grid-cols-2 compact:gap-1">
        {strip('certificates')}
        {strip('trust')}
      </div>
    </div>
  )
}

type StripProps = Omit<ComponentProps<typeof PartsStrip>, 'onAdd'> & Pick<Props, 'onAdd'>

const Strip = memo(({ onAdd, ...rest }: StripProps) => <PartsStrip {...rest} onAdd={() => onAdd(rest.kind)} />)

const many = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`

type One<Kind extends 'listeners' | 'upstreams' | 'certificates' | 'trust'> = Plan[Kind][number]

const listenerPart = ({ name, port, protocol }: One<'listeners'>) => ({ name, fact: `:${port} ${protocol}` })
const certificatePart = ({ name, hosts }: One<'certificates'>) => ({ name, fact: many(hosts.length, 'name') })
const trustPart = ({ name, file, secret }: One<'trust'>) => ({
  name,
  fact: file ? 'file' : secret ? 'secret' : 'no place',
})
const upstreamPart = ({ name, servers, service }: One<'upstreams'>) => ({
  name,
  fact: servers.length > 0 ? many(servers.length, 'server') : service ? 'service' : 'empty',
})
