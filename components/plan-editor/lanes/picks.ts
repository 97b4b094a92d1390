import type { JsonPointer } from '@/lib/domain-model/json-pointer'

/**
 * The ticked cards. Pointers move when routes come and go, so each is kept with its name; and as in every list of files, Shift extends
 * from where the last tick or visit was.
 */
export interface Picks {
  names: ReadonlyMap<JsonPointer, string>
  /** Where a stretch begins, and its other end as it is now. */
  anchor: JsonPointer | null
  head: JsonPointer | null
  /** What was ticked before the stretch. */
  base: ReadonlyMap<JsonPointer, string>
}

interface Card {
  pointer: JsonPointer
  name: string
}

const none: ReadonlyMap<JsonPointer, string> = new Map()
export const noPicks: Picks = { names: none, anchor: null, head: null, base: none }

/** A card was visited without a tick: the next stretch begins here. */
export function visit(picks: Picks, { pointer }: Card): Picks {
  return { names: picks.names, anchor: pointer, head: pointer, base: picks.names }
}

export function toggle(picks: Picks, { pointer, name }: Card): Picks {
  const names = new Map(picks.names)
  if (!names.delete(pointer)) names.set(pointer, name)
  return { names, anchor: pointer, head: pointer, base: names }
}

/** Ticks everything between where the stretch began and this card, in the order that is shown. */
export function extend(picks: Picks, from: Card, to: Card, shown: readonly Card[]): Picks {
  const { anchor, base } = picks.head === from.pointer && picks.anchor !== null ? picks : visit(picks, from)
  const ends = [anchor, to.pointer].map((end) => shown.findIndex(({ pointer }) => pointer === end))
  const [first = -1, last = -1] = ends.sort((a, b) => a - b)
  // The stretch began in the other lane, or at a card that the filter hides now.
  if (first < 0) return extend(visit({ ...picks, names: base }, to), to, to, shown)
  const names = new Map(base)
  for (const { pointer, name } of shown.slice(first, last + 1)) names.set(pointer, name)
  return { names, anchor, head: to.pointer, base }
}

export function pickAll(picks: Picks, cards: readonly Card[]): Picks {
  const names = new Map(picks.names)
  for (const { pointer, name } of cards) names.set(pointer, name)
  return { ...picks, names, base: names }
}

/** The ticks as they stand in the plan now: a route that moved in the list is followed by its name, one that is gone is forgotten. */
export function standing(picks: Picks, cards: readonly Card[]): ReadonlyMap<JsonPointer, string> {
  if (picks.names.size === 0) return none
  const byPointer = new Map(cards.map(({ pointer, name }) => [pointer, name]))
  const stray = [...picks.names].filter(([pointer, name]) => byPointer.get(pointer) !== name)
  if (stray.length === 0) return picks.names
  const names = new Map([...picks.names].filter(([pointer, name]) => byPointer.get(pointer) === name))
  const wanted = new Set(stray.map(([, name]) => name))
  const namesakes = new Map<string, JsonPointer[]>()
  for (const { pointer, name } of cards)
    if (wanted.has(name)) namesakes.set(name, [...(namesakes.get(name) ?? []), pointer])
  for (const [name, pointers] of namesakes) if (pointers.length === 1 && pointers[0]) names.set(pointers[0], name)
  return names
}
