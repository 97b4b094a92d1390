import { type JsonPointer, toPointer, valueAt } from './json-pointer'
import type { PatchOperation } from './plan-edit'

/** What a plan names, and other parts of it refer to. */
export type NamedKind = 'listener' | 'route' | 'upstream' | 'certificate' | 'trust'

const lists: Record<NamedKind, string> = {
  listener: 'listeners',
  route: 'routes',
  upstream: 'upstreams',
  certificate: 'certificates',
  trust: 'trust',
}

/** Every place that holds a name of something else; `*` stands for each item of a list. */
const referencePlaces: readonly (readonly [NamedKind, string])[] = [
  ['upstream', 'listeners/*/acmeUpstream'],
  ['route', 'listeners/*/unmatched/route'],
  ['listener', 'routes/*/listener'],
  ['certificate', 'routes/*/certificate'],
  ['upstream', 'routes/*/upstream'],
  ['upstream', 'routes/*/paths/*/upstream'],
  ['upstream', 'routes/*/paths/*/upstreams/*/upstream'],
  ['trust', 'routes/*/clientAuth/trust'],
  ['trust', 'routes/*/upstreamTls/trust'],
  ['certificate', 'routes/*/upstreamTls/clientCertificate'],
]

/** One mention of a named thing elsewhere in the plan. */
export interface PlanReference {
  kind: NamedKind
  name: string
  /** Where the name stands. */
  path: JsonPointer
  /** The listener or route that mentions it. */
  from: JsonPointer
}

/** Every mention in a plan or in the data of a half-written one, in document order of its kinds. */
export function planReferences(data: unknown): PlanReference[] {
  return referencePlaces.flatMap(([kind, place]) =>
    expand(data, place.split('/'), []).flatMap((path) => {
      const name = valueAt(data, toPointer(path))
      return typeof name === 'string' ? [{ kind, name, path: toPointer(path), from: toPointer(path.slice(0, 2)) }] : []
    }),
  )
}

function expand(value: unknown, pattern: readonly string[], path: readonly string[]): string[][] {
  const [segment, ...rest] = pattern
  if (segment === undefined) return [[...path]]
  if (segment === '*')
    return Array.isArray(value) ? value.flatMap((item, index) => expand(item, rest, [...path, String(index)])) : []
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return []
  return expand((value as Record<string, unknown>)[segment], rest, [...path, segment])
}

/** The patch that renames a thing and everything that means it; empty where nothing is called so. Of two with one name, the first is meant. */
export function renamePatch(data: unknown, kind: NamedKind, from: string, to: string): PatchOperation[] {
  const index = indexOfNamed(data, kind, from)
  if (index === -1 || from === to) return []
  const places = [
    toPointer([lists[kind], index, 'name']),
    ...planReferences(data).flatMap((reference) =>
      reference.kind === kind && reference.name === from ? [reference.path] : [],
    ),
  ]
  return places.map((path) => ({ op: 'replace', path, value: to }))
}

/** What taking a thing away would leave behind. */
export interface RemovalEffects {
  /** What still mentions the name. Empty when nothing does, or when another thing of that name takes over. */
  dangling: PlanReference[]
  /** The thing of the same name that the mentions would then mean. */
  takenOverBy: JsonPointer | null
}

/** What refers to a thing, and so would refer to nothing (or to a namesake) once it is gone. */
export function removalEffects(data: unknown, kind: NamedKind, index: number): RemovalEffects {
  const list = valueAt(data, toPointer([lists[kind]]))
  const things = Array.isArray(list) ? list : []
  const name = nameOf(things[index])
  const none: RemovalEffects = { dangling: [], takenOverBy: null }
  if (name === undefined || indexOfNamed(data, kind, name) !== index) return none
  const mentions = planReferences(data).filter(
    (reference) =>
      reference.kind === kind && reference.name === name && reference.from !== toPointer([lists[kind], index]),
  )
  const heir = things.findIndex((thing, other) => other > index && nameOf(thing) === name)
  if (heir === -1) return { ...none, dangling: mentions }
  return mentions.length === 0 ? none : { ...none, takenOverBy: toPointer([lists[kind], heir]) }
}

function indexOfNamed(data: unknown, kind: NamedKind, name: string): number {
  const list = valueAt(data, toPointer([lists[kind]]))
  return Array.isArray(list) ? list.findIndex((thing) => nameOf(thing) === name) : -1
}

function nameOf(thing: unknown): string | undefined {
  const name = valueAt(thing, '/name')
  return typeof name === 'string' ? name : undefined
}
