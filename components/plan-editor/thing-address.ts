import { type JsonPointer, valueAt } from '@/lib/domain-model/json-pointer'
import { type ThingKind, thingAt, thingKinds, thingsOf, thingWords } from './edits/things'

/** What the address calls the selected thing: `?route=api`, `?upstream=api-gateway`. By name, since indexes move. */
const parameterOf: Record<ThingKind, string> = {
  listeners: 'listener',
  routes: 'route',
  upstreams: 'upstream',
  certificates: 'certificate',
  trust: 'trust',
}

/** The thing that an address names, of two of one name the first; or, in words, what it names that the document does not have. */
export function readThingAddress(
  parameters: { get(name: string): string | null },
  data: unknown,
): { pointer: JsonPointer | null; lostName: string | null } {
  for (const kind of thingKinds) {
    const name = parameters.get(parameterOf[kind])
    // An empty name asks for nothing.
    if (!name) continue
    const index = thingsOf(data, kind).findIndex((thing) => thing.name === name)
    if (index >= 0) return { pointer: `/${kind}/${index}`, lostName: null }
    return { pointer: null, lostName: `${thingWords[kind].one} ${name.slice(0, 80)}` }
  }
  return { pointer: null, lostName: null }
}

/** The parts of the address for a selection: one name, and none of another kind. */
export function thingQuery(selection: JsonPointer | null, data: unknown): Record<string, string | null> {
  const place = selection === null ? null : thingAt(selection)
  const name = place && valueAt(data, `${place.pointer}/name`)
  return Object.fromEntries(
    thingKinds.map((kind) => [parameterOf[kind], place?.kind === kind && typeof name === 'string' ? name : null]),
  )
}
