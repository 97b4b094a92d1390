import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { Plan } from '@/lib/domain-model/plan'
import { readSource } from '@/lib/domain-model/yaml-source'
import type { Source, SourceWindow } from '@/lib/domain-model/yaml-source/source'
import { completed, judgingPlanText, type LocatedFinding, type Judgement as PlanJudgement } from '@/lib/rules/run-rules'
import { type ThingKind, thingKinds, thingsOf } from '../edits/things'

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
  return completed(judging(text))
}

/** The same, with places to pause. */
export function* judging(text: string): Generator<undefined, Judgement> {
  const { plan, findings, locate } = yield* judgingPlanText(text)
  yield
  const reading = findings.some(({ rule }) => refusals.includes(rule)) ? null : readSource(text)
  if (!reading?.ok) return { text, plan, data: null, findings, lines: [] }
  return { text, plan, data: reading.source.data, findings, lines: linesOf(text, reading.source, locate) }
}

/** What is not even looked at. */
const refusals = ['too-large', 'not-text', 'private-key'].map((code) => `document/${code}`)

function linesOf(text: string, source: Source, locate: PlanJudgement['locate']): Judgement['lines'] {
  return thingKinds
    .flatMap((kind) => {
      const items = source.sections?.find(({ key }) => key === kind)?.items
      if (items) return linesOfItems(text, kind, items)
      return thingsOf(source.data, kind).flatMap((_, index) => {
        const pointer = `/${kind}/${index}`
        const place = locate(pointer)
        return place ? [{ pointer, line: place.line }] : []
      })
    })
    .sort((a, b) => a.line - b.line)
}

/** The reader has cut the text already: no need to ask it for thousands of places one by one. */
function linesOfItems(text: string, kind: ThingKind, items: readonly SourceWindow[]): Judgement['lines'] {
  let line = 1
  let from = 0
  return items.map(({ start }, index) => {
    for (let at = text.indexOf('\n', from); at !== -1 && at < start; at = text.indexOf('\n', at + 1)) line++
    from = start
    return { pointer: `/${kind}/${index}`, line }
  })
}
