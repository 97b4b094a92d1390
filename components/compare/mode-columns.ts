import { valueAt } from '@/lib/domain-model/json-pointer'
import { type ModeFacts, modeFacts, routeAbilities } from '@/lib/domain-model/mode-facts'
import { applyPatch } from '@/lib/domain-model/patch'
import type { Plan } from '@/lib/domain-model/plan'
import type { Mode, Route } from '@/lib/domain-model/route'
import { routeSchema } from '@/lib/domain-model/route-schema'
import { changeMode, type ModeChange } from '../plan-editor/edits/change-mode'

export interface ModeColumn {
  mode: Mode
  /** What it takes to get there; null for the mode the route has. */
  change: ModeChange | null
  works: string[]
  facts: ModeFacts
}

export const comparedModes: readonly Mode[] = ['terminate', 'passthrough', 'reencrypt']

/** One route in each of the three modes, as it would be after the same edit that the studio offers. Null when there is no such route. */
export function modeColumns(data: unknown, plan: Plan, index: number): ModeColumn[] | null {
  const now = plan.routes[index]
  if (!now) return null
  const columns = comparedModes.map((mode): ModeColumn | null => {
    const change = mode === now.mode ? null : changeMode(data, index, mode)
    const route = change ? routeAfter(data, index, change) : mode === now.mode ? now : null
    return route && { mode, change, works: routeAbilities(route), facts: modeFacts(plan, route) }
  })
  return columns.every((column) => column !== null) ? columns : null
}

function routeAfter(data: unknown, index: number, change: ModeChange): Route | null {
  const patched = applyPatch(data, change.operations)
  if (!patched.ok) return null
  const read = routeSchema.safeParse(valueAt(patched.data, `/routes/${index}`))
  return read.success ? read.data : null
}
