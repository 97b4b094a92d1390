import { diffArrays } from 'diff'
import { commonEnds } from '@/lib/domain-model/common-ends'

/** Lines of the new text that the old one has not; `count` 0 stands for lines that went away above `line`. Lines are 1-based. */
export interface LineChange {
  line: number
  count: number
}

/** Beyond this the middle counts as one change: a diff of everything costs more than it tells. */
const differencesMax = 1500

export function lineChanges(before: string, after: string): LineChange[] {
  if (before === after) return []
  const { old, now, first, count: lineCount } = middleLines(before, after)
  const parts = diffArrays(old, now, { maxEditLength: differencesMax })
  if (!parts) return [{ line: first, count: now.length }]
  const changes: LineChange[] = []
  let line = first
  for (const { added, removed, count } of parts) {
    const last = changes.at(-1)
    // What replaces something is one change with what it replaces.
    const touches = last !== undefined && last.line + last.count === line
    if (added && touches) last.count += count
    else if ((added || removed) && !touches) changes.push({ line, count: added ? count : 0 })
    if (!removed) line += count
  }
  // The end of the text is a line too few to stand on.
  return changes.map((change) => ({ ...change, line: Math.min(change.line, lineCount) }))
}

/** The lines between the first and the last that differ; `first` is the number of the first, `count` that of all lines of the new text. */
function middleLines(before: string, after: string) {
  // By characters first: most edits leave all but one of thousands of lines, and cutting them apart takes longer than all the rest.
  const { head, tail } = commonEnds(before, after)
  const from = head === 0 ? 0 : after.lastIndexOf('\n', head - 1) + 1
  const newline = tail === 0 ? -1 : after.indexOf('\n', after.length - tail)
  const kept = newline === -1 ? 0 : after.length - newline
  const old = before.slice(from, before.length - kept).split('\n')
  const now = after.slice(from, after.length - kept).split('\n')
  let start = 0
  while (start < old.length && start < now.length && old[start] === now[start]) start++
  let end = 0
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end++
  const above = lineBreaks(after, 0, from)
  return {
    old: old.slice(start, old.length - end),
    now: now.slice(start, now.length - end),
    first: above + start + 1,
    count: above + now.length + lineBreaks(after, after.length - kept, after.length),
  }
}

function lineBreaks(text: string, from: number, to: number): number {
  let count = 0
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) count++
  return count
}

/** By the file's path, in the order of the files; those without a change are not in it. */
export type FileChanges = ReadonlyMap<string, readonly LineChange[]>

interface File {
  path: string
  text: string
}

/** A file that is new is one change. */
export function filesChanged(before: readonly File[], after: readonly File[]): FileChanges {
  if (before === after) return new Map()
  const old = new Map(before.map(({ path, text }) => [path, text]))
  return new Map(
    after.flatMap(({ path, text }) => {
      const changes = lineChanges(old.get(path) ?? '', text)
      return changes.length === 0 ? [] : [[path, changes]]
    }),
  )
}

export const changedLines = (changes: readonly LineChange[]) =>
  changes.reduce((sum, { count }) => sum + Math.max(count, 1), 0)

export interface ChangePlace {
  path: string
  line: number
  /** Counted over all files. */
  index: number
}

/** Every change of every file, in the order of stepping. */
export function changePlaces(files: FileChanges): (ChangePlace & { end: number })[] {
  let index = 0
  return [...files].flatMap(([path, changes]) =>
    changes.map(({ line, count }) => ({ path, line, end: line + Math.max(count, 1) - 1, index: index++ })),
  )
}

/** The change next to a line of the open file, on in the files after it, and round again; null where nothing changed. */
export function stepChange(
  files: FileChanges,
  from: { path: string; line: number },
  paths: readonly string[],
  direction: 'next' | 'previous',
): ChangePlace | null {
  const places = changePlaces(files)
  const rank = (path: string) => paths.indexOf(path)
  const here = rank(from.path)
  const found =
    direction === 'next'
      ? places.find(({ path, line }) => rank(path) > here || (rank(path) === here && line > from.line))
      : places.findLast(({ path, end }) => rank(path) < here || (rank(path) === here && end < from.line))
  return found ?? (direction === 'next' ? places[0] : places.at(-1)) ?? null
}
