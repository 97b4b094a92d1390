import { type JsonPointer, toPointer } from '../json-pointer'
import { isRecord, sameData } from '../same-data'
import { align } from './align'
import { identityOf, keysOf } from './identity'
import { itemPlace, memberPlace, root, wordsOf } from './place'

/** What one side did to one thing of the plan, or to the plan itself. */
export interface ThingChange {
  change: 'added' | 'removed' | 'changed' | 'renamed' | 'moved'
  /** `route api`, by its name before. */
  thing: string
  /** The list it is in, such as `routes`, and its key there now; the plan's own members have no list. */
  list: string | null
  key: string
  /** The new name of what was renamed. */
  to: string | null
  /** Where it stands in that side's text; null for what is gone. */
  at: JsonPointer | null
  /** The members that differ, of what was changed. */
  members: string[]
}

type Data = Record<string, unknown>

export function thingChanges(base: Data, side: Data): ThingChange[] {
  const members = [...new Set([...Object.keys(base), ...Object.keys(side)])]
  return members.flatMap((member) => {
    const [before, now] = [base[member], side[member]]
    if (sameData(before, now)) return []
    const isList = (value: unknown) => value === undefined || Array.isArray(value)
    if (identityOf([member]) && isList(before) && isList(now))
      return listChanges(member, (before ?? []) as unknown[], (now ?? []) as unknown[])
    return [{ ...changed(`the plan's ${member}`, toPointer([member]), before, now), list: null, key: member }]
  })
}

function listChanges(list: string, before: readonly unknown[], now: readonly unknown[]): ThingChange[] {
  const identity = identityOf([list])
  if (!identity) return []
  const { of, added } = align(before, now, identity)
  const thing = (key: string) => wordsOf(itemPlace(memberPlace(root, list), key, { base: -1, mine: -1, theirs: -1 }))
  const [old, keys] = [keysOf(before, identity), keysOf(now, identity)]
  const kept = old.flatMap((key, index): ThingChange[] => {
    const place = of[index] ?? -1
    if (place === -1) return [{ change: 'removed', thing: thing(key), list, key, to: null, at: null, members: [] }]
    if (sameData(before[index], now[place])) return []
    const to = keys[place] ?? key
    const change = { ...changed(thing(key), toPointer([list, place]), before[index], now[place]), list, key: to }
    return [to === key ? change : { ...change, change: 'renamed', to }]
  })
  const news = added.map(
    (index): ThingChange => ({
      change: 'added',
      thing: thing(keys[index] ?? ''),
      list,
      key: keys[index] ?? '',
      to: null,
      at: toPointer([list, index]),
      members: [],
    }),
  )
  const all = [...kept, ...news]
  return all.length > 0
    ? all
    : [
        {
          change: 'moved',
          thing: `the order of ${list}`,
          list: null,
          key: list,
          to: null,
          at: toPointer([list]),
          members: [],
        },
      ]
}

function changed(thing: string, at: JsonPointer, before: unknown, now: unknown): Omit<ThingChange, 'list' | 'key'> {
  const members =
    isRecord(before) && isRecord(now)
      ? [...new Set([...Object.keys(before), ...Object.keys(now)])].filter((key) => !sameData(before[key], now[key]))
      : []
  const change = before === undefined ? 'added' : now === undefined ? 'removed' : 'changed'
  return { change, thing, to: null, at: now === undefined ? null : at, members }
}
