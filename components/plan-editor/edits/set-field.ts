import { fromPointer, type JsonPointer, toPointer, valueAt } from '@/lib/domain-model/json-pointer'
import type { PatchOperation } from '@/lib/domain-model/patch'

/** Writes one field, or with undefined takes it out, and with it a group that would be left empty. */
export function setField(data: unknown, pointer: JsonPointer, value: unknown): PatchOperation[] {
  const exists = valueAt(data, pointer) !== undefined
  // `add` would push the members of a list aside.
  if (value !== undefined) return [{ op: exists ? 'replace' : 'add', path: pointer, value }]
  if (!exists) return []
  const segments = fromPointer(pointer)
  const parent = toPointer(segments.slice(0, -1))
  const holder = valueAt(data, parent)
  // Things sit at depth 2; only groups below them (timeouts, requestHeaders) may go with their last field.
  const isEmptied =
    typeof holder === 'object' && holder !== null && !Array.isArray(holder) && Object.keys(holder).length === 1
  if (isEmptied && segments.length > 3 && !/^\d+$/.test(segments.at(-2) ?? '')) return setField(data, parent, undefined)
  return [{ op: 'remove', path: pointer }]
}

/** Replaces the whole list by one edit; an empty list takes the field out. */
export function setList(data: unknown, pointer: JsonPointer, list: readonly unknown[]): PatchOperation[] {
  return setField(data, pointer, list.length === 0 ? undefined : list)
}
