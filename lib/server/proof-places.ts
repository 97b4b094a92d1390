import 'server-only'
import type { ProofPlace } from '../diagnostics/proof-run'
import type { Plan } from '../domain-model/plan'
import { parsePlanText } from '../domain-model/plan-document'
import { emitTarget } from '../targets/emit'
import { versionForInstalled } from '../targets/emit-for-installed'
import { findTarget } from '../targets/registry'

/** Who looks at more routes than these has a list of another kind of trouble. */
const routesMax = 300
const filesMax = 3

/** Where routes stand: in plan.yaml, and in the files that programs were given. */
export function proofPlaces(
  text: string,
  plan: Plan,
  { routes, programs }: { routes: readonly string[]; programs: readonly { id: string; version: string }[] },
): Record<string, ProofPlace[]> {
  const reading = parsePlanText(text)
  const places = new Map<string, ProofPlace[]>()
  const indices = new Map<string, number>()
  for (const name of routes.slice(0, routesMax)) {
    const index = plan.routes.findIndex((route) => route.name === name)
    if (index === -1) continue
    indices.set(`/routes/${index}`, index)
    const line = reading.locate(`/routes/${index}`)?.line ?? 1
    places.set(name, [{ title: `plan.yaml, line ${line}`, search: `?tab=plan.yaml&line=${line}` }])
  }
  for (const program of programs)
    for (const { route, place } of linesIn(plan, program, indices))
      places.get(plan.routes[route]?.name ?? '')?.push(place)
  return Object.fromEntries(places)
}

/** The first line of each route in each file of a program. One pass, however many routes. */
function linesIn(
  plan: Plan,
  program: { id: string; version: string },
  indices: ReadonlyMap<string, number>,
): { route: number; place: ProofPlace }[] {
  const target = findTarget(program.id)
  if (!target) return []
  const version = versionForInstalled(target, program.version)
  const { artifacts } = emitTarget(plan, target, { version })
  const found: { route: number; place: ProofPlace }[] = []
  const files = new Map<number, number>()
  for (const { path, provenance } of artifacts) {
    const seen = new Set<number>()
    for (const [at, pointers] of provenance.entries())
      for (const pointer of pointers) {
        const route = indices.get(/^\/routes\/\d+/.exec(pointer)?.[0] ?? '')
        if (route === undefined || seen.has(route)) continue
        seen.add(route)
        const count = (files.get(route) ?? 0) + 1
        files.set(route, count)
        if (count > filesMax) continue
        const search = `?tab=${program.id}@${version}&file=${path}&line=${at + 1}`
        found.push({ route, place: { title: `${target.title}: ${path}, line ${at + 1}`, search } })
      }
  }
  return found
}
