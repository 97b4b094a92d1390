// The look-up tables of a plan, built once, so that a decision costs the same whatever the number of routes.
import { isHostName, wildcardParent } from './hostname'
import type { Listener } from './listener'
import { prefixBase } from './model-path'
import type { Plan } from './plan'
import { type HttpRoute, type PathRule, type Route, terminatesTls } from './route'

/** One host of one route. */
export interface Entry {
  route: Route
  index: number
  host: string
  /** The first later route that names the same host and so never gets it. */
  duplicate?: Entry
}

interface CompiledPaths {
  exact: Map<string, number>
  prefixByBase: Map<string, number>
  /** No longer part of a path needs a look-up. */
  longestBase: number
  regexes: { expression: RegExp; index: number }[]
}

/** The look-up tables of one listener. First mention wins where a plan names a host twice; the rule `duplicate-host` reports it. */
export interface CompiledListener {
  listener: Listener
  index: number
  exact: Map<string, Entry>
  /** Parent → entry, for wildcards of one label. */
  oneLabel: Map<string, Entry>
  /** Parent → entry, for wildcards of any depth. */
  anyDepth: Map<string, Entry>
  catchAll: Entry | null
  /** The route for unmatched names, where the listener names one that exists on it. */
  unmatched: Entry | null
}

export interface CompiledPlan {
  plan: Plan
  listeners: CompiledListener[]
  paths: Map<HttpRoute, CompiledPaths>
}

/** Builds the look-up tables once. Linear in the size of the plan. */
export function compilePlan(plan: Plan): CompiledPlan {
  const compiled: CompiledPlan = { plan, listeners: [], paths: new Map() }
  const byName = new Map<string, CompiledListener>()
  for (const [index, listener] of plan.listeners.entries()) {
    const tables: CompiledListener = {
      listener,
      index,
      exact: new Map(),
      oneLabel: new Map(),
      anyDepth: new Map(),
      catchAll: null,
      unmatched: null,
    }
    compiled.listeners.push(tables)
    if (!byName.has(listener.name)) byName.set(listener.name, tables)
  }
  for (const [index, route] of plan.routes.entries()) {
    const own = byName.get(route.listener)
    const targets = compiled.listeners.filter((tables) => tables === own || tables.listener.protocol === 'http')
    // A route on a listener that does not exist, or that does not speak TLS, answers nowhere; rules report it.
    if (own?.listener.protocol === 'tls') for (const tables of targets) addRoute(tables, route, index)
    if (own && own.unmatched === null && unmatchedRoute(own.listener) === route.name)
      own.unmatched = { route, index, host: '' }
    if (terminatesTls(route)) compiled.paths.set(route, compilePaths(route.paths))
  }
  return compiled
}

/** The name of the route that a listener gives unmatched names to, or null. */
function unmatchedRoute(listener: Listener): string | null {
  return listener.protocol === 'tls' && listener.unmatched !== 'reject' ? listener.unmatched.route : null
}

function addRoute(tables: CompiledListener, route: Route, index: number): void {
  for (const host of route.hosts) {
    const entry: Entry = { route, index, host }
    const first = firstWith(tables, entry)
    if (first && first.index !== index) first.duplicate ??= entry
  }
}

/** The entry that already holds this host, after putting this one in its place when there is none. */
function firstWith(tables: CompiledListener, entry: Entry): Entry | null {
  if (entry.host === '*') {
    if (tables.catchAll) return tables.catchAll
    tables.catchAll = entry
    return null
  }
  const parent = wildcardParent(entry.host)
  const table = parent === null ? tables.exact : entry.route.wildcardDepth === 'any' ? tables.anyDepth : tables.oneLabel
  const key = parent ?? entry.host
  const first = table.get(key)
  if (first) return first
  table.set(key, entry)
  return null
}

/** Most routes have one kind of path rule; an empty table each would be most of what compiling costs. */
const noPaths = new Map<string, number>()

function compilePaths(rules: readonly PathRule[]): CompiledPaths {
  const paths: CompiledPaths = { exact: noPaths, prefixByBase: noPaths, longestBase: 0, regexes: [] }
  for (const [index, rule] of rules.entries()) {
    if (rule.match === 'regex') {
      paths.regexes.push({ expression: new RegExp(`^(?:${rule.path})$`), index })
      continue
    }
    const kind = rule.match === 'exact' ? 'exact' : 'prefixByBase'
    const key = rule.match === 'exact' ? rule.path : prefixBase(rule.path)
    if (paths[kind] === noPaths) paths[kind] = new Map()
    if (paths[kind].has(key)) continue
    paths[kind].set(key, index)
    if (rule.match === 'prefix') paths.longestBase = Math.max(paths.longestBase, key.length)
  }
  return paths
}

/** All candidates for a normalised host, best first: exact, wildcards from the longest, `*`. At most a handful, whatever the plan's size. */
export function hostCandidates(tables: CompiledListener, host: string | null): Entry[] {
  const found: Entry[] = []
  if (host !== null) {
    const exact = tables.exact.get(host)
    if (exact) found.push(exact)
    let dot = host.indexOf('.')
    for (let first = true; dot !== -1; dot = host.indexOf('.', dot + 1), first = false) {
      const parent = host.slice(dot + 1)
      const one = first ? tables.oneLabel.get(parent) : undefined
      const any = tables.anyDepth.get(parent)
      if (one) found.push(one)
      if (any) found.push(any)
    }
  }
  if (tables.catchAll) found.push(tables.catchAll)
  return found
}

/** Who a request's host belongs to. An address or a name that is no DNS name belongs to `*` only. */
export function ownersOf(tables: CompiledListener, host: string): Entry[] {
  return hostCandidates(tables, isHostName(host) ? host : null)
}

export function findPath(paths: CompiledPaths, path: string): number | null {
  const exact = paths.exact.get(path)
  if (exact !== undefined) return exact
  // Walk up the segments, from the longest base that any rule has: the number of rules does not matter, nor does a path of 64 KB.
  let end = path.length <= paths.longestBase ? path.length : path.lastIndexOf('/', paths.longestBase)
  for (; end >= 0; end = path.lastIndexOf('/', end - 1)) {
    const prefix = paths.prefixByBase.get(path.slice(0, end))
    if (prefix !== undefined) return prefix
    if (end === 0) break
  }
  return paths.regexes.find(({ expression }) => expression.test(path))?.index ?? null
}
