import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { Artifact } from '@/lib/targets/target'

/** The 1-based lines that came from a thing of the plan. */
export function linesOf({ provenance }: Pick<Artifact, 'provenance'>, thing: JsonPointer | null): readonly number[] {
  if (thing === null) return none
  const last = lastAsked.get(provenance)
  if (last?.thing === thing) return last.lines
  const within = `${thing}/`
  const lines: number[] = []
  for (const [index, pointers] of provenance.entries())
    if (pointers.some((pointer) => pointer === thing || pointer.startsWith(within))) lines.push(index + 1)
  lastAsked.set(provenance, { thing, lines })
  return lines
}

const none: readonly number[] = []
/** Editor and list of files ask for the chosen thing with every key, and most keys leave what the lines came from as it was. */
const lastAsked = new WeakMap<Artifact['provenance'], { thing: JsonPointer; lines: readonly number[] }>()

/** The thing that a 1-based line came from: a route where there is one, since routes are what people look for. */
export function thingOfOutputLine({ provenance }: Pick<Artifact, 'provenance'>, line: number): JsonPointer | null {
  const things = (provenance[line - 1] ?? []).flatMap((pointer) => /^\/[a-z]+\/\d+/.exec(pointer)?.[0] ?? [])
  return things.find((thing) => thing.startsWith('/routes/')) ?? things[0] ?? null
}
