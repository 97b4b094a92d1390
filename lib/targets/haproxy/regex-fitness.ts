import type { Loss } from '../../diagnostics/loss'
import { regexProblem } from '../../domain-model/model-path'
import type { Plan } from '../../domain-model/plan'
import { terminatesTls } from '../../domain-model/route'
import { at } from './edge'

/** Stands for an expression that was left out: it matches no path. */
const nothing = '\\b\\B'

export function isUnfit(source: string): boolean {
  return source === nothing
}

/** The plan with the path expressions swapped out that PCRE would refuse, each reported. The same object when there are none. */
export function fitRegexes(plan: Plan): { plan: Plan; losses: Loss[] } {
  const losses: Loss[] = []
  const routes = plan.routes.map((route, index) => {
    if (!terminatesTls(route) || !route.paths.some((rule) => rule.match === 'regex' && problemOf(rule.path) !== null))
      return route
    const paths = route.paths.map((rule, pathIndex) => {
      const problem = rule.match === 'regex' ? problemOf(rule.path) : null
      if (problem === null) return rule
      losses.push({
        path: at('routes', index, 'paths', pathIndex, 'path'),
        feature: 'path.regex',
        reason: `HAProxy would refuse to start with this expression, so the path is left out: ${problem}.`,
        fix: 'Write a smaller or simpler expression.',
      })
      return { ...rule, path: nothing }
    })
    return { ...route, paths } as typeof route
  })
  return losses.length === 0 ? { plan, losses } : { plan: { ...plan, routes }, losses }
}

/** PCRE2 counts repeats up to 65535 and copies repeated groups, up to 64 KiB for the whole. */
function problemOf(source: string): string | null {
  const outside = regexProblem(source)
  if (outside) return outside
  let copies = 1
  for (const [, low, high] of source.matchAll(/\{(\d+)(?:,(\d*))?\}/g)) {
    const most = Math.max(Number(low), Number(high || 0))
    if (most > 65_535) return 'a repeat above 65535'
    copies *= Math.max(1, most)
  }
  return copies * source.length > 30_000 && /\)\{/.test(source) ? 'its repeats unfold to more than PCRE holds' : null
}
