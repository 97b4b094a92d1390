import { connect, Socket, type SocketConstructorOpts, type TcpNetConnectOpts } from 'node:net'
import { deadlines, type Timed } from './deadlines'
import { returnBulkBuffer, scratch, scratchBytes, takeBulkBuffer } from './read-buffers'

/**
 * Moves bytes between a client and an upstream, untouched, with back-pressure and half-close in both directions (RFC 9293 section 3.6).
 * Where the bytes are read into: `read-buffers.ts`.
 */
export interface SpliceEnd {
  /** Bytes sent by the client, the ClientHello included. */
  bytesUp: number
  bytesDown: number
  ending: Ending
  detail: string | null
}

/** How a connection ended, in the words of the connection log. */
export type Ending =
  | 'finished'
  | 'client-reset'
  | 'upstream-reset'
  | 'idle-timeout'
  | 'connect-failed'
  | 'connect-timeout'
  | 'stopped'

export interface SpliceOptions {
  connectTimeoutMs: number
  idleTimeoutMs: number
  /** What the upstream gets first: a PROXY header, if any, and the bytes read for the decision. */
  first: readonly Uint8Array[]
  /** How many of the first bytes came from the client. */
  clientBytes: number
  /** Whether to try another server or to give up: `connect` or `finish` is called for the answer. Left out, it is given up. */
  onConnectFailed?: (error: Error, ending: Ending) => void
  onConnect?: (upstream: Socket) => void
  onEnd: (end: SpliceEnd) => void
}

/** A client socket that reads through the shared scratch. Until a splice takes it over, `take` gets the bytes. */
export interface Wire {
  socket: Socket
  /** Gets each read; the bytes are valid only until it returns. False pauses the socket. */
  take: (bytes: Buffer) => boolean
  flow: Flow | null
  /** Lets go of the socket, so that somebody else can read it with what was put back. */
  release(): void
}

/** Wraps an accepted handle in a socket that allocates nothing per read. It starts paused; `socket.resume()` starts it. */
export function wireOf(handle: unknown): Wire {
  const wire: Wire = { socket: null as unknown as Socket, take: () => false, flow: null, release: () => undefined }
  wire.socket = new Socket({
    handle,
    allowHalfOpen: true,
    readable: true,
    writable: true,
    manualStart: true,
    onread: {
      buffer: () => wire.flow?.buffer ?? scratch,
      callback: (count: number, buffer: Buffer) =>
        wire.flow ? wire.flow.pass(count, buffer) : wire.take(buffer.subarray(0, count)),
    },
  } as SocketConstructorOpts)
  return wire
}

/** Node offers `onread` for outgoing sockets only; an accepted one is taken apart and built anew around its handle. */
export function adoptSocket(accepted: Socket): Wire | null {
  const holder = accepted as unknown as { _handle: { reading?: boolean; readStop?: () => void } | null }
  const handle = holder._handle
  if (!handle || typeof handle.readStop !== 'function') return null
  handle.readStop()
  handle.reading = false
  holder._handle = null
  return wireOf(handle)
}

/** A wire for a socket whose handle cannot be had: plain reads serve, at the price of a buffer per read. */
export function plainWire(socket: Socket): Wire {
  const onData = (chunk: Buffer) => {
    if (!(wire.flow ? wire.flow.passOwned(chunk) : wire.take(chunk))) socket.pause()
  }
  const wire: Wire = { socket, take: () => false, flow: null, release: () => void socket.off('data', onData) }
  socket.on('data', onData)
  socket.pause()
  return wire
}

/** Half a bulk buffer full keeps a connection in bulk; this many small reads in a row end it. */
const smallReadsMax = 16

/** One direction of a splice. */
class Flow {
  bytes = 0
  /** What the next read goes into. */
  buffer: Buffer = scratch
  #smallReads = 0
  #waits = false
  readonly #flushed = () => {
    if (!this.#waits || this.to.writableLength > 0) return
    this.#waits = false
    this.from.resume()
  }

  constructor(
    readonly splice: Splice,
    public from: Socket,
    public to: Socket,
  ) {}

  /** Passes on what was read into `buffer`. False: read no more until it went out. */
  pass(count: number, buffer: Buffer): boolean {
    this.bytes += count
    this.splice.touch()
    const { to } = this
    // Nobody can take it: read on, so that the end of this side is seen.
    if (to.destroyed || to.writableEnded) return true
    if (buffer === scratch) {
      to.write(Buffer.from(buffer.subarray(0, count)), this.#flushed)
      if (count === scratchBytes) this.buffer = takeBulkBuffer() ?? scratch
    } else {
      to.write(buffer.subarray(0, count), this.#flushed)
      this.#smallReads = count < scratchBytes ? this.#smallReads + 1 : 0
    }
    if (to.writableLength > 0) {
      this.#waits = true
      return false
    }
    if (this.#smallReads > smallReadsMax) this.release()
    return true
  }

  /** The same for bytes that nobody else will write to. */
  passOwned(chunk: Buffer): boolean {
    this.bytes += chunk.length
    this.splice.touch()
    if (this.to.destroyed || this.to.writableEnded) return true
    this.to.write(chunk, this.#flushed)
    this.#waits = this.to.writableLength > 0
    return !this.#waits
  }

  /** Gives a bulk buffer back. Not while a write of it is pending. */
  release(): void {
    this.#smallReads = 0
    if (this.buffer === scratch) return
    // A destroyed socket's write may still be in the kernel's hands for this turn of the loop; such a buffer is left to the collector.
    returnBulkBuffer(this.buffer, this.to.writableLength === 0)
    this.buffer = scratch
  }
}

/** Takes over a wire whose first bytes were read and which is paused. Call `connect` next. */
export class Splice implements Timed {
  deadline = Number.POSITIVE_INFINITY
  #over = false
  #connected = false
  #up: Flow
  #down: Flow | null = null
  #upstream: Socket | null = null
  readonly #client: Socket

  constructor(
    wire: Wire,
    readonly options: SpliceOptions,
  ) {
    this.#client = wire.socket
    this.#up = new Flow(this, wire.socket, wire.socket)
    wire.flow = this.#up
    this.#client.on('error', this.#onClientError)
    this.#client.on('end', this.#onClientEnd)
    this.#client.on('close', this.#onClientClose)
    deadlines.watch(this)
  }

  get bytesUp(): number {
    return this.#up.bytes + this.options.clientBytes
  }
  get bytesDown(): number {
    return this.#down?.bytes ?? 0
  }

  connect(host: string, port: number): void {
    if (this.#over) return
    this.deadline = deadlines.now + this.options.connectTimeoutMs
    let down: Flow | null = null
    const upstream = connect({
      host,
      port,
      noDelay: true,
      allowHalfOpen: true,
      onread: {
        buffer: () => down?.buffer ?? scratch,
        callback: (count: number, buffer: Uint8Array) => (down as Flow).pass(count, buffer as Buffer),
      },
    } as TcpNetConnectOpts)
    down = new Flow(this, upstream, this.#client)
    this.#down = down
    this.#upstream = upstream
    this.#up.to = upstream
    upstream.on('connect', this.#onConnect)
    upstream.on('error', this.#onUpstreamError)
    upstream.on('end', this.#onUpstreamEnd)
    upstream.on('close', this.#onUpstreamClose)
  }

  /** A byte passed. */
  touch(): void {
    this.deadline = deadlines.now + this.options.idleTimeoutMs
  }

  expire(): void {
    if (this.#connected) this.finish('idle-timeout')
    else this.#failConnect('connect-timeout', new Error(`no answer in ${this.options.connectTimeoutMs} ms`))
  }

  /** Ends both sides now. */
  stop(): void {
    this.finish('stopped')
  }

  finish(ending: Ending, error?: Error): void {
    if (this.#over) return
    this.#over = true
    deadlines.unwatch(this)
    this.#client.destroy()
    this.#upstream?.destroy()
    this.#up.release()
    this.#down?.release()
    const detail = error ? ((error as NodeJS.ErrnoException).code ?? error.message) : null
    this.options.onEnd({ bytesUp: this.bytesUp, bytesDown: this.bytesDown, ending, detail })
  }

  readonly #onConnect = () => {
    const upstream = this.#upstream as Socket
    this.#connected = true
    this.touch()
    this.options.onConnect?.(upstream)
    const { first } = this.options
    if (first.length === 1) upstream.write(first[0] as Uint8Array)
    else {
      upstream.cork()
      for (const chunk of first) upstream.write(chunk)
      upstream.uncork()
    }
    this.#client.resume()
  }

  readonly #onClientError = (error: Error) => this.finish('client-reset', error)
  readonly #onUpstreamError = (error: Error) => {
    if (this.#connected) {
      // It said everything and then refused to hear more: the client still gets what it said.
      if (this.#upstream?.readableEnded && this.#client.writableLength > 0)
        this.#client.once('finish', () => this.finish('finished', error))
      else this.finish(this.#upstream?.readableEnded ? 'finished' : 'upstream-reset', error)
    } else this.#failConnect('connect-failed', error)
  }

  #failConnect(ending: Ending, error: Error): void {
    const failed = this.#upstream
    this.#upstream = null
    failed?.removeAllListeners()
    failed?.on('error', () => undefined)
    failed?.destroy()
    this.deadline = Number.POSITIVE_INFINITY
    if (this.options.onConnectFailed) this.options.onConnectFailed(error, ending)
    else this.finish(ending, error)
  }

  // The peer will send no more: pass that on, and keep the other direction open.
  readonly #onClientEnd = () => {
    this.#up.release()
    this.#upstream?.end()
  }
  readonly #onUpstreamEnd = () => {
    this.#down?.release()
    this.#client.end()
  }

  // A socket closes by itself once both its directions are done; anything else is a break. What the other side is still owed goes out first.
  readonly #onClientClose = () => {
    const upstream = this.#upstream
    if (this.#client.readableEnded && upstream && !upstream.destroyed) return
    this.finish(this.#client.readableEnded || upstream?.readableEnded ? 'finished' : 'client-reset')
  }
  readonly #onUpstreamClose = () => {
    if (!this.#connected) return
    if (this.#upstream?.readableEnded && !this.#client.destroyed) return
    this.finish(this.#upstream?.readableEnded || this.#client.readableEnded ? 'finished' : 'upstream-reset')
  }
}
