import { fromPointer, type JsonPointer } from './json-pointer'

/** The part of JSON Patch (RFC 6902) that edits need. `add` inserts into arrays (`-` appends) and sets object members. */
export type PatchOperation =
  | { op: 'add' | 'replace'; path: JsonPointer; value: unknown }
  | { op: 'remove'; path: JsonPointer }

export type PatchResult = { ok: true; data: unknown } | { ok: false; reason: string }

/** Applies a patch to plain data, whole or not at all. What it does not touch is shared with the input, which stays as it was. */
export function applyPatch(data: unknown, operations: readonly PatchOperation[]): PatchResult {
  let result: PatchResult = { ok: true, data }
  for (const operation of operations) {
    result = applyOperation(result.data, operation)
    if (!result.ok) return result
  }
  return result
}

/** One step of a patch. */
export function applyOperation(data: unknown, operation: PatchOperation): PatchResult {
  const { path } = operation
  if (!path.startsWith('/'))
    return refuse(path === '' ? 'a patch cannot replace the whole document' : `${path} is no JSON pointer`)
  try {
    return { ok: true, data: patched(data, fromPointer(path), operation) }
  } catch (error) {
    if (error instanceof NoSuchPlace) return refuse(`${path} ${error.message}`)
    throw error
  }
}

const refuse = (reason: string): PatchResult => ({ ok: false, reason })

class NoSuchPlace extends Error {}

function patched(holder: unknown, segments: readonly string[], operation: PatchOperation): unknown {
  const [segment = '', ...rest] = segments
  const last = rest.length === 0
  if (Array.isArray(holder)) {
    const index = segment === '-' && last && operation.op === 'add' ? holder.length : indexOf(segment)
    if (index > holder.length || (index === holder.length && !(last && operation.op === 'add')))
      throw new NoSuchPlace('does not exist')
    if (!last) return holder.with(index, patched(holder[index], rest, operation))
    if (operation.op === 'add') return holder.toSpliced(index, 0, operation.value)
    return operation.op === 'remove' ? holder.toSpliced(index, 1) : holder.with(index, operation.value)
  }
  if (typeof holder !== 'object' || holder === null) throw new NoSuchPlace('has no parent in the document')
  const members = holder as Record<string, unknown>
  const exists = Object.hasOwn(members, segment)
  if (segment === '__proto__') throw new NoSuchPlace('is no place in a document')
  if (!last) {
    // Lists and mappings that are not there yet are made for what is added to them.
    const inner = exists ? members[segment] : undefined
    if (inner == null && operation.op === 'add')
      return { ...members, [segment]: patched(/^(?:-|0)$/.test(rest[0] ?? '') ? [] : {}, rest, operation) }
    return { ...members, [segment]: patched(inner, rest, operation) }
  }
  if (operation.op !== 'add' && !exists) throw new NoSuchPlace('does not exist')
  if (operation.op !== 'remove') return { ...members, [segment]: operation.value }
  const { [segment]: _, ...others } = members
  return others
}

function indexOf(segment: string): number {
  if (!/^(?:0|[1-9]\d{0,8})$/.test(segment)) throw new NoSuchPlace('is no place in the list')
  return Number(segment)
}
