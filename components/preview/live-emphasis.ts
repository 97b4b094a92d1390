import type { Plan } from '@/lib/domain-model/plan'
import { routeUpstreams } from '@/lib/domain-model/route'
import { clientsId, listenerId, plainHttpId, switchId, type Topology } from '../topology/topology'
import { type Entry, type Rate, rateText } from './preview-facts'

export interface LiveEmphasis {
  /** The nodes that carry anything now; null when nothing does. */
  lit: ReadonlySet<string> | null
  /** What they carry, by node. */
  notes: ReadonlyMap<string, string>
}

const nothing: LiveEmphasis = { lit: null, notes: new Map() }

/** Which part of the drawing lights up: the paths of routes with a rate, as their last connections went. */
export function liveEmphasis(
  plan: Plan,
  topology: Topology,
  rates: Readonly<Record<string, Rate>>,
  entries: readonly Entry[],
): LiveEmphasis {
  if (Object.keys(rates).length === 0) return nothing
  const lit = new Set<string>()
  const sums = new Map<string, Rate>()
  const count = (node: string | undefined, rate: Rate) => {
    if (node === undefined) return
    lit.add(node)
    const { connections = 0, bytesUp = 0, bytesDown = 0 } = sums.get(node) ?? {}
    sums.set(node, {
      connections: connections + rate.connections,
      bytesUp: bytesUp + rate.bytesUp,
      bytesDown: bytesDown + rate.bytesDown,
    })
  }
  for (const [name, rate] of Object.entries(rates)) {
    const index = plan.routes.findIndex((route) => route.name === name)
    const route = plan.routes[index]
    const ways = waysOf(name, entries, route?.listener)
    for (const listenerName of ways.listeners) {
      const listener = plan.listeners.findIndex((one) => one.name === listenerName)
      const isTls = plan.listeners[listener]?.protocol === 'tls'
      if (listener === -1) continue
      for (const id of [clientsId(isTls), listenerId(listener), switchId(listener)]) lit.add(id)
      if (!isTls && route) lit.add(plainHttpId(listener, route.plainHttp ?? 'unset'))
      if (ways.listeners.size === 1) count(listenerId(listener), rate)
    }
    if (!route) continue
    if ([...ways.listeners].some((one) => one === route.listener)) count(topology.nodeOfRoute.get(index), rate)
    for (const upstream of ways.upstreams.size > 0 ? ways.upstreams : routeUpstreams(route)) {
      const node = topology.nodeOfUpstream.get(upstream)
      if (node) lit.add(node)
    }
  }
  return { lit, notes: new Map([...sums].map(([node, rate]) => [node, rateText(rate)])) }
}

/** Listeners and upstreams of a route's last connections; before the first is told, what the plan says. */
function waysOf(route: string, entries: readonly Entry[], usual: string | undefined) {
  const own = entries.filter((entry) => (entry.route ?? '') === route).slice(0, 20)
  const listeners = new Set(own.map(({ listener }) => listener))
  if (listeners.size === 0 && usual !== undefined) listeners.add(usual)
  return { listeners, upstreams: new Set(own.flatMap(({ upstream }) => upstream ?? [])) }
}
