import type { Server } from 'node:net'
import type { Listener } from '../domain-model/listener'
import type { Plan } from '../domain-model/plan'
import { createWireServer } from './accept'
import { type Arrival, type EdgeParts, receiveWire } from './arrival'
import { ConnectionLog } from './connection-log'
import type { Lookup } from './dial-guard'
import { HelloRing } from './hello-ring'
import { createHttpDoor } from './http-door'
import { type EdgeLimits, limitsSchema } from './limits'
import type { Bind, DialPolicy, Materials } from './materials'
import { makeSnapshot, type Snapshot, takeOver } from './snapshot'
import { tlsFailed, tlsSecured } from './tls-arrival'
import { TlsDoors } from './tls-doors'

export interface EdgeOptions {
  plan: Plan
  materials: Materials
  /** Where listeners really listen. Left out: on loopback, at the port of the plan. */
  bind?: Bind
  /** Where numbers of connections begin. */
  firstConnection?: number
  /** What may be dialled besides stand-ins. */
  policy?: DialPolicy
  limits?: Partial<EdgeLimits>
  /** Resolves names, for tests. */
  lookup?: Lookup
  /** A fault that is nobody's answer: an accept that failed, an error of our own. */
  onFault?: (error: Error) => void
}

export interface BoundListener {
  host: string
  port: number
}

export interface Edge {
  /** Where each listener really listens. */
  listeners(): Record<string, BoundListener>
  /** What the running plan lacks, in sentences. */
  problems(): string[]
  /** Another plan for new connections. Listeners that stay are not closed; live connections keep the plan they began with. */
  apply(change: { plan: Plan; materials?: Materials; bind?: Bind; policy?: DialPolicy }): Promise<void>
  /** Takes no more connections, waits for those that are open, and closes what is left after the grace. */
  stop(graceMs?: number): Promise<void>
  log: ConnectionLog
  /** The ClientHello of a connection as it came; null once newer ones took its place. */
  hello(connection: number): Buffer | null
  /** Open client connections. */
  readonly connections: number
  /** The number of the running plan, and of every plan that a live connection began with. */
  generations(): { now: number; inUse: number[] }
  /** Servers by upstream: which are up, and why not. */
  servers(): Record<string, { server: string; up: boolean; active: number; reason: string | null }[]>
}

interface Open {
  server: Server
  wanted: string
  listener: string
}

/** Runs a plan in this process. */
export async function startEdge(options: EdgeOptions): Promise<Edge> {
  const limits = limitsSchema.parse(options.limits ?? {})
  const onFault = options.onFault ?? (() => undefined)
  const log = new ConnectionLog(limits.logEntriesMax, options.firstConnection)
  const open = new Map<string, Open>()
  const live = new Set<Arrival>()
  let policy = options.policy ?? { ranges: [], hostSuffixes: [] }
  let materials = options.materials
  let bind = options.bind ?? {}
  let snapshot: Snapshot = makeSnapshot({ plan: options.plan, materials, policy, limits, lookup: options.lookup }, null)
  let stopping = false

  const parts: EdgeParts = {
    limits,
    log,
    hellos: new HelloRing(limits.keptHelloBytes),
    live,
    http: createHttpDoor(limits, onFault),
    tls: new TlsDoors(tlsSecured, tlsFailed, limits.handshakeSeconds),
    waitingBytes: 0,
    snapshot: () => snapshot,
    isStopping: () => stopping,
  }

  const listen = async (listener: Listener): Promise<Open> => {
    const { host, port } = bindOf(listener, bind)
    const opened: Open = {
      server: null as unknown as Server,
      wanted: wantedBy(listener, bind),
      listener: listener.name,
    }
    opened.server = createWireServer(listener.protocol, (wire) => receiveWire(parts, opened.listener, wire), onFault)
    await new Promise<void>((resolve, reject) => {
      opened.server.once('error', (error: NodeJS.ErrnoException) =>
        reject(
          new Error(`listener ${listener.name} cannot listen on ${host}:${port}: ${error.code}`, { cause: error }),
        ),
      )
      opened.server.listen({ host, port, backlog: 4096 }, resolve)
    })
    return opened
  }

  /** Opens what is new before it closes what is gone, so that a plan which cannot listen changes nothing. */
  const rebind = async (plan: Plan): Promise<void> => {
    const fresh = new Map<string, Open>()
    const gone: Open[] = []
    try {
      for (const listener of plan.listeners) {
        const known = open.get(listener.name)
        const { port } = bindOf(listener, bind)
        const wants = wantedBy(listener, bind)
        if (known && known.wanted === wants) continue
        // Renamed, but at the same place: the socket stays.
        const renamed =
          port === 0
            ? undefined
            : [...open.values()].find(
                ({ wanted, listener: name }) =>
                  wanted === wants && !plan.listeners.some((other) => other.name === name),
              )
        if (renamed) {
          open.delete(renamed.listener)
          renamed.listener = listener.name
          open.set(listener.name, renamed)
          continue
        }
        fresh.set(listener.name, await listen(listener))
      }
    } catch (error) {
      for (const { server } of fresh.values()) server.close()
      throw error
    }
    for (const [name, known] of open)
      if (fresh.has(name) || !plan.listeners.some((listener) => listener.name === name)) gone.push(known)
    for (const { server, listener } of gone) {
      server.close()
      if (!fresh.has(listener)) open.delete(listener)
    }
    for (const [name, opened] of fresh) open.set(name, opened)
  }

  await rebind(options.plan)
  takeOver(snapshot, null)

  return {
    log,
    hello: (connection) => parts.hellos.find(connection),
    get connections() {
      return live.size
    },
    generations: () => ({
      now: snapshot.generation,
      inUse: [...new Set([...live].map((arrival) => arrival.snapshot.generation))],
    }),
    listeners: () => Object.fromEntries([...open].map(([name, { server }]) => [name, addressOf(server)])),
    problems: () => snapshot.problems,
    servers: () =>
      Object.fromEntries(
        [...snapshot.upstreams].map(([name, { pool }]) => [
          name,
          pool.servers.map((server) => ({
            server: server.name,
            up: server.up,
            active: server.active,
            reason: server.reason,
          })),
        ]),
      ),
    async apply(change) {
      const next = makeSnapshot(
        {
          plan: change.plan,
          materials: change.materials ?? materials,
          policy: change.policy ?? policy,
          limits,
          lookup: options.lookup,
        },
        snapshot,
      )
      const before = { bind }
      bind = change.bind ?? bind
      try {
        await rebind(change.plan)
      } catch (error) {
        bind = before.bind
        throw error
      }
      materials = change.materials ?? materials
      policy = change.policy ?? policy
      const previous = snapshot
      snapshot = next
      takeOver(next, previous)
      parts.tls.forgetBefore(next.generation - 1)
    },
    async stop(graceMs = 5000) {
      stopping = true
      for (const { server } of open.values()) server.close()
      open.clear()
      parts.http.drain()
      const until = Date.now() + graceMs
      while (live.size > 0 && Date.now() < until)
        await new Promise((resolve) => setTimeout(resolve, Math.min(50, Math.max(1, until - Date.now()))))
      for (const arrival of live) arrival.stop()
      parts.http.close()
      takeOver(null, snapshot)
    },
  }
}

function bindOf(listener: Listener, bind: Bind): { host: string; port: number } {
  return bind[listener.name] ?? { host: '127.0.0.1', port: listener.port }
}

/** What makes a listening socket the right one to keep. */
function wantedBy(listener: Listener, bind: Bind): string {
  const { host, port } = bindOf(listener, bind)
  return `${listener.protocol} ${host}:${port}`
}

function addressOf(server: Server): BoundListener {
  const address = server.address()
  return address !== null && typeof address === 'object'
    ? { host: address.address, port: address.port }
    : { host: '', port: 0 }
}
