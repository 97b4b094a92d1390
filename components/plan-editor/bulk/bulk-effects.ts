import type { ModeConsequence } from '@/lib/domain-model/mode-words'
import { planReferences } from '@/lib/domain-model/references'
import { placeWords } from '../edits/place-words'
import { type ThingKind, thingsOf, thingWords } from '../edits/things'
import type { BulkMove } from './bulk-edits'

/** Consequences of one reason, for all routes that have it. */
export interface GroupedConsequence {
  reason: string
  whats: { what: string; routes: string[] }[]
}

export function groupConsequences({ routes }: BulkMove, side: 'lost' | 'needed' | 'gained'): GroupedConsequence[] {
  const groups = new Map<string, Map<string, string[]>>()
  for (const { name, change } of routes)
    for (const { what, reason } of change[side] satisfies ModeConsequence[]) {
      const group = groups.get(reason) ?? new Map<string, string[]>()
      groups.set(reason, group)
      const names = group.get(what)
      if (names) names.push(name)
      else group.set(what, [name])
    }
  return [...groups].map(([reason, whats]) => ({
    reason,
    whats: [...whats].map(([what, names]) => ({ what, routes: names })),
  }))
}

export interface DeletionEffects {
  /** Places that would point to nothing. */
  dangling: string[]
  /** Things that nothing else would use any more. They stay. */
  unused: string[]
}

/** What taking several routes away leaves behind, in one pass over the references. */
export function deletionEffects(data: unknown, indexes: readonly number[]): DeletionEffects {
  const doomed = new Set(indexes.map((index) => `/routes/${index}`))
  const routes = thingsOf(data, 'routes')
  const leftNames = new Set(routes.filter((_, index) => !doomed.has(`/routes/${index}`)).map(({ name }) => name))
  const goneNames = new Set(indexes.map((index) => routes[index]?.name).filter((name) => !leftNames.has(name)))
  const references = planReferences(data)
  const left = references.filter(({ from }) => !doomed.has(from))
  const stillUsed = new Set(left.map(({ kind, name }) => `${kind} ${name}`))
  const wasUsed = references.filter(({ from }) => doomed.has(from)).map(({ kind, name }) => ({ kind, name }))
  return {
    dangling: left.flatMap(({ kind, name, path }) =>
      kind === 'route' && goneNames.has(name) ? [placeWords(path, data)] : [],
    ),
    unused: [
      ...new Set(
        wasUsed.flatMap(({ kind, name }) =>
          kind === 'listener' || stillUsed.has(`${kind} ${name}`) || !exists(data, kind, name)
            ? []
            : [`${kind === 'trust' ? thingWords.trust.one : kind} ${name}`],
        ),
      ),
    ],
  }
}

const listOf: Record<string, ThingKind> = { upstream: 'upstreams', certificate: 'certificates', trust: 'trust' }

function exists(data: unknown, kind: string, name: string): boolean {
  const list = listOf[kind]
  return list !== undefined && thingsOf(data, list).some((thing) => thing.name === name)
}
