import 'server-only'
import { isDeepStrictEqual } from 'node:util'
import type { Plan } from '../domain-model/plan'
import type { PreviewListener } from './preview-raise'

/** More are counted, not listed. */
const namesMax = 12

/** What another plan changes in a running preview, in sentences; empty when nothing of it counts here. */
export function appliedChanges(
  before: { plan: Plan; listeners: readonly PreviewListener[] },
  after: { plan: Plan; listeners: readonly PreviewListener[] },
): string[] {
  return [
    ...changed('Routes', before.plan.routes, after.plan.routes),
    ...modesChanged(before.plan, after.plan),
    ...changed('Upstreams', before.plan.upstreams, after.plan.upstreams),
    ...changed('Certificates', before.plan.certificates, after.plan.certificates),
    ...changed('Trust bundles', before.plan.trust, after.plan.trust),
    ...changed('Listeners', before.plan.listeners, after.plan.listeners),
    ...ports(before.listeners, after.listeners),
  ]
}

function changed<Thing extends { name: string }>(
  title: string,
  before: readonly Thing[],
  after: readonly Thing[],
): string[] {
  const old = new Map(before.map((thing) => [thing.name, thing]))
  const now = new Map(after.map((thing) => [thing.name, thing]))
  const sentence = (words: string, names: string[]) =>
    names.length > 0 ? [`${title} ${words}: ${listed(names)}.`] : []
  return [
    ...sentence(
      'added',
      [...now.keys()].filter((name) => !old.has(name)),
    ),
    ...sentence(
      'removed',
      [...old.keys()].filter((name) => !now.has(name)),
    ),
    ...sentence(
      'changed',
      [...now].flatMap(([name, thing]) => {
        const known = old.get(name)
        return known && !isDeepStrictEqual(known, thing) ? [name] : []
      }),
    ),
  ]
}

function modesChanged(before: Plan, after: Plan): string[] {
  const modes = new Map(before.routes.map(({ name, mode }) => [name, mode]))
  const moved = after.routes.flatMap(({ name, mode }) => {
    const old = modes.get(name)
    return old && old !== mode ? [`${name}: ${old} → ${mode}`] : []
  })
  return moved.length > 0 ? [`Modes: ${listed(moved)}.`] : []
}

function ports(before: readonly PreviewListener[], after: readonly PreviewListener[]): string[] {
  const place = ({ host, port }: PreviewListener) => `${host}:${port}`
  return after.flatMap((listener) => {
    const old = before.find(({ name }) => name === listener.name)
    if (!old) return [`${listener.name} listens on ${place(listener)}.`]
    return place(old) === place(listener) ? [] : [`${listener.name} moved from ${place(old)} to ${place(listener)}.`]
  })
}

const listed = (names: readonly string[]) =>
  names.length <= namesMax
    ? names.join(', ')
    : `${names.slice(0, namesMax).join(', ')} and ${names.length - namesMax} more`
