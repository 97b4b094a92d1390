import type { Decision } from '@/lib/domain-model/decision'
import type { Plan } from '@/lib/domain-model/plan'
import { clientsId, listenerId, plainHttpId, switchId, type Topology } from './topology'

/** The nodes that one connection passes, from the client to where it ends. Empty when nothing listens. */
export function litNodes(plan: Plan, topology: Topology, decision: Decision): Set<string> {
  const lit = new Set<string>()
  const listener = plan.listeners.findIndex(({ name }) => name === decision.listener)
  if (listener === -1) return lit
  lit
    .add(clientsId(plan.listeners[listener]?.protocol === 'tls'))
    .add(listenerId(listener))
    .add(switchId(listener))
  const route = decision.routeIndex === null ? undefined : plan.routes[decision.routeIndex]
  if (route && decision.routeIndex !== null) {
    const isPlain = plan.listeners[listener]?.protocol === 'http'
    const id = isPlain
      ? plainHttpId(listener, route.plainHttp ?? 'unset')
      : topology.nodeOfRoute.get(decision.routeIndex)
    if (id) lit.add(id)
  }
  if (decision.outcome === 'forward')
    for (const { upstream } of decision.upstreams) {
      const id = topology.nodeOfUpstream.get(upstream)
      if (id) lit.add(id)
    }
  return lit
}
