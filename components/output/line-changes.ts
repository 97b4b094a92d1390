import { diffArrays } from 'diff'

/** Lines of the new text that the old one has not; `count` 0 stands for lines that went away above `line`. Lines are 1-based. */
export interface LineChange {
  line: number
  count: number
}

/** Beyond this the middle counts as one change: a diff of everything costs more than it tells. */
const differencesMax = 1500

export function lineChanges(before: string, after: string): LineChange[] {
  if (before === after) return []
  const [old, now] = [before.split('\n'), after.split('\n')]
  let start = 0
  while (start < old.length && start < now.length && old[start] === now[start]) start++
  let end = 0
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end++
  const middle = now.slice(start, now.length - end)
  const parts = diffArrays(old.slice(start, old.length - end), middle, { maxEditLength: differencesMax })
  if (!parts) return [{ line: start + 1, count: middle.length }]
  const changes: LineChange[] = []
  let line = start + 1
  for (const { added, removed, count } of parts) {
    const last = changes.at(-1)
    // What replaces something is one change with what it replaces.
    const touches = last !== undefined && last.line + last.count === line
    if (added && touches) last.count += count
    else if ((added || removed) && !touches) changes.push({ line, count: added ? count : 0 })
    if (!removed) line += count
  }
  // The end of the text is a line too few to stand on.
  return changes.map((change) => ({ ...change, line: Math.min(change.line, now.length) }))
}

export const changedLines = (changes: readonly LineChange[]) =>
  changes.reduce((sum, { count }) => sum + Math.max(count, 1), 0)

/** The index of the next or previous change as seen from a line; past the last one comes the first. */
export function stepChange(
  changes: readonly LineChange[],
  from: number,
  direction: 'next' | 'previous',
): number | null {
  if (changes.length === 0) return null
  const found =
    direction === 'next'
      ? changes.findIndex(({ line }) => line > from)
      : changes.findLastIndex(({ line, count }) => line + Math.max(count, 1) - 1 < from)
  if (found !== -1) return found
  return direction === 'next' ? 0 : changes.length - 1
}
