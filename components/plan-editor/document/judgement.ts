import { parse } from 'yaml'
import type { Finding } from '@/lib/diagnostics/finding'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { Plan } from '@/lib/domain-model/plan'
import { judgePlanText, type LocatedFinding } from '@/lib/rules/run-rules'
import { thingKinds, thingsOf } from '../edits/things'

/** Everything the studio knows of one text. Plain data, so that a worker can send it. */
export interface Judgement {
  text: string
  /** Null when the text is no plan. */
  plan: Plan | null
  /** The document as written, without defaults, also when it is no plan; null when it is not even YAML. */
  data: unknown
  findings: LocatedFinding[]
  /** The first line of each named thing, in document order. */
  lines: { pointer: JsonPointer; line: number }[]
}

export function judge(text: string): Judgement {
  const { plan, findings, locate } = judgePlanText(text)
  const data = readData(text, findings)
  return { text, plan, data, findings, lines: linesOf(data, locate) }
}

const unreadable = ['too-large', 'not-text', 'private-key', 'syntax', 'many-documents', 'not-a-mapping', 'aliases'].map(
  (code) => `document/${code}`,
)

function readData(text: string, findings: readonly Finding[]): unknown {
  return findings.some(({ rule }) => unreadable.includes(rule)) ? null : parse(text)
}

function linesOf(data: unknown, locate: (pointer: JsonPointer) => { line: number } | null): Judgement['lines'] {
  return thingKinds
    .flatMap((kind) => thingsOf(data, kind).map((_, index) => `/${kind}/${index}`))
    .flatMap((pointer) => {
      const place = locate(pointer)
      return place ? [{ pointer, line: place.line }] : []
    })
    .sort((a, b) => a.line - b.line)
}

/** The thing that a line of the plan's own text belongs to. */
export function thingOfLine(lines: Judgement['lines'], line: number): JsonPointer | null {
  return lines.findLast((entry) => entry.line <= line)?.pointer ?? null
}
