import { parsePlanText } from '@/lib/domain-model/plan-document'
import type { PlanProblem } from '@/lib/domain-model/plan-problem'

/** What a text is that somebody brings: enough to say so before it is kept. */
export interface TextReading {
  /** The plan's own name; null when the text is none. */
  name: string | null
  /** What must never be kept, such as a private key. */
  isRefused: boolean
  /** The first few. */
  problems: PlanProblem[]
  problemCount: number
}

const refusals = ['private-key', 'too-large', 'not-text']
const toldMax = 5

export function readText(text: string): TextReading {
  const { plan, problems } = parsePlanText(text)
  return {
    name: plan?.name ?? null,
    isRefused: problems.some(({ code }) => refusals.includes(code)),
    problems: problems.slice(0, toldMax),
    problemCount: problems.length,
  }
}
