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
  type NotesByThing,
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

/** One pass over the plan, whatever its size. A card that would say the same is the same object: after a key there is one new one. */
export function cardsOf(
  plan: Plan,
  findings: readonly LocatedFinding[],
  target: Pick<TargetJudgement, 'losses' | 'verdicts'> | null,
): CardFacts[] {
  const upstreams = placesOf(plan.upstreams)
  const findingsOf = groupByThing(findings, ({ path, related }) => [path, ...related])
  const notes = target && notesByThing(target)
  return plan.routes.map((route, index) => {
    const pointer = `/routes/${index}`
    const counts = countSeverities(findingsOf.get(pointer) ?? none)
    const known = made.get(route)
    const names = known?.names ?? routeUpstreams(route)
    const behind = names.map((name) => upstreams.get(name))
    if (
      known?.notes === notes &&
      known.card.pointer === pointer &&
      sameCounts(known.card.findings, counts) &&
      known.behind.every((place, at) => samePlace(place, behind[at]))
    )
      return known.card
    const card = cardOf(route, pointer, upstreams, counts, notes)
    made.set(route, { card, names, behind, notes })
    return card
  })
}

const none: never[] = []

interface UpstreamPlace {
  upstream: Upstream
  pointer: JsonPointer
}

type UpstreamPlaces = ReadonlyMap<string, UpstreamPlace>

/** Cards by route, with all that went into them besides it. */
const made = new WeakMap<
  Route,
  {
    card: CardFacts
    names: readonly string[]
    behind: readonly (UpstreamPlace | undefined)[]
    notes: NotesByThing | null
  }
>()

const placesMade = new WeakMap<readonly Upstream[], UpstreamPlaces>()

/** The first of a name counts, as for the engines. */
function placesOf(upstreams: readonly Upstream[]): UpstreamPlaces {
  const known = placesMade.get(upstreams)
  if (known) return known
  const places = new Map<string, UpstreamPlace>()
  for (const [index, upstream] of upstreams.entries())
    if (!places.has(upstream.name)) places.set(upstream.name, { upstream, pointer: `/upstreams/${index}` })
  placesMade.set(upstreams, places)
  return places
}

const samePlace = (one: UpstreamPlace | undefined, other: UpstreamPlace | undefined) =>
  one?.upstream === other?.upstream && one?.pointer === other?.pointer

const sameCounts = (one: SeverityCounts, other: SeverityCounts) =>
  one.error === other.error && one.warning === other.warning && one.hint === other.hint

function cardOf(
  route: Route,
  pointer: JsonPointer,
  upstreams: UpstreamPlaces,
  findings: SeverityCounts,
  notes: NotesByThing | null,
): CardFacts {
  const flows = flowsOf(route, upstreams)
  const own = notes && notesOfRoute(notes, pointer, route, (name) => upstreams.get(name)?.pointer)
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
    sendsProxy: routeUpstreams(route).some(
      (name) => (upstreams.get(name)?.upstream.sendProxyProtocol ?? 'none') !== 'none',
    ),
    plainHttp: route.plainHttp ?? 'not set',
    findings,
    target: own && countNotes(own),
    lost: own ? firstLost(own) : [],
  }
}

function firstLost(notes: readonly TargetNote[]): string[] {
  const words: string[] = []
  for (const note of notes) {
    if (words.length === lostMax) break
    if (note.kind === 'lost' && !words.includes(note.words)) words.push(note.words)
  }
  return words
}

function flowsOf(route: Route, upstreams: UpstreamPlaces): CardFacts['flows'] {
  const serverCount = (name: string) => upstreams.get(name)?.upstream.servers.length ?? null
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
