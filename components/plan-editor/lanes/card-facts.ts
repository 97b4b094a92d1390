import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { Plan } from '@/lib/domain-model/plan'
import { type Mode, pathUpstreams, type Route, routeUpstreams } from '@/lib/domain-model/route'
import type { Upstream } from '@/lib/domain-model/upstream'
import type { LocatedFinding } from '@/lib/rules/run-rules'
import { countSeverities, type SeverityCounts } from '../../findings/severity-sign'
import { thingPointer } from '../edits/things'
import {
  countNotes,
  type NoteCounts,
  notesByThing,
  notesOfRoute,
  type TargetJudgement,
  type TargetNote,
} from '../target-notes'

/** What a card says of a route, as small plain data: cards whose facts stay the same are not drawn again. */
export interface CardFacts {
  pointer: JsonPointer
  name: string
  mode: Mode
  hosts: string[]
  hostsLeft: number
  flows: { from: string; to: string; serverCount: number | null }[]
  flowsLeft: number
  /** The edge certificate; null when the backend shows its own. */
  certificate: string | null
  clientAuth: 'required' | 'optional' | null
  rateLimit: string | null
  /** How many paths have a limit of their own. */
  pathLimits: number
  waf: 'detect' | 'block' | null
  hasAddressList: boolean
  sendsProxy: boolean
  plainHttp: string
  findings: SeverityCounts
  /** What the open target does not simply do, of the route and the upstreams it sends to; null while no target is open. */
  target: NoteCounts | null
  /** The first things that are lost, in words. */
  lost: string[]
}

export type LaneMode = 'terminate' | 'passthrough'

/** Re-encrypt ends TLS at the edge, too: it lies in the lane of terminate. */
export const laneOf = ({ mode }: Pick<CardFacts, 'mode'>): LaneMode => (mode === 'passthrough' ? mode : 'terminate')

const hostsMax = 4
const flowsMax = 4
const lostMax = 2

/** One pass over the plan, whatever its size. */
export function cardsOf(
  plan: Plan,
  findings: readonly LocatedFinding[],
  target: Pick<TargetJudgement, 'losses' | 'verdicts'> | null,
): CardFacts[] {
  const upstreams = new Map(plan.upstreams.map((upstream) => [upstream.name, upstream]))
  const findingsOf = groupByThing(findings, ({ path, related }) => [path, ...related])
  const notes = target && notesByThing(target)
  const upstreamPointers = new Map(
    plan.upstreams.map(({ name }, index) => [name, `/upstreams/${index}`] as const).toReversed(),
  )
  return plan.routes.map((route, index) => {
    const pointer = `/routes/${index}`
    const flows = flowsOf(route, upstreams)
    const own = notes && notesOfRoute(notes, pointer, route, upstreamPointers)
    const http = route.mode === 'passthrough' ? null : route
    return {
      pointer,
      name: route.name,
      mode: route.mode,
      hosts: route.hosts.slice(0, hostsMax),
      hostsLeft: Math.max(0, route.hosts.length - hostsMax),
      flows: flows.slice(0, flowsMax),
      flowsLeft: Math.max(0, flows.length - flowsMax),
      certificate: http?.certificate ?? null,
      clientAuth: http?.clientAuth?.mode ?? null,
      rateLimit: http?.rateLimit ? `${http.rateLimit.requests}/${http.rateLimit.per}` : null,
      pathLimits: http?.paths.filter((rule) => rule.rateLimit).length ?? 0,
      waf: http?.waf?.mode ?? null,
      hasAddressList: route.allow !== undefined || route.deny !== undefined,
      sendsProxy: routeUpstreams(route).some((name) => (upstreams.get(name)?.sendProxyProtocol ?? 'none') !== 'none'),
      plainHttp: route.plainHttp ?? 'not set',
      findings: countSeverities(findingsOf.get(pointer) ?? []),
      target: own && countNotes(own),
      lost: own ? firstLost(own) : [],
    }
  })
}

function firstLost(notes: readonly TargetNote[]): string[] {
  const words: string[] = []
  for (const note of notes) {
    if (words.length === lostMax) break
    if (note.kind === 'lost' && !words.includes(note.words)) words.push(note.words)
  }
  return words
}

function flowsOf(route: Route, upstreams: ReadonlyMap<string, Upstream>): CardFacts['flows'] {
  const serverCount = (name: string) => upstreams.get(name)?.servers.length ?? null
  if (route.mode === 'passthrough')
    return [{ from: 'all bytes', to: route.upstream, serverCount: serverCount(route.upstream) }]
  const sign = { prefix: '', exact: '= ', regex: '~ ' }
  return route.paths.map((rule) => {
    const names = pathUpstreams(rule).map(({ upstream }) => upstream)
    return {
      from: `${sign[rule.match]}${rule.path}`,
      to: names.join(', '),
      serverCount: names.length === 1 ? serverCount(names[0] ?? '') : null,
    }
  })
}

/** Items by the thing they lie in; one that names several places counts in each. */
export function groupByThing<Item>(
  items: readonly Item[],
  places: (item: Item) => readonly JsonPointer[],
): Map<JsonPointer, Item[]> {
  const groups = new Map<JsonPointer, Item[]>()
  for (const item of items) {
    for (const pointer of new Set(places(item).map(thingPointer))) {
      const group = groups.get(pointer)
      if (group) group.push(item)
      else groups.set(pointer, [item])
    }
  }
  return groups
}
