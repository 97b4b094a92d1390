// What can be asked of a plan, and what it answers, in words a person can read.

import type { CompiledListener, Entry } from './compile-plan'
import { isHostName } from './hostname'
import type { Mode } from './route'

/** The client certificate that a client can show: none, one that chains to a named trust bundle, or one that chains to nothing known. */
export type ShownCertificate = 'none' | 'untrusted' | { trust: string }

/** One connection, and the request on it where the edge can see one. */
export interface Inquiry {
  /** The port the client connected to. */
  port: number
  /** The local address it connected to; left out, any listener on the port. */
  address?: string | null
  /** The SNI as the client sent it; null when it sent none (always on plain HTTP). */
  sni: string | null
  /** The HTTP authority; left out, the same as the SNI, and where that is no name the handshake alone is judged; null when the request has none. */
  host?: string | null
  /** The request target; left out, `/`. A query is ignored. */
  path?: string
  /** Left out, GET. */
  method?: string
  /**
   * What the session was authenticated with. On a resumed session that is what its full handshake was authenticated with, and
   * `none` when that one showed no certificate, whatever name was asked then.
   */
  clientCertificate?: ShownCertificate
  /** The client's address, where allow and deny lists matter; left out, lists are not judged. One that is no address passes no list. */
  clientAddress?: string | null
}

export type Outcome = 'forward' | 'redirect' | 'reject' | 'misdirected' | 'not-found'

export interface RunnerUp {
  route: string
  host: string
  reason: string
}

/** What happens to a connection or request, and why. Fields that do not apply are null. */
export interface Decision {
  outcome: Outcome
  listener: string | null
  route: string | null
  mode: Mode | null
  /** Whose certificate the client sees. */
  certificateFrom: 'edge' | 'backend' | null
  /** The name of the edge certificate. */
  certificate: string | null
  /** The upstream; with several by weight, the heaviest. */
  upstream: string | null
  /** All upstreams the rule may choose from. Empty when there is none. */
  upstreams: { upstream: string; weight: number }[]
  /** The path that the upstream sees, normalised and rewritten; on redirect the whole location, with the request target as it came. */
  path: string | null
  /** The status that the edge itself answers; null for forwarded requests and for connections that end without HTTP. */
  status: number | null
  reason: string
  runnerUp: RunnerUp | null
  /** Index of the deciding route in the plan, and of its path rule. */
  routeIndex: number | null
  pathIndex: number | null
}

/** A host name as it is; anything else in quotes, since it came from a stranger. */
export const named = (host: string) => (isHostName(host) ? host : quoted(host))

/** What a client sent, cut short and escaped for a sentence. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)
}

export function heaviest(upstreams: readonly { upstream: string; weight: number }[]): string {
  let best = upstreams[0]
  for (const candidate of upstreams) if (best && candidate.weight > best.weight) best = candidate
  return best?.upstream ?? ''
}

/** The upstreams a rule may choose from, and the heaviest of them. */
export function chosen(upstreams: { upstream: string; weight: number }[]): Pick<Decision, 'upstream' | 'upstreams'> {
  return { upstream: heaviest(upstreams), upstreams }
}

/** Why this entry has the name. */
export function whyHost(entry: Entry, name: string | null, asked: string): string {
  if (entry.host === '*') return `${name ?? asked} falls to "*" of route ${entry.route.name}`
  if (entry.host === name) return `${name} is named by route ${entry.route.name}`
  return `${name} matches ${entry.host} of route ${entry.route.name}`
}

/** The best of the other routes: one that names the same host but stands later, else the next less specific. */
export function runnerUpOf(candidates: readonly Entry[], name: string | null): RunnerUp | null {
  const [winner] = candidates
  if (!winner) return null
  const duplicate = winner.duplicate
  if (duplicate)
    return {
      route: duplicate.route.name,
      host: duplicate.host,
      reason: `route ${duplicate.route.name} names ${duplicate.host} too, but stands later in the plan`,
    }
  const entry = candidates.find((candidate) => candidate.index !== winner.index)
  if (!entry) return null
  return {
    route: entry.route.name,
    host: entry.host,
    reason: `${entry.host} of route ${entry.route.name} also matches${name ? ` ${name}` : ''}, but is less specific`,
  }
}

/** A decision with null for whatever does not apply. */
export function answer(
  tables: CompiledListener | null,
  outcome: Outcome,
  entry: Entry | null,
  reason: string,
  more: Partial<Decision> = {},
): Decision {
  return {
    outcome,
    listener: tables?.listener.name ?? null,
    route: entry?.route.name ?? null,
    mode: entry?.route.mode ?? null,
    certificateFrom: null,
    certificate: null,
    upstream: null,
    upstreams: [],
    path: null,
    status: null,
    reason,
    runnerUp: null,
    routeIndex: entry?.index ?? null,
    pathIndex: null,
    ...more,
  }
}
