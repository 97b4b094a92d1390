import { fromPointer, type JsonPointer, toPointer, valueAt } from '../json-pointer'
import { align } from './align'
import { identityOf } from './identity'

/** Where a thing stands in another version of the plan; null when it is not there any more. */
export function followPointer(before: unknown, after: unknown, pointer: JsonPointer): JsonPointer | null {
  const [list = '', index, ...rest] = fromPointer(pointer)
  const [old, now] = [before, after].map((data) => valueAt(data, toPointer([list])))
  const identity = identityOf([list])
  if (index === undefined || !identity || !Array.isArray(old) || !Array.isArray(now)) return pointer
  const place = align(old, now, identity).of[Number(index)] ?? -1
  return place === -1 ? null : toPointer([list, place, ...rest])
}
