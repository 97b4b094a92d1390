import { toPointer, valueAt } from '@/lib/domain-model/json-pointer'
import type { PatchOperation } from '@/lib/domain-model/patch'
import { changeMode, type ModeChange } from '../edits/change-mode'
import { freeName } from '../edits/list-edits'
import { setField } from '../edits/set-field'
import { thingsOf } from '../edits/things'

/** One route of an edit of many. */
export interface BulkRoute {
  index: number
  name: string
}

export interface BulkMove {
  to: 'terminate' | 'passthrough'
  routes: (BulkRoute & { change: ModeChange })[]
  operations: PatchOperation[]
}

export function bulkRoutes(data: unknown, indexes: readonly number[]): BulkRoute[] {
  const routes = thingsOf(data, 'routes')
  return [...indexes]
    .sort((a, b) => a - b)
    .flatMap((index) => (routes[index] ? [{ index, name: String(routes[index].name ?? index + 1) }] : []))
}

/** Moves those routes that are not in this lane yet. */
export function moveRoutes(data: unknown, indexes: readonly number[], to: BulkMove['to']): BulkMove {
  const routes = bulkRoutes(data, indexes).flatMap((route) => {
    const change = changeMode(data, route.index, to)
    // Re-encrypt lies in the lane of terminate already.
    return change && (to === 'passthrough' || change.from === 'passthrough') ? [{ ...route, change }] : []
  })
  return { to, routes, operations: inTurns(routes.map(({ change }) => change.operations)) }
}

/** Deletes from the end, so that no index moves. */
export function deleteRoutes(data: unknown, indexes: readonly number[]): PatchOperation[] {
  const routes = bulkRoutes(data, indexes)
  if (routes.length > 0 && routes.length === thingsOf(data, 'routes').length) return [{ op: 'remove', path: '/routes' }]
  return routes.reverse().map(({ index }) => ({ op: 'remove', path: toPointer(['routes', index]) }))
}

export interface BulkCopies {
  operations: PatchOperation[]
  /** Where the copies stand afterwards, in order, with their names. */
  copies: BulkRoute[]
}

/** A copy beside each, under a name that neither the plan nor another copy has. */
export function duplicateRoutes(data: unknown, indexes: readonly number[]): BulkCopies {
  const routes = thingsOf(data, 'routes')
  const names = routes.map(({ name }) => ({ name }))
  const copies = bulkRoutes(data, indexes).map(({ index }, before) => {
    const original = routes[index] ?? {}
    const name = freeName({ routes: names }, 'routes', typeof original.name === 'string' ? original.name : 'route')
    names.push({ name })
    return { from: index, index: index + 1 + before, name, value: { ...structuredClone(original), name } }
  })
  return {
    operations: copies.toReversed().map(({ from, value }) => ({ op: 'add', path: `/routes/${from + 1}`, value })),
    copies: copies.map(({ index, name }) => ({ index, name })),
  }
}

/** What one field of many routes would become. */
export interface BulkSetting {
  lines: (BulkRoute & { from: string; to: string })[]
  /** Routes that have it already. */
  sameCount: number
  operations: PatchOperation[]
}

export type BulkField = 'upstream' | 'plainHttp' | 'listener'

export function setRoutes(
  data: unknown,
  indexes: readonly number[],
  field: BulkField,
  value: string | undefined,
): BulkSetting {
  const routes = bulkRoutes(data, indexes)
  const changes = routes.map((route) =>
    field === 'upstream' && value !== undefined
      ? upstreamChange(data, route, value)
      : fieldChange(data, route, field, value),
  )
  const real = changes.filter(({ operations }) => operations.length > 0)
  return {
    lines: real.map(({ operations, ...line }) => line),
    sameCount: routes.length - real.length,
    operations: inTurns(real.map(({ operations }) => operations)),
  }
}

interface RouteChange extends BulkRoute {
  from: string
  to: string
  operations: PatchOperation[]
}

function fieldChange(data: unknown, route: BulkRoute, field: BulkField, value: string | undefined): RouteChange {
  const at = toPointer(['routes', route.index, field])
  const old = valueAt(data, at)
  return {
    ...route,
    from: old === undefined ? 'not set' : String(old),
    to: value ?? 'not set',
    operations: old === value ? [] : setField(data, at, value),
  }
}

/** Where TLS ends at the edge, each path rule names its upstream, or several with weights: all of them get the one. */
function upstreamChange(data: unknown, route: BulkRoute, upstream: string): RouteChange {
  const at = (...segments: PropertyKey[]) => toPointer(['routes', route.index, ...segments])
  if (valueAt(data, at('mode')) === 'passthrough') return fieldChange(data, route, 'upstream', upstream)
  const rules = valueAt(data, at('paths'))
  const old: string[] = []
  const operations = (Array.isArray(rules) ? rules : []).flatMap((rule, index): PatchOperation[] => {
    const shares = valueAt(rule, '/upstreams')
    if (Array.isArray(shares)) {
      old.push(`${valueAt(rule, '/path')} ${shares.map((share) => valueAt(share, '/upstream')).join(' + ')}`)
      return [
        { op: 'remove', path: at('paths', index, 'upstreams') },
        ...setField(data, at('paths', index, 'upstream'), upstream),
      ]
    }
    const name = valueAt(rule, '/upstream')
    if (name === upstream) return []
    old.push(`${valueAt(rule, '/path')} ${name}`)
    return setField(data, at('paths', index, 'upstream'), upstream)
  })
  return { ...route, from: old.join(', '), to: upstream, operations }
}

/**
 * The first step of every route, then the second of every route, and so on: steps in different routes are written in one pass over the
 * text, steps in one route are not.
 */
function inTurns(lists: readonly (readonly PatchOperation[])[]): PatchOperation[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length))
  return Array.from({ length: longest }, (_, turn) => lists.flatMap((list) => list[turn] ?? [])).flat()
}
