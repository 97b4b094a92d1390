import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Health, Upstream } from '../domain-model/upstream'
import type { DialGuard } from './dial-guard'
import { writeProxyHeader } from './proxy-protocol'
import type { PooledServer, ServerPool } from './server-pool'

/** When the checks of one upstream come among those of all. */
export interface CheckPace {
  /** Milliseconds before its first one. */
  firstAfterMs: number
  /** How many times longer than the plan says its intervals are. */
  stretch: number
}

/** How the checks of a plan are spread so that no second sees more of them than it may. */
export function pacesOf(upstreams: readonly Upstream[], perSecondMax: number) {
  const checked = upstreams.filter(({ health }) => health)
  const perSecond = checked.reduce(
    (sum, { servers, health }) => sum + servers.length / (health?.intervalSeconds ?? 1),
    0,
  )
  const stretch = Math.max(1, perSecond / perSecondMax)
  // As many first checks at once as a second may see; the rest follow at that rate.
  let before = 0
  const places = new Map(
    checked.map((upstream) => {
      const place = Math.max(0, before - perSecondMax)
      before += upstream.servers.length
      return [upstream, place]
    }),
  )
  const of = (upstream: Upstream): CheckPace => ({
    firstAfterMs: ((places.get(upstream) ?? 0) / perSecondMax) * 1000,
    stretch,
  })
  return { of, stretch }
}

/** Checks the servers of one upstream for as long as somebody uses it. Timers do not keep the process alive. */
export class HealthChecks {
  #timers = new Set<NodeJS.Timeout>()
  #stopped = false

  constructor(
    readonly pool: ServerPool,
    readonly guard: () => DialGuard,
    readonly pace: CheckPace = { firstAfterMs: 0, stretch: 1 },
  ) {}

  start(): void {
    const { health } = this.pool.upstream
    if (!health) return
    for (const [index, server] of this.pool.servers.entries()) {
      // Spread over the interval, so that a thousand servers are not asked in one moment.
      this.#later(
        this.pace.firstAfterMs + (index / this.pool.servers.length) * Math.min(health.intervalSeconds, 1) * 1000,
        () => void this.#round(server, health),
      )
    }
  }

  stop(): void {
    this.#stopped = true
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
  }

  async #round(server: PooledServer, health: Health): Promise<void> {
    const problem = await this.#check(server, health).catch((error: Error) => error.message)
    if (this.#stopped) return
    this.pool.checked(server, problem)
    this.#later(health.intervalSeconds * this.pace.stretch * 1000, () => void this.#round(server, health))
  }

  #later(milliseconds: number, action: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      action()
    }, milliseconds)
    timer.unref()
    this.#timers.add(timer)
  }

  async #check({ server }: PooledServer, health: Health): Promise<string | null> {
    const target = await this.guard().resolve(server.host, server.port)
    const { sendProxyProtocol } = this.pool.upstream
    return new Promise((resolve) => {
      const socket = connect({ ...target, noDelay: true })
      const say = (problem: string | null) => {
        clearTimeout(timer)
        socket.destroy()
        resolve(problem)
      }
      const timer = setTimeout(() => say(`no answer in ${health.timeoutSeconds} s`), health.timeoutSeconds * 1000)
      timer.unref()
      socket.on('error', (error: NodeJS.ErrnoException) => say(error.code ?? error.message))
      socket.on('close', () => say('the server closed the connection'))
      socket.once('connect', () => {
        if (health.kind !== 'tcp' && sendProxyProtocol !== 'none') socket.write(ownHeader(socket, sendProxyProtocol))
        if (health.kind === 'tcp') say(null)
        else if (health.kind === 'tls') checkTls(socket, health, say)
        else checkHttp(socket, `${server.host}:${server.port}`, health, say)
      })
    })
  }
}

const ownHeader = (socket: Socket, version: 'v1' | 'v2') =>
  writeProxyHeader(version, {
    sourceAddress: socket.localAddress ?? '127.0.0.1',
    sourcePort: socket.localPort ?? 0,
    destinationAddress: socket.remoteAddress ?? '127.0.0.1',
    destinationPort: socket.remotePort ?? 0,
  })

/** A finished handshake is health enough; whether the certificate is trusted, each route decides. */
function checkTls(
  socket: Socket,
  health: Extract<Health, { kind: 'tls' }>,
  say: (problem: string | null) => void,
): void {
  const tls = connectTls({
    socket,
    rejectUnauthorized: false,
    ...(health.serverName ? { servername: health.serverName } : {}),
  })
  tls.once('secureConnect', () => say(null))
  tls.on('error', (error: NodeJS.ErrnoException) => say(error.code ?? error.message))
}

function checkHttp(
  socket: Socket,
  name: string,
  health: Extract<Health, { kind: 'http' }>,
  say: (problem: string | null) => void,
): void {
  const check = request(
    {
      createConnection: () => socket,
      path: health.path,
      headers: { Host: health.host ?? name, Connection: 'close' },
    },
    (response) => {
      response.resume()
      say(response.statusCode === health.expect ? null : `answered ${response.statusCode}, not ${health.expect}`)
    },
  )
  check.on('error', (error: NodeJS.ErrnoException) => say(error.code ?? error.message))
  check.end()
}
