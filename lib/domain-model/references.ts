import type { JsonPointer } from './json-pointer'

/** The kinds of things that a plan names, and the member that lists them. */
export const listOf = {
  listener: 'listeners',
  certificate: 'certificates',
  trust: 'trust',
  upstream: 'upstreams',
  route: 'routes',
} as const

export type NamedKind = keyof typeof listOf

/** What stands in a place of a plan: a name of something of this kind, more places below, or a list of them. */
type Places = NamedKind | { each: Places } | { members: readonly (readonly [string, Places])[] }

const members = (places: Readonly<Record<string, Places>>): Places => ({ members: Object.entries(places) })
const each = (places: Readonly<Record<string, Places>>): Places => ({ each: members(places) })

/** Every place that holds the name of something else. The only list of them: rules, renames and deletions read it. */
const referencePlaces = members({
  listeners: each({ acmeUpstream: 'upstream', unmatched: members({ route: 'route' }) }),
  routes: each({
    listener: 'listener',
    certificate: 'certificate',
    upstream: 'upstream',
    paths: each({ upstream: 'upstream', upstreams: each({ upstream: 'upstream' }) }),
    clientAuth: members({ trust: 'trust' }),
    upstreamTls: members({ trust: 'trust', clientCertificate: 'certificate' }),
  }),
})

/** One mention of a named thing elsewhere in the plan. */
export interface PlanReference {
  kind: NamedKind
  name: string
  /** Where the name stands. */
  path: JsonPointer
  /** The listener or route that mentions it. */
  from: JsonPointer
}

/** Every mention in a plan, or in the data of a half-written one: listeners before routes, each in plan order. One pass. */
export function planReferences(data: unknown): readonly PlanReference[] {
  const known = typeof data === 'object' && data !== null ? found.get(data) : undefined
  if (known) return known
  const references: PlanReference[] = []
  collect(data, referencePlaces, '', '', references)
  if (typeof data === 'object' && data !== null) found.set(data, references)
  return references
}

/** By the plan or its data, which nobody changes: a form asks for each of its fields. */
const found = new WeakMap<object, readonly PlanReference[]>()

/** By the listener or route that mentions others, and its place: an edit leaves nearly all of them as they were. */
const foundIn = new WeakMap<object, { here: JsonPointer; references: readonly PlanReference[] }>()

function referencesOfThing(thing: unknown, places: Places, here: JsonPointer): readonly PlanReference[] {
  if (typeof thing !== 'object' || thing === null) return []
  const known = foundIn.get(thing)
  if (known?.here === here) return known.references
  const references: PlanReference[] = []
  collect(thing, places, here, here, references)
  foundIn.set(thing, { here, references })
  return references
}

function collect(value: unknown, places: Places, path: JsonPointer, from: JsonPointer, found: PlanReference[]): void {
  if (typeof places === 'string') {
    if (typeof value === 'string') found.push({ kind: places, name: value, path, from })
    return
  }
  if ('each' in places) {
    if (!Array.isArray(value)) return
    for (let index = 0; index < value.length; index++) {
      const here = `${path}/${index}`
      if (from === '') found.push(...referencesOfThing(value[index], places.each, here))
      else collect(value[index], places.each, here, from, found)
    }
    return
  }
  if (typeof value !== 'object' || value === null) return
  for (const [member, below] of places.members)
    if (Object.hasOwn(value, member))
      collect((value as Record<string, unknown>)[member], below, `${path}/${member}`, from, found)
}
