import { type CompiledListener, type CompiledPlan, compilePlan } from '../domain-model/compile-plan'
import { wildcardParent } from '../domain-model/hostname'
import type { JsonPointer } from '../domain-model/json-pointer'
import type { HttpListener, Listener } from '../domain-model/listener'
import type { Plan } from '../domain-model/plan'
import type { PlanProblem } from '../domain-model/plan-problem'
import { listOf, type NamedKind, planReferences } from '../domain-model/references'
import { clientAuthClass, type Route, terminatesTls } from '../domain-model/route'
import type { Certificate, Trust } from '../domain-model/tls-policy'
import type { Upstream } from '../domain-model/upstream'

/** A thing with its place. Where a name stands twice, the look-ups give the first, as the engines' tables do. */
export interface Placed<T> {
  value: T
  index: number
  path: JsonPointer
}

/** One mention of a name somewhere in the plan. */
export interface Reference {
  name: string
  path: JsonPointer
}

/** One place of a route that sends to an upstream. */
export interface UpstreamUse extends Reference {
  route: Route
}

/** One host of one route: a claim on a name of the listener. */
export interface Claim {
  route: Route
  index: number
  host: string
  path: JsonPointer
}

/**
 * Who answers for the names directly below a parent: `passthrough`, or a class of client certificates. Counted, with a few samples,
 * so that ten thousand names below one wildcard stay one entry.
 */
export type HoldersBelow = Map<string, { count: number; samples: Claim[] }>

/**
 * What rules look up, computed once per run and linear in the size of the plan. A rule that needs a new look-up adds it here (or, with
 * two users, to `shared/`), never a loop over all routes inside a loop over all routes.
 */
export interface PlanFacts {
  /** What `parsePlanText` said about the document; empty for a plan that never was text. */
  problems: readonly PlanProblem[]
  compiled: CompiledPlan
  /** The routing tables of a listener by name. */
  tables: ReadonlyMap<string, CompiledListener>
  listeners: ReadonlyMap<string, Placed<Listener>>
  certificates: ReadonlyMap<string, Placed<Certificate>>
  trust: ReadonlyMap<string, Placed<Trust>>
  upstreams: ReadonlyMap<string, Placed<Upstream>>
  routes: ReadonlyMap<string, Placed<Route>>
  httpListeners: readonly Placed<HttpListener>[]
  routesByListener: ReadonlyMap<string, readonly Placed<Route>[]>
  references: Readonly<Record<NamedKind, readonly Reference[]>>
  /** Where a name of a kind is mentioned; empty when nowhere. */
  referencesTo(kind: NamedKind, name: string): readonly Reference[]
  upstreamUses: ReadonlyMap<string, readonly UpstreamUse[]>
  /** Names that two or more routes of one listener claim, in the order of the plan: the first claim wins. */
  contested: readonly (readonly Claim[])[]
  holdersBelow: ReadonlyMap<string, ReadonlyMap<string, HoldersBelow>>
  /** Whether a certificate names a host or covers it by a wildcard for one label. False for a certificate that is not defined. */
  certificateCovers(certificate: string, host: string): boolean
  /** The certificates that cover all these hosts; at most two, since one is an answer and two are a choice. */
  certificatesCovering(hosts: readonly string[]): string[]
}

export function planFacts(plan: Plan, problems: readonly PlanProblem[] = []): PlanFacts {
  const compiled = compilePlan(plan)
  const listeners = byName(plan.listeners, 'listeners')
  const certificates = byName(plan.certificates, 'certificates')
  const { references, upstreamUses } = collectReferences(plan)
  const mentions = {} as Record<NamedKind, Map<string, Reference[]>>
  for (const kind of Object.keys(listOf) as NamedKind[]) {
    mentions[kind] = new Map()
    for (const reference of references[kind]) append(mentions[kind], reference.name, reference)
  }
  const routesByListener = new Map<string, Placed<Route>[]>()
  for (const [index, value] of plan.routes.entries())
    append(routesByListener, value.listener, { value, index, path: `/routes/${index}` })
  return {
    problems,
    compiled,
    tables: new Map(compiled.listeners.toReversed().map((tables) => [tables.listener.name, tables])),
    listeners,
    certificates,
    trust: byName(plan.trust, 'trust'),
    upstreams: byName(plan.upstreams, 'upstreams'),
    routes: byName(plan.routes, 'routes'),
    httpListeners: plan.listeners.flatMap((value, index) =>
      value.protocol === 'http' ? [{ value, index, path: `/listeners/${index}` }] : [],
    ),
    routesByListener,
    references,
    referencesTo: (kind, name) => mentions[kind].get(name) ?? nowhere,
    upstreamUses,
    ...collectClaims(plan),
    ...coverage(certificates),
  }
}

function byName<T extends { name: string }>(list: readonly T[], member: string): Map<string, Placed<T>> {
  const map = new Map<string, Placed<T>>()
  for (const [index, value] of list.entries())
    if (!map.has(value.name)) map.set(value.name, { value, index, path: `/${member}/${index}` })
  return map
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

const nowhere: readonly Reference[] = []

function collectReferences(plan: Plan): Pick<PlanFacts, 'references' | 'upstreamUses'> {
  const references: Record<NamedKind, Reference[]> = {
    listener: [],
    certificate: [],
    trust: [],
    upstream: [],
    route: [],
  }
  const upstreamUses = new Map<string, UpstreamUse[]>()
  for (const { kind, name, path, from } of planReferences(plan)) {
    references[kind].push({ name, path })
    const route =
      kind === 'upstream' && from.startsWith(inRoutes) ? plan.routes[Number(from.slice(inRoutes.length))] : undefined
    if (route) append(upstreamUses, name, { name, path, route })
  }
  return { references, upstreamUses }
}

const inRoutes = '/routes/'

function collectClaims(plan: Plan): Pick<PlanFacts, 'contested' | 'holdersBelow'> {
  const claims = new Map<string, Claim[]>()
  const holdersBelow = new Map<string, Map<string, HoldersBelow>>()
  for (const [index, route] of plan.routes.entries()) {
    const holder = terminatesTls(route) ? clientAuthClass(route) : 'passthrough'
    for (const [place, host] of route.hosts.entries()) {
      const claim = { route, index, host, path: `/routes/${index}/hosts/${place}` }
      const parent = wildcardParent(host)
      append(claims, `${route.listener} ${host} ${parent === null ? '' : route.wildcardDepth}`, claim)
      const dot = host.indexOf('.')
      if (parent !== null || dot === -1) continue
      const parents = getOrMake(holdersBelow, route.listener, () => new Map<string, HoldersBelow>())
      const holders = getOrMake(parents, host.slice(dot + 1), () => new Map() as HoldersBelow)
      const held = getOrMake(holders, holder, () => ({ count: 0, samples: [] as Claim[] }))
      held.count++
      if (held.samples.length < samplesMax) held.samples.push(claim)
    }
  }
  const contested = [...claims.values()].filter(
    (group) => group.length > 1 && group.some((claim) => claim.index !== group[0]?.index),
  )
  return { contested, holdersBelow }
}

const samplesMax = 8

function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key)
  if (found !== undefined) return found
  const made = make()
  map.set(key, made)
  return made
}

function coverage(
  certificates: ReadonlyMap<string, Placed<Certificate>>,
): Pick<PlanFacts, 'certificateCovers' | 'certificatesCovering'> {
  const namesOf = new Map<string, Set<string>>()
  let holders: Map<string, string[]> | undefined
  const certificateCovers = (certificate: string, host: string) => {
    const names = getOrMake(namesOf, certificate, () => new Set(certificates.get(certificate)?.value.hosts))
    return coveringNames(host).some((name) => names.has(name))
  }
  const certificatesCovering = (hosts: readonly string[]) => {
    if (!holders) {
      holders = new Map()
      for (const { value } of certificates.values())
        for (const host of new Set(value.hosts)) append(holders, host, value.name)
    }
    const [first] = hosts
    if (first === undefined) return []
    // More than a handful of holders of one name is no unambiguous answer, so nobody looks further.
    const candidates = coveringNames(first).flatMap((name) => holders?.get(name)?.slice(0, 4) ?? [])
    return [...new Set(candidates)].filter((name) => hosts.every((host) => certificateCovers(name, host))).slice(0, 2)
  }
  return { certificateCovers, certificatesCovering }
}

/** The names in a certificate that would cover a host or pattern (RFC 9525 section 6.3): itself, or the wildcard one label above. */
function coveringNames(host: string): string[] {
  const dot = host.indexOf('.')
  return host.startsWith('*') || dot === -1 ? [host] : [host, `*${host.slice(dot)}`]
}
