import { upstreamServerName } from '../../domain-model/route'
import type { Upstream } from '../../domain-model/upstream'
import type { PlanFacts, UpstreamUse } from '../facts'

/** The places where TLS bytes go to an upstream: passed through, or encrypted again. */
export function tlsUses(facts: PlanFacts, upstream: Upstream): UpstreamUse[] {
  return (facts.upstreamUses.get(upstream.name) ?? []).filter(({ route }) => route.mode !== 'terminate')
}

/** The one name that the upstream's TLS servers answer to, as far as the plan tells: what clients or the edge send as SNI. Null when several. */
export function tlsCheckName(facts: PlanFacts, upstream: Upstream): string | null {
  const names = new Set<string | null>()
  for (const { route } of tlsUses(facts, upstream)) {
    if (route.mode === 'reencrypt') names.add(upstreamServerName(route, upstream))
    else for (const host of route.hosts) names.add(host.startsWith('*') ? null : host)
    if (names.size > 1) return null
  }
  const [only] = names
  return only ?? null
}

/** A TLS check in place of another one, with the timing that the plan sets. */
export function tlsCheckInstead(upstream: Upstream, serverName: string): Record<string, unknown> {
  const { health } = upstream
  const usual = { intervalSeconds: 5, timeoutSeconds: 3, rise: 2, fall: 3 }
  const kept = Object.entries(usual).flatMap(([key, value]) => {
    const set = health?.[key as keyof typeof usual]
    return set === undefined || set === value ? [] : [[key, set] as const]
  })
  return { kind: 'tls', serverName, ...Object.fromEntries(kept) }
}
