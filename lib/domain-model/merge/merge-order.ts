/** An item of a merged list with its index on each side; null where that side has none. */
export interface Placed {
  mine: number | null
  theirs: number | null
}

export type Side = 'mine' | 'theirs'

export const otherSide = (side: Side): Side => (side === 'mine' ? 'theirs' : 'mine')

/**
 * The order of a merged list: that of one side, and what only the other has stands behind what it stood behind there, after anything
 * that was put in the same place.
 */
export function inOrder<Item extends Placed>(items: readonly Item[], first: Side): Item[] {
  const second = otherSide(first)
  const rank = (item: Item | undefined, side: Side) => item?.[side] ?? -1
  const order = items.filter((item) => item[first] !== null).sort((a, b) => rank(a, first) - rank(b, first))
  const late = items.filter((item) => item[first] === null).sort((a, b) => rank(a, second) - rank(b, second))
  const onSecond = items.filter((item) => item[second] !== null).sort((a, b) => rank(a, second) - rank(b, second))
  for (const item of late) {
    const before = onSecond[onSecond.indexOf(item) - 1]
    let at = before ? order.indexOf(before) + 1 : 0
    while (order[at]?.[second] === null) at++
    order.splice(at, 0, item)
  }
  return order
}

/** Whether the items that both sides have stand in another order on one side than on the other. */
export function isReordered(items: readonly Placed[]): boolean {
  const shared = items.filter(({ mine, theirs }) => mine !== null && theirs !== null)
  const byMine = [...shared].sort((a, b) => (a.mine ?? 0) - (b.mine ?? 0))
  return byMine.some((item, index) => index > 0 && (byMine[index - 1]?.theirs ?? 0) > (item.theirs ?? 0))
}
