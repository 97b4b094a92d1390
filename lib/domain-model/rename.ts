import { type JsonPointer, toPointer, valueAt } from './json-pointer'
import type { PatchOperation } from './patch'
import { listOf, type NamedKind, type PlanReference, planReferences } from './references'

/** The patch that renames a thing and everything that means it; empty where nothing is called so. Of two with one name, the first is meant. */
export function renamePatch(data: unknown, kind: NamedKind, from: string, to: string): PatchOperation[] {
  const index = indexOfNamed(data, kind, from)
  if (index === -1 || from === to) return []
  const places = [
    toPointer([listOf[kind], index, 'name']),
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
  const list = valueAt(data, toPointer([listOf[kind]]))
  const things = Array.isArray(list) ? list : []
  const name = nameOf(things[index])
  const none: RemovalEffects = { dangling: [], takenOverBy: null }
  if (name === undefined || indexOfNamed(data, kind, name) !== index) return none
  const mentions = planReferences(data).filter(
    (reference) =>
      reference.kind === kind && reference.name === name && reference.from !== toPointer([listOf[kind], index]),
  )
  const heir = things.findIndex((thing, other) => other > index && nameOf(thing) === name)
  if (heir === -1) return { ...none, dangling: mentions }
  return mentions.length === 0 ? none : { ...none, takenOverBy: toPointer([listOf[kind], heir]) }
}

function indexOfNamed(data: unknown, kind: NamedKind, name: string): number {
  const list = valueAt(data, toPointer([listOf[kind]]))
  return Array.isArray(list) ? list.findIndex((thing) => nameOf(thing) === name) : -1
}

function nameOf(thing: unknown): string | undefined {
  const name = valueAt(thing, '/name')
  return typeof name === 'string' ? name : undefined
}
