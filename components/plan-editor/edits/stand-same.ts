import { fromPointer, type JsonPointer } from '@/lib/domain-model/json-pointer'
import type { PatchOperation } from '@/lib/domain-model/patch'

/**
 * Whether operations that were made for one document mean the same in another: every list that their paths go through has as many items in
 * both, and under the same name the one that is meant; and what they put a whole list or mapping in the place of is the same.
 */
export function standSame(before: unknown, after: unknown, operations: readonly PatchOperation[]): boolean {
  return operations.every(({ path }) => standsSame(before, after, path))
}

function standsSame(before: unknown, after: unknown, path: JsonPointer): boolean {
  let [old, now] = [before, after]
  for (const segment of fromPointer(path)) {
    if (Array.isArray(old) || Array.isArray(now)) {
      if (!Array.isArray(old) || !Array.isArray(now) || old.length !== now.length) return false
      if (nameOf(old[Number(segment)]) !== nameOf(now[Number(segment)])) return false
    }
    ;[old, now] = [memberOf(old, segment), memberOf(now, segment)]
  }
  const isWhole = [old, now].some((value) => typeof value === 'object' && value !== null)
  return !isWhole || JSON.stringify(old) === JSON.stringify(now)
}

const memberOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined

const nameOf = (item: unknown) => memberOf(item, 'name')
