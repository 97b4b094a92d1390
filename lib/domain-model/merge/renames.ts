import { toPointer, valueAt } from '../json-pointer'
import { applyPatch, type PatchOperation } from '../patch'
import { type NamedKind, planReferences } from '../references'
import { align } from './align'
import { identityOf } from './identity'

export interface Rename {
  kind: NamedKind
  from: string
  to: string
}

const lists: Record<NamedKind, string> = {
  listener: 'listeners',
  route: 'routes',
  upstream: 'upstreams',
  certificate: 'certificates',
  trust: 'trust',
}

/**
 * The things that a side calls otherwise than the base, and whose mentions it took along. One whose old name is still mentioned was
 * not renamed but replaced, or is being renamed by hand right now.
 */
export function renamesOf(base: unknown, side: unknown): Rename[] {
  const mentioned = new Set(planReferences(side).map(({ kind, name }) => `${kind} ${name}`))
  return (Object.keys(lists) as NamedKind[]).flatMap((kind) => {
    const identity = identityOf([lists[kind]])
    const before = listOf(base, kind)
    const now = listOf(side, kind)
    if (!identity) return []
    return align(before, now, identity).of.flatMap((index, at) => {
      const from = nameOf(before[at])
      const to = index === -1 ? null : nameOf(now[index])
      if (from === null || to === null || from === to || mentioned.has(`${kind} ${from}`)) return []
      return [{ kind, from, to }]
    })
  })
}

/** The document with every mention of a new name as one of the old name; the things keep what they are called. */
export function withOldMentions<Data>(data: Data, renames: readonly Rename[]): Data {
  return withMentions(data, new Map(renames.map(({ kind, from, to }) => [`${kind} ${to}`, from])))
}

/** The merged document with every mention of an old name as one of what the thing is called now. */
export function withNewMentions<Data>(data: Data, renames: readonly Rename[]): Data {
  const called = new Set(
    (Object.keys(lists) as NamedKind[]).flatMap((kind) =>
      listOf(data, kind).map((thing) => `${kind} ${nameOf(thing)}`),
    ),
  )
  const settled = renames.filter(({ kind, from, to }) => called.has(`${kind} ${to}`) && !called.has(`${kind} ${from}`))
  return withMentions(data, new Map(settled.map(({ kind, from, to }) => [`${kind} ${from}`, to])))
}

function withMentions<Data>(data: Data, names: ReadonlyMap<string, string>): Data {
  if (names.size === 0) return data
  const operations = planReferences(data).flatMap(({ kind, name, path }): PatchOperation[] => {
    const value = names.get(`${kind} ${name}`)
    return value === undefined ? [] : [{ op: 'replace', path, value }]
  })
  const result = applyPatch(data, operations)
  if (!result.ok) throw new Error(`a mention that was just read cannot be written: ${result.reason}`)
  return result.data as Data
}

function listOf(data: unknown, kind: NamedKind): unknown[] {
  const list = valueAt(data, toPointer([lists[kind]]))
  return Array.isArray(list) ? list : []
}

function nameOf(thing: unknown): string | null {
  const name = valueAt(thing, '/name')
  return typeof name === 'string' ? name : null
}
