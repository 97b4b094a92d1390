import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { Judgement } from './judgement'

/** The 1-based lines of the plan's own text that make up a thing, without the headings and remarks that follow it. */
export function linesOfThing({ lines, text }: Pick<Judgement, 'lines' | 'text'>, thing: JsonPointer | null): number[] {
  const at = lines.findIndex(({ pointer }) => pointer === thing)
  const start = lines[at]?.line
  if (start === undefined) return []
  const rows = text.split('\n')
  let end = (lines[at + 1]?.line ?? rows.length + 1) - 1
  while (end > start && /^(\S|\s*$|\s*#)/.test(rows[end - 1] ?? '') && !/^\s*- /.test(rows[end - 1] ?? '')) end--
  return Array.from({ length: end - start + 1 }, (_, index) => start + index)
}

/** The thing that a line of the plan's own text belongs to. */
export function thingOfLine(lines: Judgement['lines'], line: number): JsonPointer | null {
  return lines.findLast((entry) => entry.line <= line)?.pointer ?? null
}
