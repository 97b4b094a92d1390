// Finds import cycles, type imports included: each strongly connected knot once, as one shortest walk round it.
import type { Violation } from './laws'
import type { Source } from './source-tree'

export function findCycles(sources: readonly Source[]): Violation[] {
  const edges = new Map(
    sources.map((source) => [source.path, source.imports.flatMap(({ file }) => (file ? [file] : []))] as const),
  )
  const inReportedCycle = new Set<string>()
  return sources.flatMap(({ path, imports }) => {
    if (inReportedCycle.has(path)) return []
    const walk = shortestWalkBack(path, edges)
    if (!walk) return []
    for (const step of walk) inReportedCycle.add(step)
    return [
      {
        law: 'cycle',
        path,
        line: imports.find(({ file }) => file === walk[1])?.line ?? 1,
        found: `is on a circle of imports: ${walk.join(' → ')}`,
        wayOut: 'Move what both sides need (often only a type) into a file below them.',
      },
    ]
  })
}

/** Breadth first from a file back to itself. */
function shortestWalkBack(start: string, edges: ReadonlyMap<string, readonly string[]>): string[] | null {
  const cameFrom = new Map<string, string>()
  let front = [start]
  while (front.length > 0) {
    const next: string[] = []
    for (const path of front) {
      for (const target of edges.get(path) ?? []) {
        if (target === start) return [...walkTo(path, start, cameFrom), start]
        if (cameFrom.has(target) || !edges.has(target)) continue
        cameFrom.set(target, path)
        next.push(target)
      }
    }
    front = next
  }
  return null
}

function walkTo(end: string, start: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const walk = [end]
  while (walk[0] !== start) walk.unshift(cameFrom.get(walk[0] as string) as string)
  return walk
}
