// The PROXY protocol, both ends: what a test client in front of the edge writes, and what a test backend behind it reads.

export interface ProxyHeader {
  version: 1 | 2
  /** Null for LOCAL and UNKNOWN, as health checks send them. */
  source: string | null
  sourcePort: number | null
  /** Bytes of the header. */
  length: number
}

const signature = Buffer.from('0d0a0d0a000d0a515549540a', 'hex')

/** Reads a header at the start of the bytes: `absent` when there is none, `incomplete` when more bytes must come first. */
export function readProxyHeader(bytes: Buffer): ProxyHeader | 'absent' | 'incomplete' {
  const likeV2 = bytes.subarray(0, 12).equals(signature.subarray(0, Math.min(12, bytes.length)))
  if (likeV2 && bytes.length > 0) return bytes.length < 16 ? 'incomplete' : readV2(bytes)
  const start = bytes.subarray(0, 6).toString('latin1')
  if (!'PROXY '.startsWith(start.slice(0, 6))) return 'absent'
  const end = bytes.indexOf('\r\n')
  if (end === -1) return bytes.length > 107 ? 'absent' : 'incomplete'
  const [, family, source, , sourcePort] = bytes.subarray(0, end).toString('latin1').split(' ')
  const known = family === 'TCP4' || family === 'TCP6'
  return {
    version: 1,
    source: known ? (source ?? null) : null,
    sourcePort: known ? Number(sourcePort) : null,
    length: end + 2,
  }
}

function readV2(bytes: Buffer): ProxyHeader | 'incomplete' {
  const length = 16 + bytes.readUInt16BE(14)
  if (bytes.length < length) return 'incomplete'
  const local = (bytes.readUInt8(12) & 15) === 0
  const family = bytes.readUInt8(13) >> 4
  if (local || family !== 1) {
    const v6 =
      !local && family === 2
        ? bytes
            .subarray(16, 32)
            .toString('hex')
            .replace(/(.{4})(?=.)/g, '$1:')
        : null
    return { version: 2, source: v6, sourcePort: v6 ? bytes.readUInt16BE(48) : null, length }
  }
  return { version: 2, source: [...bytes.subarray(16, 20)].join('.'), sourcePort: bytes.readUInt16BE(24), length }
}

/** A version 1 or 2 header for an IPv4 client. */
export function writeProxyHeader(version: 1 | 2, source: string, destinationPort: number): Buffer {
  if (version === 1) return Buffer.from(`PROXY TCP4 ${source} 127.0.0.1 40404 ${destinationPort}\r\n`)
  const ports = Buffer.alloc(4)
  ports.writeUInt16BE(40404, 0)
  ports.writeUInt16BE(destinationPort, 2)
  const addresses = Buffer.from([...source.split('.').map(Number), 127, 0, 0, 1])
  return Buffer.concat([signature, Buffer.from([0x21, 0x11, 0, 12]), addresses, ports])
}
