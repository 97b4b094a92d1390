// ClientHellos: cutting a real one into pieces, and writing one that Node's own TLS cannot send.
import { randomBytes } from 'node:crypto'

export type HelloShape = 'whole' | 'single-bytes' | 'records-of-40' | 'records-split-in-name' | 'three-segments'

/** The pieces in which a client's first flight is written; between two pieces the writer yields, so that they travel alone. */
export function cutHello(flight: Buffer, shape: HelloShape, serverName: string | null): Buffer[] {
  switch (shape) {
    case 'whole':
      return [flight]
    case 'single-bytes':
      return [...flight].map((byte) => Buffer.from([byte]))
    case 'three-segments': {
      const third = Math.ceil(flight.length / 3)
      return [flight.subarray(0, third), flight.subarray(third, 2 * third), flight.subarray(2 * third)]
    }
    case 'records-of-40':
      return [asRecords(flight, (handshake) => chunksOf(handshake, 40))]
    case 'records-split-in-name':
      return [
        asRecords(flight, (handshake) => {
          const at = serverName === null ? -1 : handshake.indexOf(serverName)
          const middle = at === -1 ? handshake.length >> 1 : at + (Buffer.byteLength(serverName ?? '') >> 1)
          return [handshake.subarray(0, middle), handshake.subarray(middle)]
        }),
      ]
  }
}

function chunksOf(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  )
}

/** The same handshake bytes in other records. The transcript hash covers messages, not records, so the handshake still completes. */
function asRecords(flight: Buffer, cut: (handshake: Buffer) => Buffer[]): Buffer {
  const length = flight.readUInt16BE(3)
  const records = cut(flight.subarray(5, 5 + length)).map((part) =>
    Buffer.concat([flight.subarray(0, 3), uint16(part.length), part]),
  )
  return Buffer.concat([...records, flight.subarray(5 + length)])
}

const uint16 = (value: number) => Buffer.from([value >> 8, value & 255])
const vector16 = (bytes: Buffer) => Buffer.concat([uint16(bytes.length), bytes])
const extension = (type: number, body: Buffer) => Buffer.concat([uint16(type), vector16(body)])

export interface RawHello {
  bytes: Buffer
  /** The random, in hex. */
  random: string
}

/**
 * A ClientHello as browsers send since 2024: GREASE (RFC 8701) and a hybrid X25519MLKEM768 key share of 1216 bytes, about 1,700 bytes
 * in all. Its X25519 share is usable, its hybrid share is noise: a server without the hybrid group answers it, one with it must not
 * be given it. No handshake can be completed with it here; the first answer tells what the edge decided.
 */
export function postQuantumHello(serverName: string | null): RawHello {
  const random = randomBytes(32)
  const grease = uint16(0x1a1a)
  const name = Buffer.from(serverName ?? '', 'latin1')
  const extensions = Buffer.concat([
    extension(0x0a0a, Buffer.alloc(0)),
    ...(serverName === null ? [] : [extension(0, vector16(Buffer.concat([Buffer.from([0]), vector16(name)])))]),
    extension(23, Buffer.alloc(0)),
    extension(10, vector16(Buffer.concat([grease, uint16(0x11ec), uint16(0x001d), uint16(0x0017)]))),
    extension(11, Buffer.from([1, 0])),
    extension(16, vector16(Buffer.from('\x02h2\x08http/1.1', 'latin1'))),
    extension(13, vector16(Buffer.from('040308040401050308050501080606010201', 'hex'))),
    extension(45, Buffer.from([1, 1])),
    extension(43, Buffer.concat([Buffer.from([6]), grease, uint16(0x0304), uint16(0x0303)])),
    extension(
      51,
      vector16(
        Buffer.concat([
          Buffer.concat([grease, vector16(Buffer.from([0]))]),
          Buffer.concat([uint16(0x11ec), vector16(randomBytes(1216))]),
          Buffer.concat([uint16(0x001d), vector16(randomBytes(32))]),
        ]),
      ),
    ),
    extension(21, Buffer.alloc(200)),
  ])
  const suites = Buffer.from('1a1a130113021303c02bc02fc02cc030cca9cca8', 'hex')
  const body = Buffer.concat([
    uint16(0x0303),
    random,
    Buffer.from([32]),
    randomBytes(32),
    vector16(suites),
    Buffer.from([1, 0]),
    vector16(extensions),
  ])
  const handshake = Buffer.concat([Buffer.from([1, body.length >> 16]), uint16(body.length & 0xffff), body])
  return { bytes: Buffer.concat([Buffer.from([22, 3, 1]), vector16(handshake)]), random: random.toString('hex') }
}

/** ALPN names that pad a real client's hello beyond one segment of 1460 bytes, for handshakes that must complete. */
export const paddingProtocols = Array.from({ length: 90 }, (_, index) => `x-padding-${String(index).padStart(4, '0')}`)
