import type { Upstream, UpstreamServer } from '../domain-model/upstream'

/** One server of an upstream and what is known of it. */
export interface PooledServer {
  index: number
  server: UpstreamServer
  /** As the plan names it. */
  name: string
  /** False after failed checks, or for a moment after a refused connection. */
  up: boolean
  /** Why it is down. */
  reason: string | null
  /** Open connections or requests. */
  active: number
  /** Smooth weighted round-robin: the one with the most credit is next. */
  credit: number
  /** Consecutive checks of one kind. */
  goodChecks: number
  badChecks: number
  /** When a server without health checks is tried again, in milliseconds since the epoch. */
  retryAt: number
}

/** How long a server that refused a connection is left alone where no check will tell. */
const pauseAfterFailureMs = 2000

/** Chooses servers as the plan's `balance` says, among those that are up. */
export class ServerPool {
  readonly servers: PooledServer[]
  onChange: ((server: PooledServer) => void) | null = null

  constructor(
    readonly upstream: Upstream,
    readonly clock: () => number = Date.now,
  ) {
    this.servers = upstream.servers.map((server, index) => ({
      index,
      server,
      name: `${server.host}:${server.port}`,
      up: true,
      reason: null,
      active: 0,
      credit: 0,
      goodChecks: 0,
      badChecks: 0,
      retryAt: 0,
    }))
  }

  /** The server for the next connection; null when none is up. `tried` were tried for this connection already. */
  pick(clientAddress: string, tried?: ReadonlySet<PooledServer>): PooledServer | null {
    const open = this.servers.filter((server) => server.server.weight > 0 && !tried?.has(server))
    let usable = open.filter((server) => this.#isUp(server))
    // Nobody checks these servers, so a refusal a moment ago is no reason to refuse everybody.
    if (usable.length === 0 && this.upstream.health === undefined) usable = open
    const primary = usable.filter(({ server }) => !server.backup)
    const candidates = primary.length > 0 ? primary : usable
    if (candidates.length <= 1) return candidates[0] ?? null
    switch (this.upstream.balance) {
      case 'least-connections':
        return leastBusy(candidates)
      case 'source':
        return bySource(candidates, clientAddress)
      default:
        return inTurn(candidates)
    }
  }

  /** Why `pick` has none to give. */
  whyNone(): string {
    const down = this.servers.find(({ up, reason }) => !up && reason !== null)
    return `no server is up${down ? ` (${down.name}: ${down.reason})` : ''}`
  }

  #isUp(server: PooledServer): boolean {
    if (server.up) return true
    // Without checks, the next client finds out whether it came back.
    return this.upstream.health === undefined && server.retryAt <= this.clock()
  }

  /** A connection was refused or not answered. */
  failed(server: PooledServer, reason: string): void {
    server.retryAt = this.clock() + pauseAfterFailureMs
    server.goodChecks = 0
    this.#set(server, false, reason)
  }

  succeeded(server: PooledServer): void {
    if (this.upstream.health === undefined) this.#set(server, true, null)
  }

  /** The outcome of one health check; `rise` and `fall` decide. */
  checked(server: PooledServer, problem: string | null): void {
    const { rise = 1, fall = 1 } = this.upstream.health ?? {}
    server.goodChecks = problem === null ? server.goodChecks + 1 : 0
    server.badChecks = problem === null ? 0 : server.badChecks + 1
    if (problem === null && server.goodChecks >= rise) this.#set(server, true, null)
    if (problem !== null && server.badChecks >= fall) this.#set(server, false, problem)
  }

  #set(server: PooledServer, up: boolean, reason: string | null): void {
    const changed = server.up !== up
    server.up = up
    server.reason = reason
    if (changed) this.onChange?.(server)
  }
}

/** Each in turn, in proportion to weight, without runs of the heaviest (the algorithm of NGINX's round-robin). */
function inTurn(candidates: PooledServer[]): PooledServer {
  let total = 0
  let best = candidates[0] as PooledServer
  for (const candidate of candidates) {
    candidate.credit += candidate.server.weight
    total += candidate.server.weight
    if (candidate.credit > best.credit) best = candidate
  }
  best.credit -= total
  return best
}

function leastBusy(candidates: PooledServer[]): PooledServer {
  const load = ({ active, server }: PooledServer) => active / server.weight
  const least = Math.min(...candidates.map(load))
  return inTurn(candidates.filter((candidate) => load(candidate) === least))
}

/** Rendezvous hashing: when a server leaves, only its own clients move. */
function bySource(candidates: PooledServer[], clientAddress: string): PooledServer {
  let best = candidates[0] as PooledServer
  let bestScore = Number.NEGATIVE_INFINITY
  for (const candidate of candidates) {
    const score = candidate.server.weight / -Math.log(fraction(`${clientAddress} ${candidate.name}`))
    if (score > bestScore) [best, bestScore] = [candidate, score]
  }
  return best
}

/** A text as a number between 0 and 1 (FNV-1a, then mixed so that near addresses land far apart). */
function fraction(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 4294967297 + Number.EPSILON
}

/** Several upstreams that share the traffic of one path rule by weight, in the same even way. */
export class WeightedChoice {
  readonly #entries: { upstream: string; weight: number; credit: number }[]
  constructor(entries: readonly { upstream: string; weight: number }[]) {
    this.#entries = entries.filter(({ weight }) => weight > 0).map((entry) => ({ ...entry, credit: 0 }))
  }
  next(): string | null {
    let best: { upstream: string; weight: number; credit: number } | undefined
    let total = 0
    for (const entry of this.#entries) {
      entry.credit += entry.weight
      total += entry.weight
      if (!best || entry.credit > best.credit) best = entry
    }
    if (!best) return null
    best.credit -= total
    return best.upstream
  }
}
