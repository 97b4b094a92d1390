import { fromPointer, type JsonPointer, toPointer, valueAt } from '@/lib/domain-model/json-pointer'
import type { NamedKind } from '@/lib/domain-model/references'

/** The lists of a plan whose members have names, in the order a connection meets them. */
export const thingKinds = ['listeners', 'routes', 'upstreams', 'certificates', 'trust'] as const
export type ThingKind = (typeof thingKinds)[number]

export const thingWords: Record<ThingKind, { one: string; many: string }> = {
  listeners: { one: 'listener', many: 'Listeners' },
  routes: { one: 'route', many: 'Routes' },
  upstreams: { one: 'upstream', many: 'Upstreams' },
  certificates: { one: 'certificate', many: 'Certificates' },
  trust: { one: 'trust bundle', many: 'Trust bundles' },
}

/** `a route`, `an upstream`. */
export const aThing = (kind: ThingKind) => `${kind === 'upstreams' ? 'an' : 'a'} ${thingWords[kind].one}`

/** The same kinds as the domain model names them. */
export const namedKinds: Record<ThingKind, NamedKind> = {
  listeners: 'listener',
  routes: 'route',
  upstreams: 'upstream',
  certificates: 'certificate',
  trust: 'trust',
}

export interface ThingPlace {
  kind: ThingKind
  index: number
  /** The pointer of the thing itself. */
  pointer: JsonPointer
  /** The segments below it. */
  rest: string[]
}

/** The thing that a pointer lies in, or null for places of the plan itself. */
export function thingAt(pointer: JsonPointer): ThingPlace | null {
  const [kind, index, ...rest] = fromPointer(pointer)
  if (index === undefined || !/^\d+$/.test(index) || !isThingKind(kind)) return null
  return { kind, index: Number(index), pointer: toPointer([kind, index]), rest }
}

/** The pointer of the thing that a place lies in, or the empty one: `thingAt` for tens of thousands of places. */
export function thingPointer(pointer: JsonPointer): JsonPointer {
  const second = pointer.indexOf('/', 1)
  if (second === -1 || !isThingKind(pointer.slice(1, second))) return ''
  const third = pointer.indexOf('/', second + 1)
  const end = third === -1 ? pointer.length : third
  for (let at = second + 1; at < end; at++) if (pointer.charCodeAt(at) < 48 || pointer.charCodeAt(at) > 57) return ''
  return end === second + 1 ? '' : pointer.slice(0, end)
}

function isThingKind(value: string | undefined): value is ThingKind {
  return (thingKinds as readonly (string | undefined)[]).includes(value)
}

/** The members of one list of a document that may be half-written. */
export function thingsOf(data: unknown, kind: ThingKind): Record<string, unknown>[] {
  const list = valueAt(data, toPointer([kind]))
  return Array.isArray(list) ? list.filter((item) => typeof item === 'object' && item !== null) : []
}

export function namesOf(data: unknown, kind: ThingKind): string[] {
  return thingsOf(data, kind).flatMap((thing) => (typeof thing.name === 'string' ? [thing.name] : []))
}
