import { isIP } from 'node:net'

/**
 * PROXY protocol headers, versions 1 and 2, in and out.
 * Source: HAProxy, "The PROXY protocol" (doc/proxy-protocol.txt), sections 2.1 and 2.2.
 */
export interface ProxyAddresses {
  sourceAddress: string
  sourcePort: number
  destinationAddress: string
  destinationPort: number
}

export type ProxyHeaderReading =
  | { outcome: 'ok'; version: 1 | 2; bytes: number; addresses: ProxyAddresses | null }
  | { outcome: 'incomplete' }
  | { outcome: 'malformed'; reason: string }

const signature = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1')
const v1BytesMax = 107

/** The header that names a connection's two ends. Mixed families are written in IPv6 form. */
export function writeProxyHeader(version: 'v1' | 'v2', ends: ProxyAddresses): Buffer {
  const four = isIP(ends.sourceAddress) === 4 && isIP(ends.destinationAddress) === 4
  if (version === 'v1') {
    const [source, destination] = [ends.sourceAddress, ends.destinationAddress].map((address) =>
      four ? address : asIPv6(address),
    )
    return Buffer.from(
      `PROXY ${four ? 'TCP4' : 'TCP6'} ${source} ${destination} ${ends.sourcePort} ${ends.destinationPort}\r\n`,
      'latin1',
    )
  }
  const size = four ? 4 : 16
  const header = Buffer.alloc(16 + 2 * size + 4)
  signature.copy(header)
  header[12] = 0x21 // version 2, command PROXY
  header[13] = four ? 0x11 : 0x21 // TCP over IPv4 or IPv6
  header.writeUInt16BE(2 * size + 4, 14)
  addressBytes(ends.sourceAddress, size).copy(header, 16)
  addressBytes(ends.destinationAddress, size).copy(header, 16 + size)
  header.writeUInt16BE(ends.sourcePort, 16 + 2 * size)
  header.writeUInt16BE(ends.destinationPort, 18 + 2 * size)
  return header
}

/** Reads a header from the first bytes of a connection; what follows it starts at `bytes`. Null addresses: LOCAL or UNKNOWN. */
export function readProxyHeader(data: Buffer): ProxyHeaderReading {
  const shared = Math.min(data.length, signature.length)
  if (data.subarray(0, shared).equals(signature.subarray(0, shared)))
    return shared < signature.length ? { outcome: 'incomplete' } : readV2(data)
  return readV1(data)
}

function readV1(data: Buffer): ProxyHeaderReading {
  const start = data.subarray(0, 6).toString('latin1')
  if (!'PROXY '.startsWith(start))
    return { outcome: 'malformed', reason: 'the connection does not start with a PROXY header' }
  const end = data.subarray(0, v1BytesMax).indexOf('\r\n')
  if (end < 0)
    return data.length >= v1BytesMax
      ? { outcome: 'malformed', reason: `a PROXY v1 line is at most ${v1BytesMax} bytes` }
      : { outcome: 'incomplete' }
  const words = data.subarray(0, end).toString('latin1').split(' ')
  const bytes = end + 2
  const [, family, sourceAddress = '', destinationAddress = '', sourcePort = '', destinationPort = ''] = words
  if (family === 'UNKNOWN') return { outcome: 'ok', version: 1, bytes, addresses: null }
  const wanted = family === 'TCP4' ? 4 : family === 'TCP6' ? 6 : 0
  const ports = [sourcePort, destinationPort]
  if (
    words.length !== 6 ||
    wanted === 0 ||
    isIP(sourceAddress) !== wanted ||
    isIP(destinationAddress) !== wanted ||
    !ports.every(isPort)
  )
    return { outcome: 'malformed', reason: 'the PROXY v1 line names no two addresses and ports of one family' }
  return {
    outcome: 'ok',
    version: 1,
    bytes,
    addresses: {
      sourceAddress,
      destinationAddress,
      sourcePort: Number(sourcePort),
      destinationPort: Number(destinationPort),
    },
  }
}

const isPort = (text: string) => /^(?:0|[1-9]\d{0,4})$/.test(text) && Number(text) <= 65535

function readV2(data: Buffer): ProxyHeaderReading {
  if (data.length < 16) return { outcome: 'incomplete' }
  const versionAndCommand = data[12] as number
  if (versionAndCommand >> 4 !== 2)
    return { outcome: 'malformed', reason: `PROXY header version ${versionAndCommand >> 4} is not known` }
  const length = data.readUInt16BE(14)
  // Addresses and TLVs; more than this is no header anybody sends.
  if (length > 2048) return { outcome: 'malformed', reason: `a PROXY v2 header of ${length} bytes` }
  if (data.length < 16 + length) return { outcome: 'incomplete' }
  const bytes = 16 + length
  const command = versionAndCommand & 0x0f
  if (command === 0) return { outcome: 'ok', version: 2, bytes, addresses: null }
  if (command !== 1) return { outcome: 'malformed', reason: `PROXY v2 command ${command} is not known` }
  const size = data[13] === 0x11 ? 4 : data[13] === 0x21 ? 16 : 0
  // Other families (UNSPEC, UNIX, datagrams) carry no TCP address; the receiver keeps the real one.
  if (size === 0) return { outcome: 'ok', version: 2, bytes, addresses: null }
  if (length < 2 * size + 4)
    return { outcome: 'malformed', reason: 'the PROXY v2 header is too short for its addresses' }
  return {
    outcome: 'ok',
    version: 2,
    bytes,
    addresses: {
      sourceAddress: addressText(data.subarray(16, 16 + size)),
      destinationAddress: addressText(data.subarray(16 + size, 16 + 2 * size)),
      sourcePort: data.readUInt16BE(16 + 2 * size),
      destinationPort: data.readUInt16BE(18 + 2 * size),
    },
  }
}

const asIPv6 = (address: string) => (isIP(address) === 4 ? `::ffff:${address}` : address)

function addressBytes(address: string, size: number): Buffer {
  if (size === 4) return Buffer.from(address.split('.').map(Number))
  const text = asIPv6(address).replace(
    /(\d+)\.(\d+)\.(\d+)\.(\d+)$/,
    (_, a, b, c, d) => `${((+a << 8) | +b).toString(16)}:${((+c << 8) | +d).toString(16)}`,
  )
  const [head = '', tail] = text.split('::')
  const groups = (part: string | undefined) => (part ? part.split(':') : [])
  const [left, right] = [groups(head), groups(tail)]
  const all = tail === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill('0'), ...right]
  return Buffer.from(all.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255]))
}

function addressText(bytes: Buffer): string {
  if (bytes.length === 4) return bytes.join('.')
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(index * 2).toString(16))
  if (groups.slice(0, 5).every((group) => group === '0') && groups[5] === 'ffff') return bytes.subarray(12).join('.')
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1)
}
