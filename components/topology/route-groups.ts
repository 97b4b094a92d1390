import { wildcardParent } from '@/lib/domain-model/hostname'
import type { Plan } from '@/lib/domain-model/plan'
import { type Mode, type Route, routeUpstreams } from '@/lib/domain-model/route'

/** How routes are gathered. `auto` leaves a small plan alone and gathers a large one by mode and domain. */
export type Grouping = 'auto' | 'domain' | 'upstream' | 'none'

export interface RouteGroup {
  /** Stable while the members' common ground is: what is open stays open over an edit. */
  id: string
  title: string
  mode: Mode
  /** Indices of every route inside, in plan order. */
  routes: number[]
  members: RouteMember[]
}

export type RouteMember = { route: number } | { group: RouteGroup }

/** Up to this many routes are drawn one by one. */
export const looseRoutesMax = 24
/** No column of siblings is longer than this: more are cut into parts. */
const siblingsMax = 40
const familyMin = 3

const modeOrder: readonly Mode[] = ['terminate', 'reencrypt', 'passthrough']

/** The routes of one listener as a tree that can be opened step by step. Routes of one mode stand together, so that tracks do not cross. */
export function groupRoutes(plan: Plan, routes: readonly number[], grouping: Grouping, scope: string): RouteMember[] {
  const byMode = modeOrder.map((mode) => ({
    mode,
    routes: routes.filter((index) => plan.routes[index]?.mode === mode),
  }))
  const isLoose = grouping === 'none' || (grouping === 'auto' && plan.routes.length <= looseRoutesMax)
  return byMode.flatMap(({ mode, routes: own }) => {
    const id = `${scope}/${mode}`
    if (isLoose) return cut(plan, own.map(alone), mode, id)
    return cut(plan, families(plan, own, mode, grouping === 'upstream' ? upstreamsOf : familyOf, id), mode, id)
  })
}

const alone = (route: number): RouteMember => ({ route })

function families(
  plan: Plan,
  routes: readonly number[],
  mode: Mode,
  keyOf: (route: Route) => string,
  scope: string,
): RouteMember[] {
  const byKey = new Map<string, number[]>()
  for (const index of routes) {
    const route = plan.routes[index]
    if (!route) continue
    const key = keyOf(route)
    const list = byKey.get(key)
    if (list) list.push(index)
    else byKey.set(key, [index])
  }
  const large = [...byKey].filter(([, members]) => members.length >= familyMin)
  const small = [...byKey].filter(([, members]) => members.length < familyMin).flatMap(([, members]) => members)
  const groups = large.map(([key, members]) => groupOf(plan, key, members, mode, `${scope}/${key}`))
  const rest: RouteMember[] =
    small.length < familyMin || large.length === 0
      ? small.map(alone)
      : [groupOf(plan, 'other names', small, mode, `${scope}/other`)]
  return [...groups, ...rest]
}

function groupOf(plan: Plan, title: string, routes: number[], mode: Mode, id: string): RouteMember {
  return { group: { id, title, mode, routes, members: cut(plan, routes.map(alone), mode, id) } }
}

/** Cuts a long row of siblings into equal parts, each titled by its first and last name, until no row is too long. */
function cut(plan: Plan, members: RouteMember[], mode: Mode, scope: string): RouteMember[] {
  if (members.length <= siblingsMax) return members
  let size = siblingsMax
  while (Math.ceil(members.length / size) > siblingsMax) size *= siblingsMax
  const parts: RouteMember[] = []
  for (let from = 0; from < members.length; from += size) {
    const part = members.slice(from, from + size)
    const routes = part.flatMap(routesOf)
    const id = `${scope}/${from}`
    parts.push({ group: { id, title: span(plan, routes), mode, routes, members: cut(plan, part, mode, id) } })
  }
  return parts
}

function span(plan: Plan, routes: readonly number[]): string {
  const [first, last] = [routes[0], routes.at(-1)].map((index) => plan.routes[index ?? -1]?.name ?? '')
  return first === last ? String(first) : `${first} … ${last}`
}

export function routesOf(member: RouteMember): number[] {
  return 'route' in member ? [member.route] : member.group.routes
}

/** What a wildcard would stand for: the name without its first label. */
function familyOf(route: Route): string {
  const [host = '*'] = route.hosts
  if (host === '*') return 'any name'
  if (wildcardParent(host) !== null) return host
  const dot = host.indexOf('.')
  return dot === -1 ? host : `*${host.slice(dot)}`
}

const upstreamsOf = (route: Route) => routeUpstreams(route).join(', ')
