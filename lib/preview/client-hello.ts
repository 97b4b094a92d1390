/**
 * Reads a TLS ClientHello (RFC 8446 section 4.1.2, RFC 5246 section 7.4.1.2) from the first bytes of a connection, however they
 * were split over TCP segments and TLS records, without consuming them.
 *
 *     const reader = new ClientHelloReader()
 *     socket.on('data', (chunk) => {
 *       const reading = reader.push(chunk)
 *       if (reading.outcome !== 'incomplete') decide(reading, reader.bytes())
 *     })
 *
 * Every byte is looked at once: a peer that sends one byte per record cannot make the work quadratic.
 */

/** Beyond this a hello is an attack or another protocol. TLS allows 2^24 bytes; browsers send less than 2 KiB. */
export const helloBytesMax = 64 * 1024

export interface ClientHello {
  /** The host name of the server_name extension as sent; null without one. */
  sni: string | null
  /** ALPN protocol names in the client's order; empty without the extension. */
  alpn: string[]
  /** Offered protocol versions, best first, as numbers such as 0x0304; GREASE values (RFC 8701) left out. */
  versions: number[]
  /** The version in the body of the hello. */
  legacyVersion: number
  ciphers: number[]
  /** Extension types in the client's order, GREASE left out. */
  extensions: number[]
  /** Supported groups and key shares, GREASE left out. */
  groups: number[]
  keyShares: number[]
  signatureAlgorithms: number[]
  /** Whether an encrypted_client_hello extension is there. A real outer hello and GREASE look alike on the wire (draft-ietf-tls-esni section 6.2). */
  ech: boolean
  /** Whether the client offers to resume a session (a ticket, a session id or a pre-shared key). */
  offersResumption: boolean
  /** Bytes of the handshake message, without record headers. */
  handshakeBytes: number
}

export type HelloReading =
  | { outcome: 'ok'; hello: ClientHello; bytes: number; records: number; reason: string }
  | { outcome: 'incomplete' | 'not-tls' | 'malformed'; hello: null; bytes: number; records: number; reason: string }

const contentHandshake = 22
const handshakeClientHello = 1
const recordHeaderBytes = 5
const handshakeHeaderBytes = 4
const recordBodyBytesMax = 2 ** 14

export class ClientHelloReader {
  #chunks: Uint8Array[] = []
  #bytes = 0
  #records = 0
  /** The record header as far as it came. */
  #header: number[] = []
  #bodyLeft = 0
  #handshake: Uint8Array = new Uint8Array(1024)
  #handshakeBytes = 0
  #answer: HelloReading | null = null

  constructor(readonly bytesMax = helloBytesMax) {}

  /** How many raw bytes came so far. */
  get length(): number {
    return this.#bytes
  }

  /** The raw bytes as they came, to be replayed to whoever takes the connection over. */
  bytes(): Uint8Array[] {
    return this.#chunks
  }

  /** Takes the next bytes. Once the answer is final, later bytes are only kept. */
  push(chunk: Uint8Array): HelloReading {
    this.#chunks.push(chunk)
    this.#bytes += chunk.length
    if (this.#answer) return this.#answer
    const reading = this.#read(chunk)
    if (reading.outcome !== 'incomplete') this.#answer = reading
    return reading
  }

  /** What can be said when nothing more will come: an unfinished hello names what is missing. */
  end(): HelloReading {
    return this.#answer ?? this.#say('incomplete', this.#bytes === 0 ? 'nothing was sent' : this.#missing())
  }

  #read(chunk: Uint8Array): HelloReading {
    let at = 0
    while (at < chunk.length) {
      if (this.#bodyLeft === 0) {
        this.#header.push(chunk[at++] as number)
        const refusal = this.#judgeHeader()
        if (refusal) return refusal
        if (this.#header.length === recordHeaderBytes) {
          this.#bodyLeft = ((this.#header[3] as number) << 8) | (this.#header[4] as number)
          this.#records += 1
          this.#header = []
        }
        continue
      }
      const taken = Math.min(this.#bodyLeft, chunk.length - at)
      this.#keep(chunk.subarray(at, at + taken))
      at += taken
      this.#bodyLeft -= taken
      const done = this.#judgeHandshake()
      if (done) return done
    }
    if (this.#bytes >= this.bytesMax)
      return this.#say('malformed', `no complete ClientHello within ${this.bytesMax} bytes`)
    return this.#say('incomplete', this.#missing())
  }

  /** Judges a record header as early as each byte allows, so that other protocols are told apart at once. */
  #judgeHeader(): HelloReading | null {
    const [type, major, minor, high, low] = this.#header
    const first = this.#records === 0
    switch (this.#header.length) {
      case 1:
        if (type === contentHandshake) return null
        if (!first) return this.#say('malformed', `a record of type ${type} stands inside the ClientHello`)
        // An SSLv2-style hello: a two-byte length with the high bit set, then message type 1.
        if (type !== undefined && type >= 0x80) return null
        return this.#say('not-tls', otherProtocol(type as number))
      case 2:
        if (type !== contentHandshake) return null
        return major === 3 ? null : this.#say('not-tls', `the first record has version ${major}, not 3`)
      case 3:
        if (type === contentHandshake) return null
        return minor === handshakeClientHello
          ? this.#say('not-tls', 'an SSLv2-style hello, which no TLS version since 1.2 accepts (RFC 6176)')
          : this.#say('not-tls', otherProtocol(type as number))
      case 5: {
        const length = ((high as number) << 8) | (low as number)
        if (length > recordBodyBytesMax)
          return this.#say('malformed', `a record claims ${length} bytes; at most ${recordBodyBytesMax} are allowed`)
        // RFC 8446 section 5.1 forbids empty handshake fragments.
        if (length === 0) return this.#say('malformed', 'an empty handshake record')
        return null
      }
      default:
        return null
    }
  }

  #judgeHandshake(): HelloReading | null {
    if (this.#handshakeBytes === 0) return null
    const type = this.#handshake[0]
    if (type !== handshakeClientHello)
      return this.#say('malformed', `the first handshake message has type ${type}, not a ClientHello`)
    if (this.#handshakeBytes < handshakeHeaderBytes) return null
    const length =
      ((this.#handshake[1] as number) << 16) | ((this.#handshake[2] as number) << 8) | (this.#handshake[3] as number)
    if (length > this.bytesMax)
      return this.#say('malformed', `the ClientHello claims ${length} bytes; at most ${this.bytesMax} are read`)
    if (this.#handshakeBytes < handshakeHeaderBytes + length) return null
    try {
      const hello = readBody(this.#handshake.subarray(handshakeHeaderBytes, handshakeHeaderBytes + length))
      return {
        outcome: 'ok',
        hello,
        bytes: this.#bytes,
        records: this.#records,
        reason: `a ClientHello of ${handshakeHeaderBytes + length} bytes in ${this.#records} record${this.#records === 1 ? '' : 's'}`,
      }
    } catch (error) {
      if (!(error instanceof MalformedHello)) throw error
      return this.#say('malformed', error.message)
    }
  }

  #keep(part: Uint8Array): void {
    const needed = this.#handshakeBytes + part.length
    if (needed > this.#handshake.length) {
      const larger = new Uint8Array(Math.max(needed, this.#handshake.length * 2))
      larger.set(this.#handshake.subarray(0, this.#handshakeBytes))
      this.#handshake = larger
    }
    this.#handshake.set(part, this.#handshakeBytes)
    this.#handshakeBytes = needed
  }

  #missing(): string {
    if (this.#handshakeBytes >= handshakeHeaderBytes) {
      const length =
        ((this.#handshake[1] as number) << 16) | ((this.#handshake[2] as number) << 8) | (this.#handshake[3] as number)
      return `${this.#handshakeBytes} of ${handshakeHeaderBytes + length} bytes of the ClientHello came`
    }
    return `the hello breaks off after ${this.#bytes} byte${this.#bytes === 1 ? '' : 's'}`
  }

  #say(outcome: 'incomplete' | 'not-tls' | 'malformed', reason: string): HelloReading {
    return { outcome, hello: null, bytes: this.#bytes, records: this.#records, reason }
  }
}

/** Reads a hello from one buffer. */
export function readClientHello(bytes: Uint8Array): HelloReading {
  const reader = new ClientHelloReader()
  reader.push(bytes)
  return reader.end()
}

/** GREASE values (RFC 8701) stand for nothing. */
export function isGrease(value: number): boolean {
  return (value & 0x0f0f) === 0x0a0a && value >> 8 === (value & 0xff)
}

function otherProtocol(first: number): string {
  if (first === 0x16) return 'not a TLS record'
  if (first >= 0x41 && first <= 0x5a) return 'this looks like plain HTTP or another text protocol, not TLS'
  if (first === 0x00) return 'this looks like a database or file-sharing protocol that negotiates TLS later, not TLS'
  if (first >= 20 && first <= 24)
    return `a TLS record of type ${first}, but a connection starts with a handshake record`
  return `the first byte is 0x${first.toString(16).padStart(2, '0')}; a TLS handshake starts with 0x16`
}

class MalformedHello extends Error {}

/** A cursor over bytes that refuses to run over the end. */
class Cursor {
  #at = 0
  constructor(
    readonly data: Uint8Array,
    readonly what: string,
  ) {}
  get left(): number {
    return this.data.length - this.#at
  }
  bytes(count: number): Uint8Array {
    if (count > this.left)
      throw new MalformedHello(`${this.what} is cut short: ${count} bytes announced, ${this.left} there`)
    const part = this.data.subarray(this.#at, this.#at + count)
    this.#at += count
    return part
  }
  uint8(): number {
    return this.bytes(1)[0] as number
  }
  uint16(): number {
    const part = this.bytes(2)
    return ((part[0] as number) << 8) | (part[1] as number)
  }
  vector8(what: string): Cursor {
    return new Cursor(this.bytes(this.uint8()), what)
  }
  vector16(what: string): Cursor {
    return new Cursor(this.bytes(this.uint16()), what)
  }
  uint16List(): number[] {
    if (this.left % 2 !== 0) throw new MalformedHello(`${this.what} has an odd length`)
    const values: number[] = []
    while (this.left > 0) values.push(this.uint16())
    return values
  }
  end(): void {
    if (this.left > 0) throw new MalformedHello(`${this.what} has ${this.left} bytes too many`)
  }
}

const withoutGrease = (values: number[]) => values.filter((value) => !isGrease(value))

function readBody(body: Uint8Array): ClientHello {
  const cursor = new Cursor(body, 'the ClientHello')
  const legacyVersion = cursor.uint16()
  cursor.bytes(32)
  const sessionId = cursor.vector8('the session id')
  if (sessionId.left > 32)
    throw new MalformedHello(`the session id has ${sessionId.left} bytes; at most 32 are allowed`)
  const ciphers = cursor.vector16('the list of ciphers').uint16List()
  if (ciphers.length === 0) throw new MalformedHello('the list of ciphers is empty')
  if (cursor.vector8('the list of compression methods').left === 0)
    throw new MalformedHello('the list of compression methods is empty')
  const hello: ClientHello = {
    sni: null,
    alpn: [],
    versions: [],
    legacyVersion,
    ciphers: withoutGrease(ciphers),
    extensions: [],
    groups: [],
    keyShares: [],
    signatureAlgorithms: [],
    ech: false,
    offersResumption: false,
    handshakeBytes: handshakeHeaderBytes + body.length,
  }
  if (cursor.left > 0) {
    const extensions = cursor.vector16('the list of extensions')
    const seen = new Set<number>()
    while (extensions.left > 0) {
      const type = extensions.uint16()
      const data = extensions.vector16(`extension ${type}`)
      // RFC 8446 section 4.2: an extension may appear once; a second server_name would let two readers disagree.
      if (seen.has(type)) throw new MalformedHello(`extension ${type} appears twice`)
      seen.add(type)
      if (isGrease(type)) continue
      hello.extensions.push(type)
      readExtension(hello, type, data)
    }
    cursor.end()
  }
  if (hello.versions.length === 0) hello.versions = [legacyVersion]
  return hello
}

function readExtension(hello: ClientHello, type: number, data: Cursor): void {
  switch (type) {
    case 0: {
      // RFC 6066 section 3. Servers send it empty; a client that does names nothing.
      if (data.left === 0) return
      const names = data.vector16('server_name')
      data.end()
      while (names.left > 0) {
        const kind = names.uint8()
        const name = names.vector16('the server name')
        if (kind !== 0) continue
        if (hello.sni !== null) throw new MalformedHello('server_name holds two host names')
        hello.sni = latin1(name.bytes(name.left))
        if (hello.sni.length === 0) throw new MalformedHello('the server name is empty')
      }
      return
    }
    case 10:
      hello.groups = withoutGrease(data.vector16('supported_groups').uint16List())
      data.end()
      return
    case 13:
      hello.signatureAlgorithms = data.vector16('signature_algorithms').uint16List()
      data.end()
      return
    case 16: {
      const names = data.vector16('ALPN')
      data.end()
      while (names.left > 0) {
        const name = names.vector8('an ALPN name')
        if (name.left === 0) throw new MalformedHello('an ALPN name is empty')
        hello.alpn.push(latin1(name.bytes(name.left)))
      }
      return
    }
    case 35:
      hello.offersResumption ||= data.left > 0
      return
    case 41:
      hello.offersResumption = true
      return
    case 43:
      hello.versions = withoutGrease(data.vector8('supported_versions').uint16List()).sort((a, b) => b - a)
      data.end()
      return
    case 51: {
      const shares = data.vector16('key_share')
      data.end()
      while (shares.left > 0) {
        const group = shares.uint16()
        shares.vector16('a key share')
        if (!isGrease(group)) hello.keyShares.push(group)
      }
      return
    }
    case 0xfe0d:
      hello.ech = true
      return
    default:
      return
  }
}

/** Bytes as characters one to one, so that nothing is lost and nothing throws; routing treats all but host names as absent. */
function latin1(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}
