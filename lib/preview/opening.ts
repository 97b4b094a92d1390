import { ClientHelloReader, type HelloReading } from './client-hello'
import { type ProxyAddresses, readProxyHeader } from './proxy-protocol'

/** What is known after the next bytes of a connection. */
export type OpeningReading =
  | { outcome: 'incomplete' }
  | { outcome: 'refused'; reason: string }
  /** The PROXY header is over, and no hello is awaited: what follows belongs to HTTP. */
  | { outcome: 'plain'; rest: Buffer | null }
  /** The hello was read to its end, or will never be one. */
  | { outcome: 'hello'; reading: HelloReading; first: Uint8Array[] }

const incomplete: OpeningReading = { outcome: 'incomplete' }

/** What a client says before anything is decided: a PROXY header where the listener expects one, then a ClientHello where it takes TLS. */
export class Opening {
  /** The ends that a PROXY header named. */
  ends: ProxyAddresses | null = null
  /** Bytes that are held until it is complete. */
  held = 0
  #proxy: Buffer | null
  #reader: ClientHelloReader | null = null

  constructor(
    expectsProxy: boolean,
    readonly expectsHello: boolean,
    readonly helloBytesMax: number,
  ) {
    this.#proxy = expectsProxy ? Buffer.alloc(0) : null
  }

  /** @param bytes valid only until this returns */
  push(bytes: Buffer): OpeningReading {
    this.held += bytes.length
    return this.#proxy ? this.#pushProxy(this.#proxy, bytes) : this.#pushHello(bytes)
  }

  /** What came of a hello so far. */
  said(): Uint8Array[] {
    return this.#reader?.bytes() ?? []
  }

  /** What did not come, for whoever gives up waiting. */
  missing(): string {
    if (this.#reader) return this.#reader.end().reason
    return this.#proxy ? 'no complete PROXY header came' : 'nothing was sent'
  }

  #pushProxy(before: Buffer, bytes: Buffer): OpeningReading {
    const all = Buffer.concat([before, bytes])
    const reading = readProxyHeader(all)
    if (reading.outcome === 'incomplete') {
      this.#proxy = all
      return incomplete
    }
    if (reading.outcome === 'malformed') return { outcome: 'refused', reason: reading.reason }
    this.ends = reading.addresses
    this.#proxy = null
    const rest = reading.bytes < all.length ? all.subarray(reading.bytes) : null
    if (!this.expectsHello) return { outcome: 'plain', rest }
    return rest ? this.#pushHello(rest) : incomplete
  }

  #pushHello(bytes: Buffer): OpeningReading {
    this.#reader ??= new ClientHelloReader(this.helloBytesMax)
    const reading = this.#reader.push(Buffer.from(bytes))
    return reading.outcome === 'incomplete' ? incomplete : { outcome: 'hello', reading, first: this.#reader.bytes() }
  }
}
