import { type JsonPointer, toPointer } from '@/lib/domain-model/json-pointer'
import type { PatchOperation } from '@/lib/domain-model/plan-edit'
import { type ThingKind, thingsOf } from './things'

interface Reference {
  pointer: JsonPointer
  kind: ThingKind
  name: string
  /** The thing that refers, for people: its pointer. */
  from: JsonPointer
}

/** Everything in the plan that names another thing. The one list that rename and delete go by. */
export function referencesIn(data: unknown): Reference[] {
  const found: Reference[] = []
  const note = (kind: ThingKind, value: unknown, from: readonly PropertyKey[], ...rest: PropertyKey[]) => {
    if (typeof value === 'string')
      found.push({ kind, name: value, pointer: toPointer([...from, ...rest]), from: toPointer(from) })
  }
  for (const [index, listener] of thingsOf(data, 'listeners').entries()) {
    const at = ['listeners', index] as const
    note('upstreams', listener.acmeUpstream, at, 'acmeUpstream')
    note('routes', member(listener.unmatched, 'route'), at, 'unmatched', 'route')
  }
  for (const [index, route] of thingsOf(data, 'routes').entries()) {
    const at = ['routes', index] as const
    note('listeners', route.listener, at, 'listener')
    note('upstreams', route.upstream, at, 'upstream')
    note('certificates', route.certificate, at, 'certificate')
    note('trust', member(route.clientAuth, 'trust'), at, 'clientAuth', 'trust')
    note('trust', member(route.upstreamTls, 'trust'), at, 'upstreamTls', 'trust')
    note('certificates', member(route.upstreamTls, 'clientCertificate'), at, 'upstreamTls', 'clientCertificate')
    for (const [path, rule] of listOf(route.paths).entries()) {
      note('upstreams', member(rule, 'upstream'), at, 'paths', path, 'upstream')
      for (const [share, entry] of listOf(member(rule, 'upstreams')).entries())
        note('upstreams', member(entry, 'upstream'), at, 'paths', path, 'upstreams', share, 'upstream')
    }
  }
  return found
}

const member = (holder: unknown, key: string): unknown =>
  typeof holder === 'object' && holder !== null ? (holder as Record<string, unknown>)[key] : undefined
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

export function referencesTo(data: unknown, kind: ThingKind, name: string): Reference[] {
  return referencesIn(data).filter((reference) => reference.kind === kind && reference.name === name)
}

/** Renames a thing and everything that refers to it, in one step. */
export function renameThing(data: unknown, kind: ThingKind, index: number, name: string): PatchOperation[] {
  const old = thingsOf(data, kind)[index]?.name
  const itself: PatchOperation = { op: 'add', path: toPointer([kind, index, 'name']), value: name }
  // Two things of one name: what refers to it means the first one.
  const isFirst = thingsOf(data, kind).findIndex((thing) => thing.name === old) === index
  if (typeof old !== 'string' || !isFirst) return [itself]
  return [
    itself,
    ...referencesTo(data, kind, old).map(
      ({ pointer }): PatchOperation => ({ op: 'replace', path: pointer, value: name }),
    ),
  ]
}
