import type { Decision, ShownCertificate } from '../domain-model/decision'
import type { Listener, TlsListener } from '../domain-model/listener'
import { matchRoute } from '../domain-model/match-route'
import { addressInRanges, canonicalAddress } from '../domain-model/network-address'
import { type HttpRoute, terminatesTls } from '../domain-model/route'
import type { ClientHello, HelloReading } from './client-hello'
import type { ConnectionContext } from './connection-context'
import type { ConnectionLog, ConnectionRecord } from './connection-log'
import { deadlines, type Timed } from './deadlines'
import type { HelloRing } from './hello-ring'
import type { HttpDoor } from './http-door'
import type { EdgeLimits } from './limits'
import { Opening } from './opening'
import { passThrough } from './passthrough'
import type { ProxyAddresses } from './proxy-protocol'
import type { Snapshot } from './snapshot'
import { SocketEnds } from './socket-ends'
import type { Wire } from './splice'
import { alerts, fatalAlert } from './tls-alert'
import type { TlsDoors } from './tls-doors'

/** What connections share. */
export interface EdgeParts {
  limits: EdgeLimits
  log: ConnectionLog
  hellos: HelloRing
  live: Set<Arrival>
  http: HttpDoor
  tls: TlsDoors
  /** Bytes that unfinished openings hold, all together. */
  waitingBytes: number
  snapshot(): Snapshot
  isStopping(): boolean
}

/** Arrivals by the socket that TLS was laid upon. */
const arrivals = new WeakMap<object, Arrival>()

export function arrivalAt(socket: object | undefined): Arrival | undefined {
  return socket && arrivals.get(socket)
}

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
  hello: ClientHello | null = null
  decision: Decision | null = null
  /** The route that ends TLS, once it is known. */
  route: HttpRoute | null = null
  #ends: ProxyAddresses | null = null
  #opening: Opening | null
  #stopSplice: (() => void) | null = null
  #done = false
  #reported = false
  #hasHello = false

  constructor(
    readonly parts: EdgeParts,
    readonly snapshot: Snapshot,
    readonly listener: Listener,
    readonly wire: Wire,
  ) {
    const { limits } = parts
    this.connection = parts.log.nextConnection()
    const seconds = listener.protocol === 'tls' ? listener.clientHelloSeconds : limits.headerSeconds
    this.deadline = deadlines.now + seconds * 1000
    const expectsProxy = listener.acceptProxyProtocol !== undefined
    const isTls = listener.protocol === 'tls'
    this.#opening = expectsProxy || isTls ? new Opening(expectsProxy, isTls, limits.helloBytesMax) : null
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
    if (this.#opening === null) {
      this.#handToHttp(null)
      return
    }
    wire.take = this.#take
    socket.resume()
  }

  expire(): void {
    if (this.#done) return
    this.#keepUnfinishedHello()
    this.refuse(`time is up: ${this.#opening?.missing()}`, null, 'hello-timeout')
  }

  /** The edge is stopping. */
  stop(): void {
    if (this.#stopSplice) this.#stopSplice()
    else this.wire.socket.destroy()
    this.parts.live.delete(this)
  }

  /** Ends the connection without an upstream: with a TLS alert, or by closing. */
  refuse(reason: string, alert: number | null, ending = 'refused'): void {
    if (this.#done) return
    this.#finish()
    this.report({ outcome: 'reject', reason }, ending)
    const { socket } = this.wire
    this.wire.take = () => true
    if (alert === null) return void socket.destroy()
    socket.end(fatalAlert(alert))
    // What the client still sends is read and dropped for a moment: closing over unread bytes would reset the alert away.
    socket.resume()
    setTimeout(() => socket.destroy(), 250).unref()
  }

  /** The one record of a connection that comes neither to a splice nor to HTTP. */
  report(about: Partial<ConnectionRecord>, ending: string, detail: string | null = null): void {
    if (this.#reported) return
    this.#reported = true
    const { decision, hello, listener, connection } = this
    const { log } = this.parts
    const facts = {
      connection,
      listener: listener.name,
      client: this.#addresses().sourceAddress,
      sni: hello?.sni ?? null,
      hello,
      hasHello: this.#hasHello,
      ...(decision
        ? { route: decision.route, mode: decision.mode, outcome: decision.outcome, reason: decision.reason }
        : {}),
    }
    log.close(log.open({ ...facts, ...about }), ending, { detail })
  }

  /** What is known of the connection before any request. */
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

  #addresses(): ProxyAddresses {
    this.#ends ??= new SocketEnds(this.wire.socket)
    return this.#ends
  }

  readonly #take = (bytes: Buffer): boolean => {
    const opening = this.#opening
    if (this.#done || !opening) return true
    const { parts } = this
    parts.waitingBytes += bytes.length
    const reading = opening.push(bytes)
    if (opening.ends && !this.#ends)
      this.#ends = { ...opening.ends, sourceAddress: canonicalAddress(opening.ends.sourceAddress) }
    switch (reading.outcome) {
      case 'incomplete':
        if (parts.waitingBytes > parts.limits.waitingBytesMax) {
          this.#keepUnfinishedHello()
          this.refuse(`the limit of ${parts.limits.waitingBytesMax} bytes in unfinished hellos is reached`, null)
        }
        return true
      case 'refused':
        this.refuse(reading.reason, null)
        return true
      case 'plain':
        this.#handToHttp(reading.rest)
        // It is read by somebody else now, so nobody here may pause it.
        return true
      case 'hello':
        this.#decide(reading.reading, reading.first)
        return false
    }
  }

  #decide(reading: HelloReading, first: Uint8Array[]): void {
    // What is no TLS may be a request with a password in it.
    if (reading.outcome !== 'not-tls') this.#keepHello(first, reading.outcome === 'ok' ? reading.records : null)
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
    if (terminatesTls(route)) {
      this.#endTls(route, listener as TlsListener, first)
      return
    }
    if (decision.outcome !== 'forward') {
      this.refuse(decision.reason, null)
      return
    }
    this.#leave()
    const splice = passThrough(this.context('none', null), this.wire, route, decision, first)
    this.#stopSplice = () => splice.stop()
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

  #handToHttp(first: Buffer | null): void {
    this.#leave()
    const { socket } = this.wire
    socket.on('error', this.#onGone)
    this.wire.release()
    if (first) socket.unshift(first)
    this.parts.http.receive(socket, this.context('none', null), 'http/1.1')
    socket.resume()
  }

  #keepHello(chunks: readonly Uint8Array[], records: number | null): void {
    this.#hasHello = true
    this.parts.hellos.keep(this.connection, chunks, records)
  }

  #keepUnfinishedHello(): void {
    const said = this.#opening?.said() ?? []
    if (said.length > 0) this.#keepHello(said, null)
  }

  /** Nothing is awaited any more. */
  #finish(): void {
    this.#done = true
    this.parts.waitingBytes -= this.#opening?.held ?? 0
    this.#opening = null
    deadlines.unwatch(this)
  }

  /** From here on somebody else owns the socket; only its end is still of interest. */
  #leave(): void {
    this.#finish()
    const { socket } = this.wire
    socket.pause()
    socket.off('error', this.#onGone)
    socket.off('end', this.#onGone)
  }

  readonly #onGone = () => {
    if (this.#done) return
    const reason = this.#opening?.held ? this.#opening.missing() : 'the client left before it said anything'
    this.#keepUnfinishedHello()
    this.#finish()
    this.report({ outcome: 'reject', reason }, 'client-left')
    this.wire.socket.destroy()
  }

  readonly #onClose = () => {
    this.#onGone()
    this.parts.live.delete(this)
  }
}
