import { hostCandidates } from '../../domain-model/compile-plan'
import type { JsonPointer } from '../../domain-model/json-pointer'
import type { Plan } from '../../domain-model/plan'
import { clientAuthClass, type HttpRoute, terminatesTls } from '../../domain-model/route'
import type { PlanFacts } from '../facts'

/** A name in a certificate that the edge shows on a listener with HTTP/2, and who else answers for names it covers there. */
export interface CertificateReach {
  certificate: string
  /** The name in the certificate. */
  name: string
  path: JsonPointer
  /** A route that shows the certificate. */
  shownBy: HttpRoute
  /** The classes of client certificates that the routes which show it ask for. */
  classes: ReadonlySet<string>
  /** `passthrough` or a class of client certificates → the hosts. */
  holders: Map<string, { count: number; hosts: string[]; paths: JsonPointer[] }>
}

/**
 * Who answers for what a certificate covers. A browser that has a connection under a certificate may send requests for every other name
 * in it there (RFC 9113 section 9.1.1), whatever the SNI of that connection was. Only HTTP/2 reuses connections so.
 */
export function certificateReaches(plan: Plan, facts: PlanFacts): CertificateReach[] {
  const found = known.get(facts) ?? collectReaches(plan, facts)
  known.set(facts, found)
  return found
}

/** Two rules ask the same of one run. */
const known = new WeakMap<PlanFacts, CertificateReach[]>()

function collectReaches(plan: Plan, facts: PlanFacts): CertificateReach[] {
  return plan.listeners.flatMap((listener) => {
    if (listener.protocol !== 'tls' || !listener.alpn.includes('h2')) return []
    const shown = new Map<string, { shownBy: HttpRoute; classes: Set<string> }>()
    for (const { value: route } of facts.routesByListener.get(listener.name) ?? []) {
      if (!terminatesTls(route)) continue
      const entry = shown.get(route.certificate) ?? { shownBy: route, classes: new Set() }
      entry.classes.add(clientAuthClass(route))
      shown.set(route.certificate, entry)
    }
    return [...shown].flatMap(([certificate, by]) => {
      const placed = facts.certificates.get(certificate)
      return (placed?.value.hosts ?? []).map((name, index) => ({
        certificate,
        name,
        path: `${placed?.path}/hosts/${index}`,
        ...by,
        holders: holdersOf(name, listener.name, facts),
      }))
    })
  })
}

function holdersOf(name: string, listener: string, facts: PlanFacts): CertificateReach['holders'] {
  const holders: CertificateReach['holders'] = new Map()
  const tables = facts.tables.get(listener)
  if (!tables) return holders
  if (name.startsWith('*.'))
    for (const [holder, { count, samples }] of facts.holdersBelow.get(listener)?.get(name.slice(2)) ?? [])
      holders.set(holder, { count, hosts: samples.map(({ host }) => host), paths: samples.map(({ path }) => path) })
  // For a wildcard this asks for a label that nobody names: the wildcard or catch-all that takes the rest.
  const [owner] = hostCandidates(tables, name)
  if (!owner) return holders
  const { route, index, host } = owner
  const holder = terminatesTls(route) ? clientAuthClass(route) : 'passthrough'
  const entry = holders.get(holder) ?? { count: 0, hosts: [], paths: [] }
  if (!entry.hosts.includes(host)) {
    entry.count++
    entry.hosts.push(host)
    entry.paths.push(`/routes/${index}/hosts/${route.hosts.indexOf(host)}`)
  }
  holders.set(holder, entry)
  return holders
}
