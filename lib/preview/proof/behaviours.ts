// All behaviours of a plan, and the plans that they and the ordinary probes are tried on.
import type { Plan } from '../../domain-model/plan'
import { type HttpRoute, type PathRule, terminatesTls } from '../../domain-model/route'
import type { Behaviour } from './behaviour'
import { healthChecks } from './health-behaviour'
import { rateLimits } from './rate-limit-behaviour'

/** The plan with checks that tell soon. Nothing else of it changes. */
export function briskPlan(plan: Plan): Plan {
  return {
    ...plan,
    upstreams: plan.upstreams.map((upstream) =>
      upstream.health
        ? { ...upstream, health: { ...upstream.health, intervalSeconds: 1, timeoutSeconds: 1, rise: 1, fall: 1 } }
        : upstream,
    ),
  }
}

/** The plan with limits that ordinary probes cannot reach: they are about the way, and come in hundreds. */
export function unlimitedPlan(plan: Plan): Plan {
  const limit = { requests: 1_000_000, per: 'second' as const, burst: 1_000_000 }
  const lift = <T extends HttpRoute | PathRule>(owner: T): T =>
    owner.rateLimit ? { ...owner, rateLimit: limit } : owner
  return {
    ...plan,
    routes: plan.routes.map((route) =>
      terminatesTls(route) ? lift({ ...route, paths: route.paths.map(lift) } as HttpRoute) : route,
    ),
  }
}

export function behavioursOf(plan: Plan): Behaviour[] {
  return [...rateLimits(plan), ...healthChecks(plan)]
}
