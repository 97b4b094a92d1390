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

/** What taking things away would leave behind. */
export interface RemovalEffects {
  /** What still mentions one of the names. Empty when nothing does, or when another thing of that name takes over. */
  dangling: PlanReference[]
  /** The things of the same names that the mentions would then mean. */
  takenOverBy: JsonPointer[]
}

/** What refers to things of one kind, and so would refer to nothing (or to a namesake) once they are gone, all at once. */
export function removalEffects(data: unknown, kind: NamedKind, indexes: readonly number[]): RemovalEffects {
  const list = valueAt(data, toPointer([listOf[kind]]))
  const doomed = new Set(indexes)
  // Of several with one name the first is meant: the first of all now, the first that stays afterwards.
  const meant = new Map<string, number>()
  const heirs = new Map<string, number>()
  for (const [index, thing] of (Array.isArray(list) ? list : []).entries()) {
    const name = nameOf(thing)
    if (name === undefined) continue
    if (!meant.has(name)) meant.set(name, index)
    if (!doomed.has(index) && !heirs.has(name)) heirs.set(name, index)
  }
  const at = (index: number) => toPointer([listOf[kind], index])
  const doomedPlaces = new Set(indexes.map(at))
  const mentions = planReferences(data).filter(
    ({ kind: mentioned, name, from }) =>
      mentioned === kind && doomed.has(meant.get(name) ?? -1) && !doomedPlaces.has(from),
  )
  return {
    dangling: mentions.filter(({ name }) => !heirs.has(name)),
    takenOverBy: [...new Set(mentions.flatMap(({ name }) => heirs.get(name) ?? []))].map(at),
  }
}

function indexOfNamed(data: unknown, kind: NamedKind, name: string): number {
  const list = valueAt(data, toPointer([listOf[kind]]))
  return Array.isArray(list) ? list.findIndex((thing) => nameOf(thing) === name) : -1
}

function nameOf(thing: unknown): string | undefined {
  const name = valueAt(thing, '/name')
  return typeof name === 'string' ? name : undefined
}
