import { compilePlan } from '@/lib/domain-model/compile-plan'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import { matchRoute } from '@/lib/domain-model/match-route'
import type { Plan } from '@/lib/domain-model/plan'
import { type NamedKind, planReferences } from '@/lib/domain-model/references'
import { removalEffects } from '@/lib/domain-model/rename'
import { sampleHost } from '@/lib/targets/probe-lines'
import { placeWords } from './place-words'
import { namedKinds, type ThingKind, thingsOf, thingWords } from './things'

/** What an edit changes beyond the thing itself, to be shown before it happens. */
export interface EditEffects {
  title: string
  /** Sentences, or places under a heading. */
  groups: { heading: string; items: string[] }[]
}

/** What taking things away leaves behind: mentions of nothing, names without a route, things that nobody uses. Null when nothing. */
export function deletionEffects(
  data: unknown,
  plan: Plan | null,
  kind: ThingKind,
  indexes: readonly number[],
): EditEffects | null {
  const { dangling, takenOverBy } = removalEffects(data, namedKinds[kind], indexes)
  return effects(`Delete ${thingsInWords(data, kind, indexes)}?`, [
    {
      heading: 'These places would point to nothing until you choose something else:',
      items: [...new Set(dangling.map(({ path }) => placeWords(path, data)))],
    },
    {
      heading: 'Another one of the same name takes over what refers to it:',
      items: takenOverBy.map((pointer) => placeWords(pointer, data)),
    },
    { heading: 'These names change hands:', items: kind === 'routes' ? namesWithout(plan, indexes) : [] },
    { heading: 'Nothing would use these any more; they stay in the plan:', items: leftAlone(data, kind, indexes) },
  ])
}

/** What copies share with their originals, where only one can have it. */
export function duplicationEffects(data: unknown, kind: ThingKind, indexes: readonly number[]): EditEffects | null {
  if (kind !== 'routes') return null
  const routes = thingsOf(data, kind)
  const hosts = indexes.flatMap((index) => {
    const own = routes[index]?.hosts
    return Array.isArray(own) ? own.map(String) : []
  })
  const original = indexes.length === 1 ? nameOf(data, kind, indexes[0] ?? 0) : 'the originals'
  return effects(`Duplicate ${thingsInWords(data, kind, indexes)}?`, [
    {
      heading: `These names stay with ${original}, since the first route that names a host has it. Give the ${indexes.length === 1 ? 'copy' : 'copies'} names of their own:`,
      items: [...new Set(hosts)],
    },
  ])
}

/** Which names a new route would take from others. */
export function additionEffects(
  plan: Plan | null,
  kind: ThingKind,
  thing: Record<string, unknown>,
): EditEffects | null {
  if (kind !== 'routes' || !plan || !Array.isArray(thing.hosts)) return null
  const listener = plan.listeners.find(({ name }) => name === thing.listener)
  if (listener?.protocol !== 'tls') return null
  const compiled = compilePlan(plan)
  const taken = thing.hosts.map(String).flatMap((host) => {
    const { route } = matchRoute(compiled, { port: listener.port, sni: sampleHost(host) })
    return route === null ? [] : [`${host}, which route ${route} answers now`]
  })
  return effects(`Add route ${String(thing.name)}?`, [{ heading: 'It takes these names over:', items: taken }])
}

function effects(title: string, groups: EditEffects['groups']): EditEffects | null {
  const said = groups.filter(({ items }) => items.length > 0)
  return said.length === 0 ? null : { title, groups: said }
}

/** `route api`, or `3 routes`. */
export function thingsInWords(data: unknown, kind: ThingKind, indexes: readonly number[]): string {
  const { one, many } = thingWords[kind]
  return indexes.length === 1
    ? `${one} ${nameOf(data, kind, indexes[0] ?? 0)}`
    : `${indexes.length} ${many.toLowerCase()}`
}

function nameOf(data: unknown, kind: ThingKind, index: number): string {
  return String(thingsOf(data, kind)[index]?.name ?? index + 1)
}

/** Who answers the names of routes once they are gone, by the meaning of the plan itself; what nobody answers comes first. */
function namesWithout(plan: Plan | null, indexes: readonly number[]): string[] {
  if (!plan) return []
  const doomed = new Set(indexes)
  const before = compilePlan(plan)
  const after = compilePlan({ ...plan, routes: plan.routes.filter((_, index) => !doomed.has(index)) })
  const ports = new Map(
    plan.listeners.flatMap(({ name, protocol, port }) => (protocol === 'tls' ? [[name, port]] : [])),
  )
  const refused: string[] = []
  const inherited: string[] = []
  for (const index of doomed) {
    const route = plan.routes[index]
    const port = route && ports.get(route.listener)
    if (!route || port === undefined) continue
    for (const host of route.hosts) {
      const question = { port, sni: sampleHost(host) }
      // What another route has already is not this one's to lose.
      if (matchRoute(before, question).routeIndex !== index) continue
      const { route: heir, mode } = matchRoute(after, question)
      if (heir === null) refused.push(`${host} is refused`)
      else inherited.push(`${host} goes to route ${heir} (${mode})`)
    }
  }
  return [...refused, ...inherited]
}

/** What only these things refer to. */
function leftAlone(data: unknown, kind: ThingKind, indexes: readonly number[]): string[] {
  const doomed = new Set<JsonPointer>(indexes.map((index) => `/${kind}/${index}`))
  const theirs = new Map<string, { kind: NamedKind; name: string }>()
  const others = new Set<string>()
  for (const { kind: used, name, from } of planReferences(data)) {
    if (doomed.has(from)) theirs.set(`${used} ${name}`, { kind: used, name })
    else others.add(`${used} ${name}`)
  }
  return [...theirs].flatMap(([key, { kind: used, name }]) =>
    others.has(key) || !exists(data, used, name) ? [] : [`${used === 'trust' ? 'trust bundle' : used} ${name}`],
  )
}

function exists(data: unknown, wanted: NamedKind, name: string): boolean {
  const kind = (Object.keys(namedKinds) as ThingKind[]).find((one) => namedKinds[one] === wanted)
  return kind !== undefined && thingsOf(data, kind).some((thing) => thing.name === name)
}
