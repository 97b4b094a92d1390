import type { JsonPointer } from '@/lib/domain-model/json-pointer'
import type { Artifact } from '@/lib/targets/target'

const isWithin = (pointer: JsonPointer, thing: JsonPointer) => pointer === thing || pointer.startsWith(`${thing}/`)

/** The 1-based lines that came from a thing of the plan. */
export function linesOf({ provenance }: Pick<Artifact, 'provenance'>, thing: JsonPointer | null): number[] {
  if (thing === null) return []
  return provenance.flatMap((pointers, index) =>
    pointers.some((pointer) => isWithin(pointer, thing)) ? [index + 1] : [],
  )
}

/** The thing that a 1-based line came from: a route where there is one, since routes are what people look for. */
export function thingOfOutputLine({ provenance }: Pick<Artifact, 'provenance'>, line: number): JsonPointer | null {
  const things = (provenance[line - 1] ?? []).flatMap((pointer) => /^\/[a-z]+\/\d+/.exec(pointer)?.[0] ?? [])
  return things.find((thing) => thing.startsWith('/routes/')) ?? things[0] ?? null
}
