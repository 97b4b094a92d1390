import type { Node } from './ast'
import { type Context, pointer } from './context'
import { parse } from './parse'

/** The plan's own lines for a place, as they stand. Lines that are no whole directives would change what stands round them: left out. */
export function extraLines(context: Context, place: string): Node[] {
  return context.plan.extras.flatMap((extra, index): Node[] => {
    if (extra.target !== 'nginx' || extra.place !== place) return []
    const [problem] = parse(extra.lines.join('\n')).problems
    if (problem) {
      const path = pointer('extras', index, 'lines', Math.min(problem.line, extra.lines.length) - 1)
      if (!context.losses.some((loss) => loss.path === path))
        context.lose(
          path,
          'extras',
          `These lines are left out, because they are no whole directives: ${problem.message}.`,
          'Close what they open, and end each directive with ";".',
        )
      return []
    }
    return extra.lines.map(
      (line, at): Node => ({ kind: 'verbatim', line, from: [pointer('extras', index, 'lines', at)] }),
    )
  })
}
