import type { Line } from './ast'
import { at, type Edge } from './edge'
import { opensSection, readLine } from './parse'

export const extraPlaces: Record<string, string> = {
  global: 'the global section',
  defaults: 'the defaults section, after the timeouts',
  'frontend/<listener>':
    "the frontend that owns the listener's address and port (mode tcp for a tls listener, mode http for an http listener)",
  'terminate/<listener>': 'the frontends behind a tls listener in which TLS ends (mode http)',
  'backend/<upstream>': 'every backend that sends to the upstream',
}

/** The verbatim lines for one place. A line that would open a section of its own is left out with a loss: it would cut the section in two. */
export function extraLines(edge: Edge, place: string): Line[] {
  return edge.plan.extras.flatMap((extra, index) => {
    if (extra.target !== 'haproxy' || extra.place !== place) return []
    return extra.lines.flatMap((text, position) => {
      const pointer = at('extras', index, 'lines', position)
      const line = readLine(text)
      if (line && opensSection(text)) {
        if (!edge.losses.some(({ path }) => path === pointer))
          edge.losses.push({
            path: pointer,
            feature: 'extras',
            reason: 'This line opens a section of its own, which would end the one it stands in; it is left out.',
            fix: 'Put it into a file of your own and give haproxy both files with -f.',
          })
        return []
      }
      return line ? [{ ...line, from: [pointer] }] : []
    })
  })
}

/** Places that name a listener or upstream which puts nothing into the output. */
export function reportUnusedExtras(edge: Edge, usedPlaces: ReadonlySet<string>): void {
  for (const [index, extra] of edge.plan.extras.entries()) {
    if (extra.target !== 'haproxy' || usedPlaces.has(extra.place) || !extra.place.includes('/')) continue
    const kind = extra.place.slice(0, extra.place.indexOf('/') + 1)
    if (!Object.keys(extraPlaces).some((place) => place.startsWith(kind))) continue
    edge.losses.push({
      path: at('extras', index, 'place'),
      feature: 'extras',
      reason: `Nothing in the output is called ${extra.place}, so these lines are left out.`,
      fix: 'Name a listener, or an upstream that a route uses.',
    })
  }
}
