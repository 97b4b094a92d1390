import { isRecord, sameData } from '../same-data'
import { align } from './align'
import { type CollisionKind, type MergeConflict, sentenceOf, type Versions } from './conflict'
import { type Identity, identityOf, keysOf } from './identity'
import { inOrder, isReordered, otherSide, type Placed, type Side } from './merge-order'
import { idOf, itemPlace, memberPlace, type Place, pointersOf, root, wordsOf } from './place'

export interface DataMerge {
  /** What is open stands as theirs. */
  data: Record<string, unknown>
  conflicts: MergeConflict[]
  /** For each top-level list, the ids of its items in order. */
  ids: Map<string, string[]>
}

export interface Decisions {
  /** By the id of the conflict. */
  choices: Readonly<Record<string, Side>>
  /** Places that are one value for this merge, although their parts could be merged. */
  whole: ReadonlySet<string>
  /** Items whose remarks a side changed: they are not removed as if nobody had touched them. */
  remarked: ReadonlySet<string>
}

type Data = Record<string, unknown>

/** Merges two versions of a document. Members merge one by one, and items of lists that have a name or are one. */
export function mergeData(of: Versions<Data>, decisions: Decisions): DataMerge {
  const merge: DataMerge = { data: {}, conflicts: [], ids: new Map() }
  const data = mergeValue({ ...decisions, merge }, root, of)
  return { ...merge, data: isRecord(data) ? data : of.theirs }
}

interface Work extends Decisions {
  merge: DataMerge
}

function mergeValue(work: Work, place: Place, of: Versions<unknown>): unknown {
  const { base, mine, theirs } = of
  if (sameData(mine, theirs)) return mine
  if ((mine === undefined || theirs === undefined) && work.remarked.has(idOf(place)))
    return collide(work, place, 'removed', of)
  const isOnlyOnes = !holdsRemarked(work, place)
  if (isOnlyOnes && sameData(base, mine)) return theirs
  if (isOnlyOnes && sameData(base, theirs)) return mine
  if (work.whole.has(idOf(place))) return collide(work, place, 'together', of)
  if (isRecord(base) && isRecord(mine) && isRecord(theirs)) return mergeRecord(work, place, { base, mine, theirs })
  const identity = identityOf(place.path)
  // A plan without routes has an empty list of them.
  const before = base === undefined && place.path.length === 1 ? [] : base
  if (identity && Array.isArray(before) && Array.isArray(mine) && Array.isArray(theirs))
    return mergeList(work, place, { base: before, mine, theirs }, identity)
  const isGone = mine === undefined || theirs === undefined
  return collide(work, place, isGone ? 'removed' : base === undefined ? 'added-twice' : 'changed', of)
}

function holdsRemarked({ remarked }: Work, place: Place): boolean {
  if (remarked.size === 0) return false
  const above = `${idOf(place)}/`
  return [...remarked].some((id) => id.startsWith(above))
}

/** Notes that the sides do not agree, and goes on with what was chosen. */
function collide(work: Work, place: Place, kind: CollisionKind, values: Versions<unknown>): unknown {
  const id = idOf(place)
  const choice = work.choices[id] ?? null
  const words = wordsOf(place)
  work.merge.conflicts.push({
    id,
    kind,
    at: pointersOf(place),
    values,
    place: words,
    sentence: sentenceOf(kind, values, words),
    choice,
  })
  return values[choice ?? 'theirs']
}

function mergeRecord(work: Work, place: Place, of: Versions<Data>): Data {
  const keys = new Set([...Object.keys(of.theirs), ...Object.keys(of.mine)])
  const merged: [string, unknown][] = []
  for (const key of keys) {
    const member = memberPlace(place, key)
    const own = (data: Data) => (Object.hasOwn(data, key) ? data[key] : undefined)
    const values = { base: own(of.base), mine: own(of.mine), theirs: own(of.theirs) }
    const isRename = key === 'name' && isThing(place) && (['mine', 'theirs'] as const).some((side) => renames(of, side))
    const value = isRename
      ? collide(work, { ...member, words: place.words }, 'renamed', values)
      : mergeValue(work, member, values)
    if (value !== undefined) merged.push([key, value])
  }
  return Object.fromEntries(merged)
}

const isThing = ({ path }: Place) => path.length === 2 && path[0] !== 'extras'

/** Whether a side gave a thing another name, which the other side changed under the old one or called otherwise. */
function renames({ base, ...sides }: Versions<Data>, side: Side): boolean {
  const other = sides[otherSide(side)]
  return sides[side].name !== base.name && sides[side].name !== other.name && !sameData(base, other)
}

interface Entry extends Placed {
  value: unknown
  place: Place
}

function mergeList(work: Work, place: Place, of: Versions<unknown[]>, identity: Identity): unknown[] {
  const { base, mine, theirs } = of
  const keys = { base: keysOf(base, identity), mine: keysOf(mine, identity), theirs: keysOf(theirs, identity) }
  const to = { mine: align(base, mine, identity), theirs: align(base, theirs, identity) }
  const entries: Entry[] = []
  const put = (key: string, index: Versions<number>) => {
    const item = itemPlace(place, key, index)
    const value = mergeValue(work, item, {
      base: base[index.base],
      mine: mine[index.mine],
      theirs: theirs[index.theirs],
    })
    const placed = (at: number) => (at === -1 ? null : at)
    if (value !== undefined)
      entries.push({ value, place: item, mine: placed(index.mine), theirs: placed(index.theirs) })
  }
  for (const [index, key] of keys.base.entries())
    put(key, { base: index, mine: to.mine.of[index] ?? -1, theirs: to.theirs.of[index] ?? -1 })
  const news = new Map(to.mine.added.map((index) => [keys.mine[index] ?? '', index]))
  for (const index of to.theirs.added) {
    const key = keys.theirs[index] ?? ''
    put(key, { base: -1, mine: news.get(key) ?? -1, theirs: index })
    news.delete(key)
  }
  for (const [key, index] of news) put(key, { base: -1, mine: index, theirs: -1 })
  const kept = withoutDoubles(work, entries, of, identity)
  const order = inOrder(kept, firstOf(work, place, kept, of, identity))
  if (place.path.length === 1)
    work.merge.ids.set(
      place.path[0] ?? '',
      order.map((entry) => idOf(entry.place)),
    )
  return order.map(({ value }) => value)
}

/** Each side gave one name, to different items: one renamed an item to what the other added. The loser goes back to how the other side has it. */
function withoutDoubles(work: Work, entries: Entry[], of: Versions<unknown[]>, identity: Identity): Entry[] {
  const known = new Set([...keysOf(of.mine, identity), ...keysOf(of.theirs, identity)])
  const all = entries.map(({ value }) => value)
  for (const [index, key] of keysOf(all, identity).entries()) {
    const second = entries[index]
    if (!second || known.has(key)) continue
    const name = identity.keyOf(second.value)
    const first = entries.find((entry) => entry !== second && identity.keyOf(entry.value) === name)
    if (!first) continue
    if (sameData(first.value, second.value)) second.value = undefined
    else settleDouble(work, [first, second], of, (item) => identity.keyOf(item) === name)
  }
  return entries.filter(({ value }) => value !== undefined)
}

function settleDouble(
  work: Work,
  doubles: readonly [Entry, Entry],
  of: Versions<unknown[]>,
  hasName: (item: unknown) => boolean,
): void {
  const on = (side: Side, entry: Entry) => (entry[side] === null ? undefined : of[side][entry[side]])
  const [first, second] = doubles
  const [mine, theirs] = hasName(on('mine', first)) ? [first, second] : [second, first]
  const place = {
    ...first.place,
    at: { base: null, mine: mine.place.at.mine, theirs: theirs.place.at.theirs },
    words: theirs.place.words,
  }
  collide(work, place, 'added-twice', { base: undefined, mine: on('mine', mine), theirs: on('theirs', theirs) })
  if (work.choices[idOf(place)] === 'mine') theirs.value = on('mine', theirs)
  else mine.value = on('theirs', mine)
}

/** Whose order the merged list has: theirs, unless only this side moved items. */
function firstOf(work: Work, place: Place, entries: Entry[], of: Versions<unknown[]>, identity: Identity): Side {
  if (!isReordered(entries)) return 'theirs'
  const moved = (side: Side) => {
    const shared = entries.flatMap((entry) => {
      const from = entry.place.at.base?.at(-1)
      return typeof from === 'number' && entry[side] !== null ? [{ mine: from, theirs: entry[side] }] : []
    })
    return isReordered(shared)
  }
  if (!moved('mine')) return 'theirs'
  if (!moved('theirs')) return 'mine'
  if (identity.members.length === 0) return 'theirs'
  const keys = {
    base: keysOf(of.base, identity),
    mine: keysOf(of.mine, identity),
    theirs: keysOf(of.theirs, identity),
  }
  const order = { ...place, path: [...place.path, 'order'], words: [...place.words, 'order'] }
  collide(work, order, 'moved', keys)
  return work.choices[idOf(order)] ?? 'theirs'
}
