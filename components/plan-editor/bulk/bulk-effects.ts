import type { ModeConsequence } from '@/lib/domain-model/mode-words'
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
