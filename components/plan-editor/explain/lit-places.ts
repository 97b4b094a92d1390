import type { Decision } from '@/lib/domain-model/decision'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { Plan } from '@/lib/domain-model/plan'

/** What a connection meets on its way, as places of the plan. */
export interface LitPlaces {
  route: JsonPointer | null
  /** The listener, the edge certificate and the upstreams it may reach. */
  parts: ReadonlySet<JsonPointer>
}

export const nothingLit: LitPlaces = { route: null, parts: new Set() }

export function litPlaces(plan: Plan, decision: Decision): LitPlaces {
  const { listener, certificate, certificateFrom, outcome, upstreams, routeIndex } = decision
  const parts = new Set<JsonPointer>()
  const add = (kind: 'listeners' | 'certificates' | 'upstreams', wanted: string | null) => {
    const index = wanted === null ? -1 : plan[kind].findIndex(({ name }) => name === wanted)
    if (index !== -1) parts.add(`/${kind}/${index}`)
  }
  add('listeners', listener)
  if (certificateFrom === 'edge') add('certificates', certificate)
  if (outcome === 'forward') for (const { upstream } of upstreams) add('upstreams', upstream)
  return { route: routeIndex === null ? null : `/routes/${routeIndex}`, parts }
}
