import type { CompiledPlan } from '../../domain-model/compile-plan'
import { matchRoute } from '../../domain-model/match-route'
import { type Route, terminatesTls } from '../../domain-model/route'
import { oneName, pathsUnder } from './plan-samples'
import { inquiryOf, type Probe } from './probe'
import type { EngineOnStage } from './stage'

/**
 * A request that the route surely forwards, by one of its path rules; null where none can be told.
 * @param from where the client comes from: a limit counts clients, so each behaviour has its own
 */
export function sureProbe(
  compiled: CompiledPlan,
  route: Route,
  rule: number | null,
  title: string,
  from: string,
): Probe | null {
  const listener = compiled.plan.listeners.find(({ name }) => name === route.listener)
  if (!listener || route.allow || route.deny) return null
  const host = oneName(route)
  const path = rule !== null && terminatesTls(route) ? route.paths[rule] : undefined
  for (const target of path ? pathsUnder(path) : ['/']) {
    const request = { method: path?.methods?.[0] ?? 'GET', target, host }
    const probe: Probe = {
      kind: 'name',
      title,
      listener,
      from,
      tls: {
        serverName: host,
        certificate: terminatesTls(route) && route.clientAuth ? { trust: route.clientAuth.trust } : 'none',
        shape: 'whole',
        large: false,
        resumes: null,
      },
      http: 1,
      requests: [request],
    }
    const decision = matchRoute(compiled, inquiryOf(probe, request, false))
    if (decision.outcome === 'forward' && decision.route === route.name && decision.pathIndex === rule) return probe
  }
  return null
}

/** The probe where this engine listens. */
export function movedTo(engine: EngineOnStage, probe: Probe): Probe {
  return {
    ...probe,
    listener: engine.plan.listeners.find(({ name }) => name === probe.listener.name) ?? probe.listener,
  }
}
