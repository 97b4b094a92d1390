import { toPointer } from '@/lib/domain-model/json-pointer'
import type { PatchOperation } from '@/lib/domain-model/patch'
import { renamePatch } from '@/lib/domain-model/rename'
import { namedKinds, type ThingKind, thingsOf } from './things'

/** Renames a thing and everything that refers to it, in one step. Of two things of one name, references mean the first. */
export function renameThing(data: unknown, kind: ThingKind, index: number, name: string): PatchOperation[] {
  const things = thingsOf(data, kind)
  const old = things[index]?.name
  const isFirst = things.findIndex((thing) => thing.name === old) === index
  if (typeof old === 'string' && isFirst) return renamePatch(data, namedKinds[kind], old, name)
  return [{ op: 'add', path: toPointer([kind, index, 'name']), value: name }]
}
