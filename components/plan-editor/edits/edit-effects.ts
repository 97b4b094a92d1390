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

const hostsMax = 8

/** What taking a thing away leaves behind: mentions of nothing, names without a route, things that nobody uses. Null when nothing. */
export function deletionEffects(data: unknown, plan: Plan | null, kind: ThingKind, index: number): EditEffects | null {
  const word = thingWords[kind].one
  const { dangling, takenOverBy } = removalEffects(data, namedKinds[kind], index)
  const places = (list: readonly { path: JsonPointer }[]) => [
    ...new Set(list.map(({ path }) => placeWords(path, data))),
  ]
  return effects(`Delete ${word} ${nameOf(data, kind, index)}?`, [
    {
      heading: 'These places refer to it and would point to nothing until you choose something else:',
      items: places(dangling),
    },
    {
      heading: 'Another one of this name takes over what refers to it:',
      items: takenOverBy === null ? [] : [placeWords(takenOverBy, data)],
    },
    { heading: 'These names change hands:', items: kind === 'routes' ? namesWithout(plan, index) : [] },
    { heading: 'Nothing else would use:', items: leftAlone(data, `/${kind}/${index}`) },
  ])
}

/** What a copy shares with its original, where only one can have it. */
export function duplicationEffects(data: unknown, kind: ThingKind, index: number): EditEffects | null {
  if (kind !== 'routes') return null
  const route = thingsOf(data, kind)[index]
  const hosts = Array.isArray(route?.hosts) ? route.hosts.map(String) : []
  const name = nameOf(data, kind, index)
  return effects(`Duplicate route ${name}?`, [
    {
      heading: `These names stay with ${name}, since the first route that names a host has it. Give the copy names of its own:`,
      items: limited(hosts),
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

function nameOf(data: unknown, kind: ThingKind, index: number): string {
  return String(thingsOf(data, kind)[index]?.name ?? index + 1)
}

/** Who answers the names of a route once it is gone, by the meaning of the plan itself. */
function namesWithout(plan: Plan | null, index: number): string[] {
  const route = plan?.routes[index]
  const listener = plan?.listeners.find(({ name }) => name === route?.listener)
  if (!plan || !route || listener?.protocol !== 'tls') return []
  const before = compilePlan(plan)
  const after = compilePlan({ ...plan, routes: plan.routes.filter((_, other) => other !== index) })
  const changed = route.hosts.flatMap((host) => {
    const question = { port: listener.port, sni: sampleHost(host) }
    // What another route has already is not this one's to lose.
    if (matchRoute(before, question).routeIndex !== index) return []
    const { route: heir, mode } = matchRoute(after, question)
    return [heir === null ? `${host} is refused` : `${host} goes to route ${heir} (${mode})`]
  })
  return limited(changed)
}

const limited = (list: readonly string[]) =>
  list.length <= hostsMax ? [...list] : [...list.slice(0, hostsMax), `and ${list.length - hostsMax} more`]

/** What only this thing refers to. */
function leftAlone(data: unknown, pointer: JsonPointer): string[] {
  const mine = new Map<string, { kind: NamedKind; name: string }>()
  const others = new Set<string>()
  for (const { kind, name, from } of planReferences(data)) {
    if (from === pointer) mine.set(`${kind} ${name}`, { kind, name })
    else others.add(`${kind} ${name}`)
  }
  return [...mine].flatMap(([key, { kind, name }]) =>
    others.has(key) || !exists(data, kind, name) ? [] : [`${kind === 'trust' ? 'trust bundle' : kind} ${name}`],
  )
}

function exists(data: unknown, wanted: NamedKind, name: string): boolean {
  const kind = (Object.keys(namedKinds) as ThingKind[]).find((one) => namedKinds[one] === wanted)
  return kind !== undefined && thingsOf(data, kind).some((thing) => thing.name === name)
}
