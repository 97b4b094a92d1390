import { isRecord, sameData } from '../same-data'
import { type Identity, keysOf } from './identity'

/** What became of each item of a list. */
export interface Alignment {
  /** By the index in the base: the index now, or -1 for what went away. */
  of: readonly number[]
  /** The indexes of what is new. */
  added: readonly number[]
}

/**
 * Items of one key are the same item. What is left over at the same place of both lists is one item whose key was changed, when
 * it is otherwise alike: a renamed upstream, a corrected host.
 */
export function align(base: readonly unknown[], side: readonly unknown[], identity: Identity): Alignment {
  const keys = keysOf(base, identity)
  const places = new Map(keysOf(side, identity).map((key, index) => [key, index]))
  const of = keys.map((key) => places.get(key) ?? -1)
  const from = new Map(of.flatMap((now, index) => (now === -1 ? [] : [[now, index]])))
  // Whatever stands behind the same item that stayed belongs to one gap.
  const gaps = new Map<number, number[]>()
  let gap = -1
  for (const [index] of side.entries()) {
    const known = from.get(index)
    if (known !== undefined) gap = known
    else gaps.set(gap, [...(gaps.get(gap) ?? []), index])
  }
  const taken = new Set<number>()
  gap = -1
  for (const [index, now] of of.entries()) {
    if (now !== -1) {
      gap = index
      continue
    }
    const heir = gaps.get(gap)?.find((place) => !taken.has(place) && isAlike(base[index], side[place], identity))
    if (heir === undefined) continue
    of[index] = heir
    taken.add(heir)
  }
  const kept = new Set(of)
  return { of, added: [...side.keys()].filter((index) => !kept.has(index)) }
}

/** Whether at least half of what two items say is the same, their keys left aside. */
function isAlike(one: unknown, other: unknown, { members }: Identity): boolean {
  if (!isRecord(one) || !isRecord(other)) return isRecord(one) === isRecord(other)
  const says = (item: Record<string, unknown>) => Object.keys(item).filter((key) => !members.includes(key))
  const all = new Set([...says(one), ...says(other)])
  const shared = [...all].filter((key) => sameData(one[key], other[key]))
  return shared.length * 2 >= all.size
}
