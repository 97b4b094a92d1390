import { toPointer, valueAt } from '@/lib/domain-model/json-pointer'
import type { PatchOperation } from '@/lib/domain-model/patch'
import { namesOf, type ThingKind, thingsOf } from './things'

/** A name that is still free: `api`, `api-2`, `api-3`. */
export function freeName(data: unknown, kind: ThingKind, wish: string): string {
  const taken = new Set(namesOf(data, kind))
  const stem = wish.replace(/-\d+$/, '').slice(0, 58)
  for (let number = 1; ; number++) {
    const name = number === 1 ? wish : `${stem}-${number}`
    if (!taken.has(name)) return name
  }
}

export interface Addition {
  operations: PatchOperation[]
  /** The pointer of the new thing. */
  pointer: string
}

export function addThing(data: unknown, kind: ThingKind, thing: Record<string, unknown>): Addition {
  const list = valueAt(data, `/${kind}`)
  const index = Array.isArray(list) ? list.length : 0
  // A missing or empty list is written anew, so that `routes: []` on one line does not grow inside its brackets.
  const operations: PatchOperation[] =
    index === 0 ? [{ op: 'add', path: `/${kind}`, value: [thing] }] : [{ op: 'add', path: `/${kind}/-`, value: thing }]
  return { operations, pointer: toPointer([kind, index]) }
}

export function duplicateThing(data: unknown, kind: ThingKind, index: number): Addition {
  const original = thingsOf(data, kind)[index] ?? {}
  const name = freeName(data, kind, typeof original.name === 'string' ? original.name : kind)
  const pointer = toPointer([kind, index + 1])
  return { operations: [{ op: 'add', path: pointer, value: { ...structuredClone(original), name } }], pointer }
}

export function deleteThing(kind: ThingKind, index: number): PatchOperation[] {
  return [{ op: 'remove', path: toPointer([kind, index]) }]
}

/** A first version of each kind that the schema accepts, wired to what the plan already has. */
export function newThing(
  data: unknown,
  kind: ThingKind,
  mode: 'terminate' | 'passthrough' = 'terminate',
): Record<string, unknown> {
  const first = (of: ThingKind, otherwise: string) => namesOf(data, of)[0] ?? otherwise
  const listener = thingsOf(data, 'listeners').find((candidate) => candidate.protocol === 'tls')?.name ?? 'https'
  switch (kind) {
    case 'listeners':
      return { name: freeName(data, kind, 'listener'), port: freePort(data), protocol: 'tls' }
    case 'upstreams':
      return { name: freeName(data, kind, 'upstream'), servers: [{ host: '192.0.2.10', port: 8080 }] }
    case 'certificates':
      return { name: freeName(data, kind, 'certificate'), hosts: [] }
    case 'trust':
      return { name: freeName(data, kind, 'trust') }
    case 'routes': {
      const name = freeName(data, kind, 'route')
      const common = { name, listener, hosts: [`${name}.example.com`], mode }
      const upstream = first('upstreams', 'upstream')
      if (mode === 'passthrough') return { ...common, upstream, plainHttp: 'closed' }
      return {
        ...common,
        certificate: first('certificates', 'certificate'),
        paths: [{ path: '/', upstream }],
        plainHttp: 'redirect',
      }
    }
  }
}

function freePort(data: unknown): number {
  const taken = new Set(thingsOf(data, 'listeners').map((listener) => listener.port))
  return [443, 8443, 9443, 10443].find((port) => !taken.has(port)) ?? 11443
}
