import { type CompiledPlan, compilePlan } from '../domain-model/compile-plan'
import type { Listener } from '../domain-model/listener'
import type { Plan } from '../domain-model/plan'
import { type HttpRoute, type PathRule, pathUpstreams, type Route, terminatesTls } from '../domain-model/route'
import { DialGuard, type Lookup } from './dial-guard'
import { HealthChecks, pacesOf } from './health-checks'
import type { EdgeLimits } from './limits'
import type { DialPolicy, Materials } from './materials'
import { type RateLimit, RateLimiter } from './rate-limit'
import { ServerPool, WeightedChoice } from './server-pool'
import { UpstreamAgents } from './upstream-agents'

/** One upstream at work: its servers, their checks, and the connections kept to them. */
export interface UpstreamAtWork {
  key: string
  pool: ServerPool
  checks: HealthChecks
  agents: UpstreamAgents
}

/**
 * A plan made ready to run. It never changes: a connection keeps the snapshot it began with, and an applied plan is another snapshot.
 * What lives longer than a plan (server health, rate limits, kept connections) is handed on where its part of the plan stayed the same.
 */
export interface Snapshot {
  generation: number
  plan: Plan
  compiled: CompiledPlan
  materials: Materials
  guard: DialGuard
  listeners: ReadonlyMap<string, Listener>
  upstreams: ReadonlyMap<string, UpstreamAtWork>
  choices: ReadonlyMap<PathRule, WeightedChoice>
  limiters: ReadonlyMap<Route | PathRule, RateLimiter>
  limiterKeys: ReadonlyMap<string, RateLimiter>
  /** What a running plan lacks, in sentences. */
  problems: string[]
}

export interface SnapshotParts {
  plan: Plan
  materials: Materials
  policy: DialPolicy
  limits: EdgeLimits
  lookup?: Lookup | undefined
}

export function makeSnapshot(
  { plan, materials, policy, limits, lookup }: SnapshotParts,
  previous: Snapshot | null,
): Snapshot {
  const guard = new DialGuard(policy, materials.servers, lookup)
  const upstreams = new Map<string, UpstreamAtWork>()
  const paces = pacesOf(plan.upstreams, limits.healthChecksPerSecondMax)
  for (const upstream of plan.upstreams) {
    if (upstreams.has(upstream.name)) continue
    // Where servers really are is part of what they are.
    const key = JSON.stringify([
      upstream,
      policy,
      upstream.servers.map(({ host, port }) => materials.servers[`${host}:${port}`] ?? null),
    ])
    const known = previous?.upstreams.get(upstream.name)
    if (known?.key === key) upstreams.set(upstream.name, known)
    else {
      const pool = new ServerPool(upstream)
      upstreams.set(upstream.name, {
        key,
        pool,
        checks: new HealthChecks(pool, () => guard, paces.of(upstream)),
        agents: new UpstreamAgents(),
      })
    }
  }
  const choices = new Map<PathRule, WeightedChoice>()
  const limiters = new Map<Route | PathRule, RateLimiter>()
  const limiterKeys = new Map<string, RateLimiter>()
  const limit = (owner: HttpRoute | PathRule, rateLimit: RateLimit | undefined, name: string) => {
    if (!rateLimit) return
    const key = JSON.stringify([name, rateLimit])
    const limiter = previous?.limiterKeys.get(key) ?? new RateLimiter(rateLimit, limits.rateLimitClientsMax)
    limiterKeys.set(key, limiter)
    limiters.set(owner, limiter)
  }
  for (const route of plan.routes) {
    if (!terminatesTls(route)) continue
    limit(route, route.rateLimit, route.name)
    for (const [index, rule] of route.paths.entries()) {
      limit(rule, rule.rateLimit, `${route.name} ${index} ${rule.match} ${rule.path}`)
      choices.set(rule, new WeightedChoice(pathUpstreams(rule)))
    }
  }
  return {
    generation: (previous?.generation ?? 0) + 1,
    plan,
    compiled: compilePlan(plan),
    materials,
    guard,
    listeners: new Map(plan.listeners.map((listener) => [listener.name, listener])),
    upstreams,
    choices,
    limiters,
    limiterKeys,
    problems: [...problemsOf(plan, materials), ...slowChecks(paces.stretch, limits)],
  }
}

/** Starts what is new in a snapshot and stops what only the old one had. */
export function takeOver(next: Snapshot | null, previous: Snapshot | null): void {
  const kept = new Set(next?.upstreams.values())
  for (const upstream of previous?.upstreams.values() ?? [])
    if (!kept.has(upstream)) {
      upstream.checks.stop()
      upstream.agents.retire()
    }
  const running = new Set(previous?.upstreams.values())
  for (const upstream of next?.upstreams.values() ?? []) if (!running.has(upstream)) upstream.checks.start()
}

function slowChecks(stretch: number, { healthChecksPerSecondMax }: EdgeLimits): string[] {
  if (stretch === 1) return []
  const times = Math.round(stretch * 10) / 10
  return [
    `the plan asks for more than ${healthChecksPerSecondMax} health checks a second: here they come ${times} times less often`,
  ]
}

function problemsOf(plan: Plan, materials: Materials): string[] {
  const problems: string[] = []
  for (const route of plan.routes) {
    if (!terminatesTls(route)) continue
    if (!materials.certificates[route.certificate])
      problems.push(`route ${route.name}: the certificate ${route.certificate} is not at hand, so its handshakes fail`)
    if (route.clientAuth && !materials.trust[route.clientAuth.trust])
      problems.push(
        `route ${route.name}: the trust bundle ${route.clientAuth.trust} is not at hand, so its handshakes fail`,
      )
    if (route.mode !== 'reencrypt') continue
    const { verify, trust, clientCertificate } = route.upstreamTls
    if (verify && trust && !materials.trust[trust])
      problems.push(`route ${route.name}: the trust bundle ${trust} is not at hand, so its upstreams are not believed`)
    if (clientCertificate && !materials.certificates[clientCertificate])
      problems.push(`route ${route.name}: the client certificate ${clientCertificate} is not at hand`)
  }
  return problems
}
