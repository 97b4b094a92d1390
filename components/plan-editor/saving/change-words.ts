import { type JsonPointer, toPointer, valueAt } from '@/lib/domain-model/json-pointer'
import type { ThingChange } from '@/lib/domain-model/merge/thing-changes'

/** What happened to a thing, behind its name: `changed (hosts, mode)`. */
export function changeWords({ change, to, members }: ThingChange): string {
  const named = members.filter((member) => member !== 'name')
  const which = named.length > 0 ? ` (${named.join(', ')})` : ''
  if (change === 'renamed') return `is now called ${to}${named.length > 0 ? ` and changed${which}` : ''}`
  return change === 'moved' ? 'changed' : `${change}${which}`
}

/** Where a changed thing stands in the document as it is now; null where it has no form of its own. */
export function placeOfChange({ list, key }: ThingChange, data: unknown): JsonPointer | null {
  const things = list === null || list === 'extras' ? null : valueAt(data, toPointer([list]))
  const index = Array.isArray(things) ? things.findIndex((thing) => valueAt(thing, '/name') === key) : -1
  return index === -1 ? null : toPointer([list ?? '', index])
}
