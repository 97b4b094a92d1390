import type { ServerCopy } from './autosave'

/**
 * What this page knows the server holds, by plan. Going back in the browser brings the studio up with the data of its first visit; a save
 * that was acknowledged since then is newer.
 */
const acknowledged = new Map<string, ServerCopy>()

export function noteAcknowledged(planId: string, copy: ServerCopy): void {
  acknowledged.set(planId, copy)
}

export function newestCopy<Plan extends ServerCopy & { id: string }>(plan: Plan): ServerCopy {
  const known = acknowledged.get(plan.id)
  return known && known.version > plan.version ? known : { version: plan.version, text: plan.text }
}
