import type { Loss } from '../../diagnostics/loss'
import { type CompiledPlan, compilePlan } from '../../domain-model/compile-plan'
import type { JsonPointer } from '../../domain-model/json-pointer'
import type { Plan } from '../../domain-model/plan'
import type { Upstream } from '../../domain-model/upstream'
import { atLeast } from '../capabilities'
import type { EmitOptions } from '../target'
import { block, type Directive, directive, type Node } from './ast'
import { literal, pieces, plainCharactersMax } from './quote'
import { plainName } from './tame'

/** What one NGINX version knows; each is the release that brought it. */
export interface Dialect {
  /** 1.19.4: a TLS alert instead of a certificate. */
  rejectsHandshake: boolean
  /** 1.21.1: escapes quotes, braces and the like when it writes a path, so that a decoded path can be sent on. */
  escapesPaths: boolean
  /** 1.25.1: `http2 on` in place of `listen … http2`. */
  http2Directive: boolean
  /** 1.25.5: `pass` hands an accepted socket to another listener. */
  passes: boolean
}

/** Everything the parts of the lowering share: the plan, its tables, and what they collect for each other. */
export interface Context {
  plan: Plan
  compiled: CompiledPlan
  version: string
  dialect: Dialect
  directory: string
  runtimeDirectory: string
  /** A copy in folders of its own leaves the machine's logs, pid file and user alone. */
  isPrivate: boolean
  losses: Loss[]
  lose(path: JsonPointer, feature: string, reason: string, fix?: string | null): void
  /** The word for a route in maps and logs: its name where that is unique. */
  routeKeys: readonly string[]
  upstreamsByName: ReadonlyMap<string, { upstream: Upstream; index: number }>
  http: Section
  stream: Section
  /** Large tables as files of their own, by path below the directory. */
  files: Map<string, Node[]>
}

/** What http and stream collect while their servers are lowered; printed before the servers, in this order. */
export interface Section {
  name: 'http' | 'stream'
  texts: Node[]
  tables: Node[]
  zones: Node[]
  upstreams: Node[]
  servers: Node[]
  /** The largest map, for the hash sizes. */
  mapEntriesMax: number
  /** The longest key of any map. */
  mapKeyMax: number
  serverNames: number
  variables: number
  /** Groups, zones and variables made so far, by what they are for. */
  made: Map<string, string>
  groupNames: Set<string>
}

export function createContext(plan: Plan, options: EmitOptions, losses: Loss[]): Context {
  const directory = absolute(options.directory ?? '/etc/nginx')
  const upstreamsByName = new Map<string, { upstream: Upstream; index: number }>()
  for (const [index, upstream] of plan.upstreams.entries())
    if (!upstreamsByName.has(upstream.name)) upstreamsByName.set(upstream.name, { upstream, index })
  const { version } = options
  return {
    plan,
    compiled: compilePlan(plan),
    version,
    dialect: {
      rejectsHandshake: atLeast(version, '1.19.4'),
      escapesPaths: atLeast(version, '1.21.1'),
      http2Directive: atLeast(version, '1.25.1'),
      passes: atLeast(version, '1.25.5'),
    },
    directory,
    runtimeDirectory: absolute(options.runtimeDirectory ?? '/run/nginx-edge'),
    isPrivate: options.runtimeDirectory !== undefined,
    losses,
    lose: (path, feature, reason, fix = null) => losses.push({ path, feature, reason, fix }),
    routeKeys: uniqueNames(plan.routes.map((route) => plainName(route.name))),
    upstreamsByName,
    http: section('http'),
    stream: section('stream'),
    files: new Map(),
  }
}

function section(name: Section['name']): Section {
  return {
    name,
    texts: [],
    tables: [],
    zones: [],
    upstreams: [],
    servers: [],
    mapEntriesMax: 0,
    mapKeyMax: 0,
    serverNames: 0,
    variables: 0,
    made: new Map(),
    groupNames: new Set(),
  }
}

function absolute(folder: string): string {
  const trimmed = folder.replace(/\/+$/, '')
  return trimmed.startsWith('/') ? trimmed : `/${trimmed}`
}

/** Later bearers of a name get a number. NGINX compares names of groups without case, so case alone does not make two names. */
function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set(names.map((name) => name.toLowerCase()))
  const given = new Set<string>()
  return names.map((name) => {
    if (!given.has(name.toLowerCase())) {
      given.add(name.toLowerCase())
      return name
    }
    return freeName(
      name,
      (candidate) => taken.has(candidate) || given.has(candidate),
      (free) => given.add(free),
    )
  })
}

export function freeName(name: string, isTaken: (lower: string) => boolean, take: (lower: string) => void): string {
  for (let number = 2; ; number++) {
    const candidate = `${name}.${number}`
    if (isTaken(candidate.toLowerCase())) continue
    take(candidate.toLowerCase())
    return candidate
  }
}

/** Makes a thing once per section and purpose, and gives its name to everybody who asks for the same. */
export function once(section: Section, purpose: string, make: () => string): string {
  const known = section.made.get(purpose)
  if (known !== undefined) return known
  const name = make()
  section.made.set(purpose, name)
  return name
}

/**
 * A value of the plan as a word of the http block. NGINX refuses long words, so a long value is kept in pieces in `geo` blocks, which
 * take text as it is, and put together where it is used.
 */
export function textWord(context: Context, text: string, from: JsonPointer): string {
  if (text.length <= plainCharactersMax) return literal(text)
  return once(context.http, `text ${text}`, () =>
    pieces(text)
      .map((piece) => {
        const variable = `edge_text_${++context.http.variables}`
        context.http.texts.push(block('geo', [`$${variable}`], [directive('default', [piece], [from])], [from]))
        return `\${${variable}}`
      })
      .join(''),
  )
}

/** A table of the section: `map source $variable { … }`. Large ones become files of their own, which http and stream share. */
export function addMap(
  context: Context,
  section: Section,
  map: {
    source: string
    variable: string
    head: readonly Node[]
    entries: readonly Directive[]
    file: string
    from?: readonly JsonPointer[]
  },
): void {
  section.mapEntriesMax = Math.max(section.mapEntriesMax, map.entries.length)
  for (const { name } of map.entries) section.mapKeyMax = Math.max(section.mapKeyMax, name.length)
  section.variables++
  let entries: readonly Node[] = map.entries
  if (map.entries.length > inlineEntriesMax) {
    const path = `maps/${map.file}.map`
    context.files.set(path, [...map.entries])
    entries = [directive('include', [`${context.directory}/${path}`])]
  }
  section.tables.push(block('map', [map.source, `$${map.variable}`], [...map.head, ...entries], map.from))
}

const inlineEntriesMax = 200

export function routePointer(index: number, ...more: (string | number)[]): JsonPointer {
  return pointer('routes', index, ...more)
}

/** Like `toPointer`, without its escapes: every segment is a field of the schema, an index or a header name. Nearly every line has one. */
export function pointer(...segments: (string | number)[]): JsonPointer {
  let text = ''
  for (const segment of segments) text += `/${segment}`
  return text
}

/** A time as NGINX takes it: whole seconds, or milliseconds. */
export function duration(seconds: number): string {
  return Number.isInteger(seconds) ? `${seconds}s` : `${Math.max(1, Math.round(seconds * 1000))}ms`
}

/** A unix socket below the runtime folder. Names are short on purpose: the kernel takes 107 bytes for the whole path. */
export function socketAddress(context: Context, name: string): string {
  const path = `${context.runtimeDirectory}/${name}.sock`
  if (path.length > socketPathBytesMax)
    once(context.http, 'long socket path', () => {
      context.lose(
        '',
        'hybrid.shared-port',
        `NGINX will not start: the path of the socket ${path} is longer than the ${socketPathBytesMax} bytes that the system takes.`,
        'Choose a shorter runtime folder.',
      )
      return ''
    })
  return `unix:${path}`
}

const socketPathBytesMax = 107
