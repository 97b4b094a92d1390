import type { Finding } from '@/lib/diagnostics/finding'
import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { Versions } from '@/lib/domain-model/merge/conflict'
import { followPointer } from '@/lib/domain-model/merge/follow-pointer'
import type { Choices } from '@/lib/domain-model/merge/write-merged'
import { mergePlanTexts, type PlanMerge } from '@/lib/domain-model/plan-merge'
import { readSource } from '@/lib/domain-model/yaml-source'
import { judgePlanText } from '@/lib/rules/run-rules'
import { type LineChange, lineChanges } from '../../output/line-changes'

export interface MergeRequest {
  of: Versions<string>
  choices: Choices
  /** The thing that is selected in my text. */
  selection: JsonPointer | null
}

export interface JudgedMerge extends PlanMerge {
  /** Errors of the merged plan that neither side's plan had. */
  dangers: Finding[]
  /** The merged document as data; null when it cannot be read. */
  data: unknown
  /** The lines of the merged text that my text has otherwise. */
  lines: LineChange[]
  /** Where the selected thing stands in the merged text. */
  selection: JsonPointer | null
}

/** Merges two texts and asks the rules what they think of the result. Runs in a worker: a large plan takes its time. */
export function mergeJudged({ of, choices, selection }: MergeRequest): JudgedMerge {
  const merge = mergePlanTexts(of, choices)
  const after = readSource(merge.text)
  return {
    ...merge,
    dangers: newErrors(of, merge.text),
    lines: lineChanges(of.mine, merge.text),
    data: after.ok ? after.source.data : null,
    selection: after.ok && selection !== null ? follow(of.mine, after.source.data, selection) : selection,
  }
}

function newErrors({ mine, theirs }: Versions<string>, merged: string): Finding[] {
  if (merged === mine || merged === theirs) return []
  const errorsOf = (text: string) => judgePlanText(text).findings.filter(({ severity }) => severity === 'error')
  // A text that was broken before may break at another place now.
  const keyOf = ({ rule, message }: Finding) => (rule.startsWith('document/') ? rule : `${rule} ${message}`)
  const found = errorsOf(merged)
  if (found.length === 0) return []
  const known = new Set([mine, theirs].flatMap(errorsOf).map(keyOf))
  return found.filter((finding) => !known.has(keyOf(finding)))
}

function follow(mine: string, merged: unknown, selection: JsonPointer): JsonPointer | null {
  const before = readSource(mine)
  return before.ok ? followPointer(before.source.data, merged, selection) : selection
}
