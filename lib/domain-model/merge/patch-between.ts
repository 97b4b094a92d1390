import { toPointer } from '../json-pointer'
import type { PatchOperation } from '../patch'
import { isRecord, sameData } from '../same-data'
import { identityOf, keysOf } from './identity'

/** The patch that makes one document of another, item by item where items have names, so that what stays keeps its text. */
export function patchBetween(
  from: unknown,
  to: unknown,
  path: readonly string[] = [],
  at: readonly string[] = path,
): PatchOperation[] {
  if (sameData(from, to)) return []
  const whole: PatchOperation[] = [{ op: 'replace', path: toPointer(at), value: to }]
  if (isRecord(from) && isRecord(to)) return recordPatch(from, to, path, at)
  return (Array.isArray(from) && Array.isArray(to) && listPatch(from, to, path, at)) || whole
}

function recordPatch(
  from: Record<string, unknown>,
  to: Record<string, unknown>,
  path: readonly string[],
  at: readonly string[],
): PatchOperation[] {
  return [
    ...Object.keys(to).flatMap((key) =>
      Object.hasOwn(from, key)
        ? patchBetween(from[key], to[key], [...path, key], [...at, key])
        : [{ op: 'add' as const, path: toPointer([...at, key]), value: to[key] }],
    ),
    ...Object.keys(from)
      .filter((key) => !Object.hasOwn(to, key))
      .map((key) => ({ op: 'remove' as const, path: toPointer([...at, key]) })),
  ]
}

/** Null where items have no names, or stand in another order. */
function listPatch(
  from: readonly unknown[],
  to: readonly unknown[],
  path: readonly string[],
  at: readonly string[],
): PatchOperation[] | null {
  const identity = identityOf(path)
  if (!identity) return null
  const [old, now] = [keysOf(from, identity), keysOf(to, identity)]
  const kept = new Set(now)
  const stays = old.filter((key) => kept.has(key))
  const places = new Map(old.map((key, index) => [key, index]))
  const staysNow = now.filter((key) => places.has(key))
  if (stays.some((key, index) => key !== staysNow[index])) return null
  const removed = old
    .flatMap((key, index) => (kept.has(key) ? [] : [{ op: 'remove' as const, path: toPointer([...at, index]) }]))
    .reverse()
  const rest = now.flatMap((key, index): PatchOperation[] => {
    const before = places.get(key)
    if (before === undefined) return [{ op: 'add', path: toPointer([...at, index]), value: to[index] }]
    return patchBetween(from[before], to[index], [...path, key], [...at, String(index)])
  })
  return [...removed, ...rest]
}
