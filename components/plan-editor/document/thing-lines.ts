import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { Judgement } from './judgement'

/** The 1-based lines of the plan's own text that make up a thing, without the headings and remarks that follow it. */
export function linesOfThing({ lines, text }: Pick<Judgement, 'lines' | 'text'>, thing: JsonPointer | null): number[] {
  const at = lines.findIndex(({ pointer }) => pointer === thing)
  const start = lines[at]?.line
  if (start === undefined) return []
  const rows = rowsBetween(text, start, lines[at + 1]?.line)
  let end = rows.length
  while (end > 1 && /^(\S|\s*$|\s*#)/.test(rows[end - 1] ?? '') && !/^\s*- /.test(rows[end - 1] ?? '')) end--
  return Array.from({ length: end }, (_, index) => start + index)
}

/** From one line up to another, or to the end: cutting all of a large plan apart would take longer than its whole drawing. */
function rowsBetween(text: string, first: number, next: number | undefined): string[] {
  let from = 0
  for (let line = 1; line < first; line++) from = text.indexOf('\n', from) + 1
  if (next === undefined) return text.slice(from).split('\n')
  let to = from
  for (let line = first; line < next; line++) to = text.indexOf('\n', to) + 1
  return text.slice(from, to - 1).split('\n')
}

/** The thing that a line of the plan's own text belongs to. */
export function thingOfLine(lines: Judgement['lines'], line: number): JsonPointer | null {
  return lines.findLast((entry) => entry.line <= line)?.pointer ?? null
}
