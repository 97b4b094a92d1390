import { X509Certificate } from 'node:crypto'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Decision, ShownCertificate } from '../domain-model/decision'
import type { Listener, TlsListener } from '../domain-model/listener'
import { matchRoute } from '../domain-model/match-route'
import { addressInRanges, canonicalAddress } from '../domain-model/network-address'
import { type HttpRoute, terminatesTls } from '../domain-model/route'
import { type ClientHello, ClientHelloReader, type HelloReading } from './client-hello'
import type { ConnectionContext } from './connection-context'
import type { ConnectionLog, ConnectionRecord } from './connection-log'
import { deadlines, type Timed } from './deadlines'
import type { HttpDoor } from './http-door'
import type { EdgeLimits } from './limits'
import { passThrough } from './passthrough'
import { type ProxyAddresses, readProxyHeader } from './proxy-protocol'
import type { Snapshot } from './snapshot'
import type { Wire } from './splice'
import { subjectOf } from './subject-name'
import { alerts, fatalAlert } from './tls-alert'
import type { TlsDoors } from './tls-doors'

/** What connections share. */
export interface EdgeParts {
  limits: EdgeLimits
  log: ConnectionLog
  live: Set<Arrival>
  http: HttpDoor
  tls: TlsDoors
  snapshot(): Snapshot
  isStopping(): boolean
}

/** Arrivals by the socket that TLS was laid upon. */
const arrivals = new WeakMap<object, Arrival>()

/** Takes a new connection. */
export function receiveWire(parts: EdgeParts, listenerName: string, wire: Wire): void {
  const snapshot = parts.snapshot()
  const listener = snapshot.listeners.get(listenerName)
  if (!listener || parts.isStopping()) return void wire.socket.destroy()
  const arrival = new Arrival(parts, snapshot, listener, wire)
  if (parts.live.size > parts.limits.connectionsMax)
    arrival.refuse(`the limit of ${parts.limits.connectionsMax} connections is reached`, null)
}

/** A client connection from its first byte until it is handed to a splice or to HTTP. */
export class Arrival implements Timed {
  deadline: number
  readonly connection: number
  ends: ProxyAddresses | null = null
  hello: ClientHello | null = null
  decision: Decision | null = null
  /** The end of a splice, once there is one. */
  stopSplice: (() => void) | null = null
  #reader: ClientHelloReader | null = null
  #proxy: Buffer | null
  #done = false
  #reported = false

  constructor(
    readonly parts: EdgeParts,
    readonly snapshot: Snapshot,
    readonly listener: Listener,
    readonly wire: Wire,
  ) {
    this.connection = parts.log.nextConnection()
    const seconds = listener.protocol === 'tls' ? listener.clientHelloSeconds : parts.limits.headerSeconds
    this.deadline = deadlines.now + seconds * 1000
    this.#proxy = listener.acceptProxyProtocol ? Buffer.alloc(0) : null
    parts.live.add(this)
    deadlines.watch(this)
    const { socket } = wire
    socket.on('error', this.#onGone)
    socket.on('end', this.#onGone)
    socket.on('close', this.#onClose)
    const from = listener.acceptProxyProtocol?.from ?? []
    if (from.length > 0 && !addressInRanges(socket.remoteAddress ?? '', from)) {
      this.refuse(`${socket.remoteAddress} may not send a PROXY header to ${listener.name}`, null)
      return
    }
    if (listener.protocol === 'http' && this.#proxy === null) {
      this.#handToHttp([])
      return
    }
    wire.take = this.#take
    socket.resume()
  }

  expire(): void {
    if (this.#done) return
    const missing = this.#reader
      ? this.#reader.end().reason
      : this.#proxy
        ? 'no complete PROXY header came'
        : 'nothing was sent'
    this.refuse(`time is up: ${missing}`, null, 'hello-timeout')
  }

  /** The edge is stopping. */
  stop(): void {
    if (this.stopSplice) this.stopSplice()
    else this.wire.socket.destroy()
    this.settle()
  }

  /** Ends the connection without an upstream: with a TLS alert, or by closing. */
  refuse(reason: string, alert: number | null, ending = 'refused', about: Partial<ConnectionRecord> = {}): void {
    if (this.#done) return
    this.#done = true
    deadlines.unwatch(this)
    this.report({ outcome: 'reject', reason, ...about }, ending)
    const { socket } = this.wire
    this.wire.take = () => true
    if (alert === null) return void socket.destroy()
    socket.end(fatalAlert(alert))
    // What the client still sends is read and dropped for a moment: closing over unread bytes would reset the alert away.
    socket.resume()
    setTimeout(() => socket.destroy(), 250).unref()
  }

  report(about: Partial<ConnectionRecord>, ending: string, detail: string | null = null): void {
    if (this.#reported) return
    this.#reported = true
    const { log } = this.parts
    log.close(log.open({ ...this.#facts(), ...about }), ending, { detail })
  }

  #facts() {
    const { decision, hello, listener, connection } = this
    return {
      connection,
      listener: listener.name,
      client: this.#addresses().sourceAddress,
      sni: hello?.sni ?? null,
      hello,
      ...(decision
        ? { route: decision.route, mode: decision.mode, outcome: decision.outcome, reason: decision.reason }
        : {}),
    }
  }

  #addresses(): ProxyAddresses {
    this.ends ??= new SocketEnds(this.wire.socket)
    return this.ends
  }

  readonly #take = (bytes: Buffer): boolean => {
    if (this.#done) return true
    if (this.#proxy) return this.#takeProxy(bytes)
    return this.#takeHello(bytes)
  }

  #takeProxy(bytes: Buffer): boolean {
    const all = Buffer.concat([this.#proxy as Buffer, bytes])
    const reading = readProxyHeader(all)
    if (reading.outcome === 'incomplete') {
      this.#proxy = all
      return true
    }
    if (reading.outcome === 'malformed') {
      this.refuse(reading.reason, null)
      return true
    }
    if (reading.addresses)
      this.ends = { ...reading.addresses, sourceAddress: canonicalAddress(reading.addresses.sourceAddress) }
    this.#proxy = null
    const rest = all.subarray(reading.bytes)
    if (this.listener.protocol === 'http') {
      this.#handToHttp(rest.length > 0 ? [rest] : [])
      // It is read by somebody else now, so nobody here may pause it.
      return true
    }
    return rest.length > 0 ? this.#takeHello(rest) : true
  }

  #takeHello(bytes: Buffer): boolean {
    this.#reader ??= new ClientHelloReader()
    const reading = this.#reader.push(Buffer.from(bytes))
    if (reading.outcome === 'incomplete') return true
    this.#decide(reading, this.#reader.bytes())
    return false
  }

  #decide(reading: HelloReading, first: Uint8Array[]): void {
    // A peer that speaks TLS is told in TLS; another protocol would not understand.
    if (reading.outcome !== 'ok') {
      const isTls = reading.outcome !== 'not-tls'
      this.refuse(reading.reason, isTls ? alerts.decode_error : null, reading.outcome)
      return
    }
    this.hello = reading.hello
    const { listener, snapshot } = this
    const decision = matchRoute(snapshot.compiled, {
      port: listener.port,
      address: listener.address ?? '0.0.0.0',
      sni: reading.hello.sni,
      clientAddress: this.#addresses().sourceAddress,
    })
    this.decision = decision
    const route = decision.routeIndex === null ? undefined : snapshot.plan.routes[decision.routeIndex]
    if (!route) {
      this.refuse(decision.reason, alerts.unrecognized_name)
      return
    }
    if (!terminatesTls(route)) {
      if (decision.outcome !== 'forward') {
        this.refuse(decision.reason, null)
        return
      }
      this.#leave()
      const splice = passThrough(this.context('none', null), this.wire, route, decision, first)
      this.stopSplice = () => splice.stop()
      return
    }
    this.#endTls(route, listener as TlsListener, first)
  }

  #endTls(route: HttpRoute, listener: TlsListener, first: Uint8Array[]): void {
    try {
      const door = this.parts.tls.doorFor(route, listener, this.snapshot.materials, this.snapshot.generation)
      this.#leave()
      const { socket } = this.wire
      socket.on('error', this.#onGone)
      arrivals.set(socket, this)
      this.route = route
      this.wire.release()
      socket.unshift(first.length === 1 ? Buffer.from(first[0] as Uint8Array) : Buffer.concat(first))
      door.server.emit('connection', socket)
    } catch (error) {
      this.#done = false
      this.refuse(`${this.decision?.reason}; but ${(error as Error).message}`, alerts.internal_error, 'failed')
    }
  }
  route: HttpRoute | null = null

  #handToHttp(first: Uint8Array[]): void {
    this.#leave()
    const { socket } = this.wire
    socket.on('error', this.#onGone)
    this.wire.release()
    for (const bytes of first) socket.unshift(bytes)
    this.parts.http.receive(socket, this.context('none', null), 'http/1.1')
    socket.resume()
  }

  context(clientCertificate: ShownCertificate, clientSubject: string | null): ConnectionContext {
    const { snapshot, listener, connection, hello, parts } = this
    return {
      snapshot,
      limits: parts.limits,
      log: parts.log,
      listener,
      connection,
      ends: this.#addresses(),
      sni: hello?.sni ?? null,
      hello,
      clientCertificate,
      clientSubject,
    }
  }

  /** From here on somebody else owns the socket; only its end is still of interest. */
  #leave(): void {
    this.#done = true
    deadlines.unwatch(this)
    const { socket } = this.wire
    socket.pause()
    socket.off('error', this.#onGone)
    socket.off('end', this.#onGone)
  }

  readonly #onGone = () => {
    if (this.#done) return
    this.#done = true
    deadlines.unwatch(this)
    this.report(
      { outcome: 'reject', reason: this.#reader?.end().reason ?? 'the client left before it said anything' },
      'client-left',
    )
    this.wire.socket.destroy()
  }

  readonly #onClose = () => {
    this.#onGone()
    this.settle()
  }

  settle(): void {
    this.parts.live.delete(this)
  }
}

/** The two ends of a socket. The local one is a system call that only a PROXY header needs. */
class SocketEnds implements ProxyAddresses {
  readonly sourceAddress: string
  readonly sourcePort: number
  readonly #socket: Socket
  constructor(socket: Socket) {
    const address = socket.remoteAddress ?? ''
    this.sourceAddress = address.includes(':') ? canonicalAddress(address) : address
    this.sourcePort = socket.remotePort ?? 0
    this.#socket = socket
  }
  get destinationAddress(): string {
    return canonicalAddress(this.#socket.localAddress ?? '')
  }
  get destinationPort(): number {
    return this.#socket.localPort ?? 0
  }
}

/** Node keeps the socket below a TLSSocket as `_parent`; there is no public way to it. */
const below = (socket: TLSSocket) => (socket as unknown as { _parent?: Socket })._parent

/** A handshake is done: judge the certificate and hand the connection to HTTP. */
export function tlsSecured(parts: EdgeParts, socket: TLSSocket): void {
  const arrival = arrivals.get(below(socket) ?? {})
  const route = arrival?.route
  if (!arrival || !route) return void socket.destroy()
  socket.on('error', () => undefined)
  const { shown, subject } = shownBy(socket, route)
  if (route.clientAuth && (shown === 'untrusted' || (shown === 'none' && route.clientAuth.mode === 'required'))) {
    arrival.report(
      {
        outcome: 'reject',
        reason: `${arrival.decision?.reason}; the route asks for a client certificate of ${route.clientAuth.trust}, and the client showed ${shown === 'none' ? 'none' : 'another'}`,
      },
      'refused',
      socket.authorizationError?.toString() ?? null,
    )
    socket.destroy()
    return
  }
  parts.http.receive(socket, arrival.context(shown, subject), socket.alpnProtocol === 'h2' ? 'h2' : 'http/1.1')
}

/** A handshake failed, or the client left before it was done. */
export function tlsFailed(_parts: EdgeParts, error: Error, socket: TLSSocket): void {
  const raw = below(socket)
  const arrival = arrivals.get(raw ?? {})
  const code = (error as NodeJS.ErrnoException).code ?? error.message
  arrival?.report(
    { outcome: 'reject', reason: `${arrival.decision?.reason}; but the TLS handshake failed: ${code}` },
    'handshake-failed',
    code,
  )
  socket.destroy()
}

/**
 * What the session was authenticated with. Judged by the certificate that is there, never by `authorized` alone: a resumed TLS 1.3
 * session without a certificate counts as authorized for Node.
 */
function shownBy(socket: TLSSocket, route: HttpRoute): { shown: ShownCertificate; subject: string | null } {
  if (!route.clientAuth) return { shown: 'none', subject: null }
  const raw = socket.getPeerCertificate(false)?.raw
  if (!raw) return { shown: 'none', subject: null }
  if (!socket.authorized) return { shown: 'untrusted', subject: null }
  return { shown: { trust: route.clientAuth.trust }, subject: subjectOf(new X509Certificate(raw)) }
}
