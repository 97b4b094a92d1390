import { judge } from './judgement'
import type { Judged } from './use-judgement'

const judgedAtOnceMax = 200_000

/**
 * What the first page shows before the worker has started. A huge plan waits for the worker instead: its judgement would make the page
 * several times as large.
 */
export function initialJudgement(text: string, validText: string | null): Judged {
  if (text.length > judgedAtOnceMax) return { current: null, good: null, failure: null }
  const current = judge(text)
  const good = current.plan
    ? current
    : validText !== null && validText.length <= judgedAtOnceMax
      ? judge(validText)
      : null
  return { current, good, failure: null }
}
