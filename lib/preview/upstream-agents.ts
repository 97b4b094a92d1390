import { Agent } from 'node:http'
import { type ClientHttp2Session, connect as connectHttp2 } from 'node:http2'
import { connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect as connectTls } from 'node:tls'
import type { DialGuard } from './dial-guard'
import { type ProxyAddresses, writeProxyHeader } from './proxy-protocol'

/** How the edge speaks TLS to a server. */
export interface UpstreamTls {
  verify: boolean
  /** PEM of the authorities; null for the system's. */
  trust: string | null
  /** Sent as SNI and checked in the certificate; null when no name can be checked, only the chain. */
  serverName: string | null
  /** PEM of the edge's own certificate and key. */
  clientCertificate: string | null
}

export interface Dial {
  guard: DialGuard
  host: string
  port: number
  connectTimeoutMs: number
  tls: UpstreamTls | null
  proxy: { version: 'v1' | 'v2'; ends: ProxyAddresses } | null
}

/** The upstream could not be reached at all, so no byte of the request went out and another server may be tried. */
export class UpstreamUnreachable extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly timedOut = false,
  ) {
    super(message)
  }
}

/** Opens a connection to a server: checked address, PROXY header, TLS. */
export async function dialUpstream(dial: Dial, protocol: 'http/1.1' | 'h2' = 'http/1.1'): Promise<Socket> {
  let target: { host: string; port: number }
  try {
    target = await dial.guard.resolve(dial.host, dial.port)
  } catch (error) {
    throw new UpstreamUnreachable((error as NodeJS.ErrnoException).code ?? 'DIAL', (error as Error).message)
  }
  return new Promise((resolve, reject) => {
    const socket = connect({ ...target, noDelay: true })
    const fail = (error: NodeJS.ErrnoException, timedOut = false) => {
      clearTimeout(timer)
      socket.destroy()
      reject(new UpstreamUnreachable(error.code ?? 'ERROR', error.message, timedOut))
    }
    const timer = setTimeout(
      () => fail(new Error(`no answer in ${dial.connectTimeoutMs} ms`), true),
      dial.connectTimeoutMs,
    )
    const ready = (open: Socket) => {
      clearTimeout(timer)
      open.off('error', fail)
      resolve(open)
    }
    socket.once('error', fail)
    socket.once('connect', () => {
      if (dial.proxy) socket.write(writeProxyHeader(dial.proxy.version, dial.proxy.ends))
      if (!dial.tls) return ready(socket)
      const { verify, trust, serverName, clientCertificate } = dial.tls
      const tls = connectTls({
        socket,
        rejectUnauthorized: verify,
        ALPNProtocols: [protocol],
        ...(serverName ? { servername: serverName } : {}),
        // The chain alone is checked where the plan names no name.
        ...(serverName ? {} : { checkServerIdentity: () => undefined }),
        ...(trust ? { ca: trust } : {}),
        ...(clientCertificate ? { cert: clientCertificate, key: clientCertificate } : {}),
      })
      tls.once('error', fail)
      tls.once('close', () => fail(new Error('the server closed the connection in the handshake')))
      tls.once('secureConnect', () => {
        tls.off('error', fail)
        ready(tls)
      })
    })
  })
}

/** An HTTP agent that opens its connections as `dialUpstream` does. */
class DialAgent extends Agent {
  constructor(
    readonly dial: Dial,
    keepAlive: boolean,
  ) {
    super({ keepAlive, maxFreeSockets: 64, timeout: 60_000, scheduling: 'lifo' })
  }
  override createConnection(_options: unknown, callback?: (error: Error | null, stream: Duplex) => void): undefined {
    dialUpstream(this.dial).then(
      (socket) => callback?.(null, socket),
      (error: Error) => callback?.(error, undefined as unknown as Duplex),
    )
    return undefined
  }
}

/** Connections kept to the servers of one upstream. Those that begin with a PROXY header speak for one client and are never shared. */
export class UpstreamAgents {
  #agents = new Map<string, Agent>()
  #sessions = new Map<string, Promise<ClientHttp2Session>>()
  #retired = false

  agentFor(dial: Dial): Agent {
    if (dial.proxy) return new DialAgent(dial, false)
    const key = keyOf(dial)
    const known = this.#agents.get(key)
    if (known) return known
    const agent = new DialAgent(dial, !this.#retired)
    if (!this.#retired) this.#agents.set(key, agent)
    return agent
  }

  /** An HTTP/2 connection to a server, for gRPC: with prior knowledge over clear text (RFC 9113 section 3.3), by ALPN over TLS. */
  async sessionFor(dial: Dial): Promise<ClientHttp2Session> {
    if (dial.proxy || this.#retired) return openSession(dial)
    const key = keyOf(dial)
    const known = this.#sessions.get(key)
    if (known) return known
    const opening = openSession(dial)
    this.#sessions.set(key, opening)
    const forget = () => {
      if (this.#sessions.get(key) === opening) this.#sessions.delete(key)
    }
    opening.then((session) => session.once('close', forget), forget)
    return opening
  }

  /** Idle connections go at once; busy ones when their request is done. */
  retire(): void {
    this.#retired = true
    for (const agent of this.#agents.values()) {
      agent.maxFreeSockets = 0
      for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy()
    }
    for (const session of this.#sessions.values())
      void session.then(
        (open) => open.close(),
        () => undefined,
      )
    this.#agents.clear()
    this.#sessions.clear()
  }
}

const keyOf = ({ host, port, tls, connectTimeoutMs }: Dial) => JSON.stringify([host, port, tls, connectTimeoutMs])

async function openSession(dial: Dial): Promise<ClientHttp2Session> {
  const socket = await dialUpstream(dial, 'h2')
  const session = connectHttp2('http://upstream.invalid', { createConnection: () => socket })
  // Each stream tells its own failure; a session without a listener would end the process.
  session.on('error', () => undefined)
  session.once('goaway', () => session.close())
  return session
}
