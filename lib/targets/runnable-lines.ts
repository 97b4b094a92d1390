import type { JsonPointer } from '../domain-model/json-pointer'
import type { Plan } from '../domain-model/plan'
import { findTarget } from './registry'

/**
 * The plan as programs of this machine may run it: without lines of the author's own that could read files, load code or write
 * anything. A plan comes from anywhere, and proving it must not hand its author this machine.
 */
export function withRunnableLines(plan: Plan): { plan: Plan; leftOut: JsonPointer[] } {
  const leftOut: JsonPointer[] = []
  const extras = plan.extras.filter((extra, index) => {
    const check = findTarget(extra.target)?.nativeCheck
    if (!check || check.mayRun(extra.lines)) return true
    leftOut.push(`/extras/${index}`)
    return false
  })
  return { plan: { ...plan, extras }, leftOut }
}
