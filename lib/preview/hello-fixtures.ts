// ClientHellos made byte by byte, for tests and the bench. Only tests and the bench import this file.

const uint8 = (value: number) => Buffer.from([value])
const uint16 = (value: number) => Buffer.from([value >> 8, value & 255])
const vector8 = (...parts: Uint8Array[]) => withLength(1, parts)
const vector16 = (...parts: Uint8Array[]) => withLength(2, parts)

function withLength(bytes: 1 | 2, parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([bytes === 1 ? uint8(body.length) : uint16(body.length), body])
}

export const extension = (type: number, ...body: Uint8Array[]) => Buffer.concat([uint16(type), vector16(...body)])

/** RFC 6066 section 3. */
export const serverName = (name: string) => extension(0, vector16(uint8(0), vector16(Buffer.from(name, 'latin1'))))
/** RFC 7301. */
export const alpn = (...names: string[]) =>
  extension(16, vector16(...names.map((name) => vector8(Buffer.from(name, 'latin1')))))
/** RFC 8446 section 4.2.1. */
export const versions = (...list: number[]) => extension(43, vector8(...list.map(uint16)))
/** RFC 8446 section 4.2.8; each share is noise of its group's size. */
export const keyShares = (...sizes: [group: number, bytes: number][]) =>
  extension(
    51,
    vector16(...sizes.map(([group, bytes]) => Buffer.concat([uint16(group), vector16(Buffer.alloc(bytes, 7))]))),
  )
export const groups = (...list: number[]) => extension(10, vector16(...list.map(uint16)))
export const signatures = (...list: number[]) => extension(13, vector16(...list.map(uint16)))

export interface HelloParts {
  extensions?: Uint8Array[] | null
  ciphers?: number[]
  sessionId?: Uint8Array
  compression?: number[]
}

/** The handshake message, header included. */
export function handshakeOf({
  extensions = [],
  ciphers = [0x1301, 0x1302, 0xc02f],
  sessionId = Buffer.alloc(32, 1),
  compression = [0],
}: HelloParts = {}): Buffer {
  const body = Buffer.concat([
    uint16(0x0303),
    Buffer.alloc(32, 0xab),
    vector8(sessionId),
    vector16(...ciphers.map(uint16)),
    vector8(Buffer.from(compression)),
    ...(extensions === null ? [] : [vector16(...extensions)]),
  ])
  return Buffer.concat([uint8(1), uint8(body.length >> 16), uint16(body.length & 0xffff), body])
}

/** A message in handshake records of at most `size` bytes each. */
export function inRecords(handshake: Uint8Array, size = 16_384): Buffer {
  const records: Buffer[] = []
  for (let at = 0; at < handshake.length; at += size)
    records.push(Buffer.from([22, 3, 1]), vector16(handshake.subarray(at, at + size)))
  return Buffer.concat(records)
}

export const smallHello = (name = 'www.example.com') =>
  inRecords(handshakeOf({ extensions: [serverName(name), versions(0x0304, 0x0303), alpn('h2', 'http/1.1')] }))

/** As browsers send since 2024: GREASE (RFC 8701) in every list, and a hybrid X25519MLKEM768 share. */
export const postQuantumHandshake = (name = 'www.example.com') =>
  handshakeOf({
    ciphers: [0x2a2a, 0x1301, 0x1302, 0x1303, 0xc02b],
    extensions: [
      extension(0x4a4a),
      serverName(name),
      groups(0x6a6a, 0x11ec, 0x001d, 0x0017),
      signatures(0x0403, 0x0804),
      alpn('h2', 'http/1.1'),
      versions(0x8a8a, 0x0304, 0x0303),
      keyShares([0x6a6a, 1], [0x11ec, 1216], [0x001d, 32]),
      extension(0xfe0d, Buffer.alloc(200, 3)),
      extension(0xdada, uint8(0)),
    ],
  })
