import { type Plan, planLists, planSchema, planWithUnreadLists } from './plan'

type ListName = keyof typeof planLists
const listNames = Object.keys(planLists) as ListName[]

/**
 * What the schema says of plain data. An item that was accepted before is not asked about again: while somebody types, the work is that
 * of one route. The memo only ever says yes; whatever it cannot answer is judged as a whole, which decides alone what is an error.
 */
export function parsePlanData(data: unknown): ReturnType<typeof planSchema.safeParse> {
  const plan = remembered(data)
  return plan ? { success: true, data: plan } : planSchema.safeParse(data)
}

/** By the item as written, which readings of like text share (`readSource`), and by the list that it stands in. */
const accepted = new Map(listNames.map((name) => [name, new WeakMap<object, unknown>()]))

function remembered(data: unknown): Plan | null {
  const outer = planWithUnreadLists.safeParse(data)
  if (!outer.success) return null
  const plan: Record<string, unknown> = outer.data
  for (const name of listNames) {
    const items = itemsOf(name, outer.data[name])
    if (!items) return null
    plan[name] = items
  }
  return plan as Plan
}

function itemsOf(name: ListName, list: readonly unknown[]): unknown[] | null {
  const known = accepted.get(name)
  const here = new Set<unknown>()
  const items: unknown[] = []
  for (const item of list) {
    if (typeof item !== 'object' || item === null) return null
    // Two equal items of one list share their data; the plan keeps them apart, so that a look-up by object cannot mix them up.
    const before = here.has(item) ? undefined : known?.get(item)
    here.add(item)
    if (before === undefined) {
      const result = planLists[name].item.safeParse(item)
      if (!result.success) return null
      if (!known?.has(item)) known?.set(item, result.data)
      items.push(result.data)
    } else items.push(before)
  }
  return items
}
