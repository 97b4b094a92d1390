// Probes: what to try against an edge, derived from its plan. Each is one connection, with one or more requests on it.
import type { Plan } from '../../domain-model/plan'
import { plainProbes } from './plain-probes'
import { defaultLimits, type Probe, type ProbeLimits } from './probe'
import { tlsProbes } from './tls-probes'

/** All probes of a plan: for each listener each kind. Deterministic. */
export function probesOf(plan: Plan, limits: ProbeLimits = defaultLimits): Probe[] {
  return plan.listeners.flatMap((listener) =>
    listener.protocol === 'tls' ? tlsProbes(plan, listener, limits) : plainProbes(plan, listener, limits),
  )
}
