import type { Loss } from '../../diagnostics/loss'
import { type CompiledListener, type CompiledPlan, compilePlan } from '../../domain-model/compile-plan'
import { type JsonPointer, toPointer } from '../../domain-model/json-pointer'
import type { Plan } from '../../domain-model/plan'
import type { Upstream } from '../../domain-model/upstream'
import type { EmitOptions } from '../target'
import type { Line, ListFile } from './ast'
import { BackendRegistry } from './backend-registry'

/** The files in which the path rules of all routes are looked up, keyed by route and path. Null where there is nothing to look up. */
export interface PathMaps {
  exact: string | null
  prefix: string | null
  backends: string | null
}

/** Everything the lowering of one plan shares: the compiled plan, names that are unique, and the files that come out beside haproxy.cfg. */
export interface Edge {
  plan: Plan
  compiled: CompiledPlan
  /** Every route that some listener can reach, in plan order. */
  reachable: number[]
  version: string
  directory: string
  losses: Loss[]
  files: ListFile[]
  backends: BackendRegistry
  /** Names for listeners and routes, by index. A second mention of a name gets another one. */
  listenerIds: string[]
  routeIds: string[]
  upstreams: Map<string, { upstream: Upstream; index: number }>
  /** Files of certificates and trust bundles, by name. */
  certificateFiles: Map<string, string>
  trustFiles: Map<string, string>
  socketCount: number
  /** What all HTTP frontends share, made once: where path rules are, and lines that do not depend on the frontend. */
  pathMaps: PathMaps
  hstsLines: Line[]
  identityLines: Line[]
}

export const defaultDirectory = '/etc/haproxy'
/** Where a certificate or bundle lies when the plan does not say: the customary folder of the plan document. */
export const customaryPemFolder = '/etc/ssl/edge'

export function createEdge(plan: Plan, options: EmitOptions): Edge {
  const compiled = compilePlan(plan)
  return {
    plan,
    compiled,
    reachable: reachableRoutes(compiled),
    version: options.version,
    directory: (options.directory ?? defaultDirectory).replace(/(?<=.)\/+$/, ''),
    losses: [],
    files: [],
    backends: new BackendRegistry(),
    listenerIds: uniqueNames(plan.listeners),
    routeIds: uniqueNames(plan.routes),
    upstreams: firstByName(plan.upstreams, (upstream, index) => ({ upstream, index })),
    certificateFiles: firstByName(plan.certificates, ({ file }) => file ?? ''),
    trustFiles: firstByName(plan.trust, ({ file }) => file ?? ''),
    socketCount: 0,
    pathMaps: { exact: null, prefix: null, backends: null },
    hstsLines: [],
    identityLines: [],
  }
}

/** A pointer; numbers and plain field names need no escaping, and there are many of them. */
export function at(...segments: (string | number)[]): JsonPointer {
  let pointer = ''
  for (const segment of segments) {
    if (typeof segment === 'string' && !isPlainSegment(segment)) return toPointer(segments)
    pointer += `/${segment}`
  }
  return pointer
}

/** The members of a plan have a few dozen names. */
const plainSegments = new Set<string>()

function isPlainSegment(segment: string): boolean {
  if (plainSegments.has(segment)) return true
  if (!/^[a-zA-Z]{1,30}$/.test(segment)) return false
  if (plainSegments.size < 1000) plainSegments.add(segment)
  return true
}

export function certificateFile(edge: Edge, name: string): string {
  return installedFile(edge, edge.certificateFiles.get(name), name)
}

export function trustFile(edge: Edge, name: string): string {
  return installedFile(edge, edge.trustFiles.get(name), name)
}

/** HAProxy would look for a relative path where it happens to be started, so it is taken from the folder of the configuration. */
function installedFile(edge: Edge, file: string | undefined, name: string): string {
  if (!file) return `${customaryPemFolder}/${name || '_'}.pem`
  return file.startsWith('/') ? file : `${edge.directory}/${file}`
}

/** Adds a map or certificate list and answers the absolute path that haproxy.cfg names. The same path is added once. */
export function addFile(edge: Edge, path: string, lines: ListFile['lines']): string {
  if (!edge.files.some((file) => file.path === path)) edge.files.push({ path, lines })
  return `${edge.directory}/${path}`
}

/**
 * An abstract socket that no other edge on the machine has: such names are global in a network namespace and have no permissions, so the
 * name depends on the plan, on the folder it is installed in, and on the listener.
 */
export function innerSocket(edge: Edge, tables: CompiledListener): string {
  const { name, address = '', port } = tables.listener
  const seed = JSON.stringify([edge.plan.name, edge.directory, name, address, port, tables.index])
  return `abns@signalbox-${fingerprint(seed)}-${edge.socketCount++}`
}

/** FNV-1a over two seeds, 64 bits as hex: short, stable, and good enough to tell plans apart. */
function fingerprint(text: string): string {
  return [0x811c9dc5, 0x9747b28c]
    .map((seed) => {
      let hash = seed
      for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0
      return hash.toString(16).padStart(8, '0')
    })
    .join('')
}

/** Every route that some listener can reach, in plan order. */
function reachableRoutes(compiled: CompiledPlan): number[] {
  const indices = new Set<number>()
  const add = (tables: CompiledListener) => {
    for (const table of [tables.exact, tables.oneLabel, tables.anyDepth])
      for (const entry of table.values()) indices.add(entry.index)
    if (tables.catchAll) indices.add(tables.catchAll.index)
  }
  for (const tables of compiled.listeners) add(tables)
  return [...indices].sort((a, b) => a - b)
}

/** A leading underscore cannot start a name of a plan, so a numbered name never meets a given one. */
function uniqueNames(items: readonly { name: string }[]): string[] {
  const seen = new Map<string, number>()
  return items.map(({ name }) => {
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return count === 1 && name !== '' ? name : `_${count}_${name}`
  })
}

function firstByName<Item extends { name: string }, Value>(
  items: readonly Item[],
  pick: (item: Item, index: number) => Value,
): Map<string, Value> {
  const found = new Map<string, Value>()
  for (const [index, item] of items.entries()) {
    if (!found.has(item.name)) found.set(item.name, pick(item, index))
  }
  return found
}
