import { diffArrays } from 'diff'

/** A stretch of lines that both texts share with their base, that one of them changed, or that both did. */
export interface LineRegion {
  kind: 'stable' | 'mine' | 'theirs' | 'conflict'
  base: readonly string[]
  mine: readonly string[]
  theirs: readonly string[]
}

/**
 * How close two changes may come: 'touching' lets each side change its own of two neighbouring lines; 'line' asks for an unchanged line
 * in between; 'text' makes the whole text one place.
 */
export type Apart = 'touching' | 'line' | 'text'

/** Beyond this many different lines, one change spans them all: comparing further costs more than it tells. */
const differencesMax = 3000

export const linesOf = (text: string): string[] => text.split(/\r?\n/)

/**
 * Three texts compared line by line, as diff3 does it. Where the reader of the result judges it anyway, changes may touch; where
 * lines are all that is known, they may not.
 */
export function lineRegions(base: string, mine: string, theirs: string, apart: Apart): LineRegion[] {
  const lines = { base: linesOf(base), mine: linesOf(mine), theirs: linesOf(theirs) }
  if (apart === 'text') return [{ kind: 'conflict', ...lines }]
  const groups = groupsOf(changesOf(lines.base, lines.mine), changesOf(lines.base, lines.theirs), apart)
  const regions: LineRegion[] = []
  const at = { base: 0, mine: 0, theirs: 0 }
  const take = (kind: LineRegion['kind'], base: number, mine: number, theirs: number) => {
    if (base + mine + theirs === 0) return
    regions.push({
      kind,
      base: lines.base.slice(at.base, at.base + base),
      mine: lines.mine.slice(at.mine, at.mine + mine),
      theirs: lines.theirs.slice(at.theirs, at.theirs + theirs),
    })
    at.base += base
    at.mine += mine
    at.theirs += theirs
  }
  for (const { start, end, mine, theirs } of groups) {
    const untouched = start - at.base
    take('stable', untouched, untouched, untouched)
    const kind = theirs.length === 0 ? 'mine' : mine.length === 0 ? 'theirs' : 'conflict'
    take(kind, end - start, end - start + growth(mine), end - start + growth(theirs))
  }
  const rest = lines.base.length - at.base
  take('stable', rest, rest, rest)
  // The same change on both sides is nobody's any more.
  return regions.map((region) =>
    region.kind === 'conflict' && region.mine.join('\n') === region.theirs.join('\n')
      ? { ...region, kind: 'mine' }
      : region,
  )
}

/** Lines of the base that one text has otherwise: from `start` to before `end`, now `count` lines. */
interface Change {
  start: number
  end: number
  count: number
}

const growth = (changes: readonly Change[]) =>
  changes.reduce((sum, { start, end, count }) => sum + count - (end - start), 0)

function changesOf(base: readonly string[], side: readonly string[]): Change[] {
  let head = 0
  while (head < base.length && head < side.length && base[head] === side[head]) head++
  let tail = 0
  while (tail < base.length - head && tail < side.length - head && base.at(-1 - tail) === side.at(-1 - tail)) tail++
  const [old, now] = [base.slice(head, base.length - tail), side.slice(head, side.length - tail)]
  if (old.length + now.length === 0) return []
  const parts = diffArrays(old, now, { maxEditLength: differencesMax })
  if (!parts) return [{ start: head, end: head + old.length, count: now.length }]
  const changes: Change[] = []
  let line = head
  for (const { added, removed, count } of parts) {
    if (added || removed) {
      const last = changes.at(-1)
      const change = last?.end === line ? last : { start: line, end: line, count: 0 }
      if (change !== last) changes.push(change)
      if (added) change.count += count
      else change.end += count
    }
    if (!added) line += count
  }
  return changes
}

interface Group {
  start: number
  end: number
  mine: Change[]
  theirs: Change[]
}

/** The changes of both sides in the order of the base; those that meet are one group. */
function groupsOf(mine: readonly Change[], theirs: readonly Change[], apart: Apart): Group[] {
  const all = [
    ...mine.map((change) => ({ side: 'mine' as const, change })),
    ...theirs.map((change) => ({ side: 'theirs' as const, change })),
  ].sort((a, b) => a.change.start - b.change.start || a.change.end - b.change.end)
  const groups: Group[] = []
  for (const { side, change } of all) {
    let group = groups.at(-1)
    if (!group || !joins(group, change, group[side === 'mine' ? 'theirs' : 'mine'], apart)) {
      group = { start: change.start, end: change.start, mine: [], theirs: [] }
      groups.push(group)
    }
    group[side].push(change)
    group.end = Math.max(group.end, change.end)
  }
  return groups
}

/** Whether a change overlaps a group, or comes too close to what the other side has in it. */
function joins(group: Group, change: Change, others: readonly Change[], apart: Apart): boolean {
  if (change.start < group.end) return true
  if (change.start > group.end || others.length === 0) return false
  // Two insertions at one point have no order of their own.
  return apart === 'line' || (isInsertion(change) && others.some((other) => isInsertion(other)))
}

const isInsertion = ({ start, end }: Change) => start === end
