// All behaviours of a plan, and the plans that they and the ordinary probes are tried on.
import { compilePlan } from '../../domain-model/compile-plan'
import type { Plan } from '../../domain-model/plan'
import { type HttpRoute, type PathRule, terminatesTls } from '../../domain-model/route'
import type { Behaviour } from './behaviour'
import { healthChecks } from './health-behaviour'
import { rateLimits } from './rate-limit-behaviour'

/**
 * The plan with checks that tell soon, of those upstreams that are watched: a server that is gone refuses, and a sick one says so, so
 * nothing is gained by less patience than a busy machine needs. Others keep their pace: thousands of them, asked every
 * second, would leave no time for those.
 */
export function briskPlan(plan: Plan, watched: ReadonlySet<string>): Plan {
  return {
    ...plan,
    upstreams: plan.upstreams.map((upstream) =>
      upstream.health && watched.has(upstream.name)
        ? { ...upstream, health: { ...upstream.health, intervalSeconds: 1, timeoutSeconds: 10, rise: 1, fall: 1 } }
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
  const compiled = compilePlan(plan)
  return [...rateLimits(compiled), ...healthChecks(compiled)]
}
