// Reads packet captures (pcap and pcapng) as far as a ClientHello needs: the bytes that each TCP client sent first, put in order by
// their sequence numbers. Nothing in a capture is believed: every length is checked before it is used, and nothing here throws.
// Sources: draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng, tcpdump.org/linktypes.html.

export interface CapturedFlow {
  /** `address:port` of both ends. */
  client: string
  server: string
  /** What the client sent, from its first byte to the first gap. */
  bytes: Uint8Array
  /** Why the bytes end where they end, when more were captured behind a gap. */
  gap: string | null
  /** Whether the capture holds the opening SYN, so that the first byte is surely the first. */
  fromStart: boolean
}

export type CaptureReading =
  | { flows: CapturedFlow[]; format: 'pcap' | 'pcapng' }
  | { flows: null; format: 'pcap' | 'pcapng'; problem: string }

/** More of one flow is never looked at: a hello has at most 64 KiB. */
const flowBytesMax = 128 * 1024
const flowsMax = 10_000

/** Whether these are the first bytes of a capture. */
export function isCapture(bytes: Uint8Array): boolean {
  return formatOf(bytes) !== null
}

export function readCapture(bytes: Uint8Array): CaptureReading | null {
  const format = formatOf(bytes)
  if (!format) return null
  const flows = new Map<string, Flow>()
  const problem = (format === 'pcap' ? readPcap : readPcapng)(view(bytes), (packet) => takePacket(packet, flows))
  const found = clientFlows([...flows.values()])
  // A capture that was cut in the middle still shows what came before.
  if (found.length > 0) return { format, flows: found }
  return { format, flows: null, problem: problem ?? 'the capture holds no TCP connection with data' }
}

function formatOf(bytes: Uint8Array): 'pcap' | 'pcapng' | null {
  if (bytes.length < 4) return null
  const magic = view(bytes).getUint32(0)
  if (magic === 0x0a0d0d0a) return 'pcapng'
  return [0xa1b2c3d4, 0xd4c3b2a1, 0xa1b23c4d, 0x4d3cb2a1].includes(magic) ? 'pcap' : null
}

interface Packet {
  linkType: number
  data: Uint8Array
}

type Take = (packet: Packet) => void

/** Hands over all packets; answers what is wrong with the file, if anything is. */
function readPcap(file: DataView, take: Take): string | null {
  if (file.byteLength < 24) return 'the capture breaks off in its header'
  const magic = file.getUint32(0)
  const little = magic === 0xd4c3b2a1 || magic === 0x4d3cb2a1
  const linkType = file.getUint32(20, little) & 0xffff
  for (let at = 24; at < file.byteLength; ) {
    if (at + 16 > file.byteLength) return 'the capture breaks off in the header of a packet'
    const length = file.getUint32(at + 8, little)
    at += 16
    if (length > file.byteLength - at) return 'the capture breaks off in a packet'
    take({ linkType, data: part(file, at, length) })
    at += length
  }
  return null
}

function readPcapng(file: DataView, take: Take): string | null {
  let little = false
  let linkTypes: number[] = []
  for (let at = 0; at < file.byteLength; ) {
    if (at + 12 > file.byteLength) return 'the capture breaks off in the header of a block'
    const isSection = file.getUint32(at) === 0x0a0d0d0a
    if (isSection) {
      const mark = file.getUint32(at + 8)
      if (mark !== 0x1a2b3c4d && mark !== 0x4d3c2b1a) return 'a section of the capture has no byte order'
      little = mark === 0x4d3c2b1a
      linkTypes = []
    }
    const type = file.getUint32(at, little)
    const length = file.getUint32(at + 4, little)
    if (length < 12 || length % 4 !== 0) return `a block of the capture claims ${length} bytes`
    if (length > file.byteLength - at) return 'the capture breaks off in a block'
    const body = at + 8
    const bodyLength = length - 12
    if (type === 1 && bodyLength >= 8) linkTypes.push(file.getUint16(body, little))
    else if (type === 6 && bodyLength >= 20) {
      const captured = file.getUint32(body + 12, little)
      const linkType = linkTypes[file.getUint32(body, little)]
      if (linkType !== undefined && captured <= bodyLength - 20)
        take({ linkType, data: part(file, body + 20, captured) })
    } else if (type === 3 && bodyLength >= 4) {
      const [linkType] = linkTypes
      if (linkType !== undefined)
        take({ linkType, data: part(file, body + 4, Math.min(file.getUint32(body, little), bodyLength - 4)) })
    }
    at += length
  }
  return null
}

interface Flow {
  source: string
  target: string
  /** Sequence number of the first byte, once a SYN named it. */
  start: number | null
  hasSynAck: boolean
  segments: { sequence: number; data: Uint8Array }[]
}

/** Takes the TCP segment out of a packet, whatever it travels in; other packets are nothing to us. */
function takePacket({ linkType, data }: Packet, flows: Map<string, Flow>): void {
  const ip = ipOf(linkType, data)
  const segment = ip && tcpOf(ip)
  if (!segment) return
  const { source, target, sequence, flags, payload } = segment
  const key = `${source} ${target}`
  let flow = flows.get(key)
  if (!flow) {
    if (flows.size >= flowsMax) return
    flow = { source, target, start: null, hasSynAck: false, segments: [] }
    flows.set(key, flow)
  }
  const isSyn = (flags & 0x02) !== 0
  if (isSyn) {
    flow.start ??= (sequence + 1) >>> 0
    flow.hasSynAck ||= (flags & 0x10) !== 0
  }
  if (payload.length > 0) flow.segments.push({ sequence: isSyn ? (sequence + 1) >>> 0 : sequence, data: payload })
}

/** Link layers that captures of TLS are made on: Ethernet, Linux "any", loopback, and IP without any. */
function ipOf(linkType: number, data: Uint8Array): Uint8Array | null {
  switch (linkType) {
    case 1: {
      let at = 12
      // VLAN tags, one within another (IEEE 802.1Q, 802.1ad).
      while (uint16(data, at) === 0x8100 || uint16(data, at) === 0x88a8) at += 4
      const type = uint16(data, at)
      return type === 0x0800 || type === 0x86dd ? data.subarray(at + 2) : null
    }
    case 0:
    case 108:
      return data.subarray(4)
    case 113:
      return data.subarray(16)
    case 276:
      return data.subarray(20)
    case 12:
    case 14:
    case 101:
    case 228:
    case 229:
      return data
    default:
      return null
  }
}

interface Segment {
  source: string
  target: string
  sequence: number
  flags: number
  payload: Uint8Array
}

function tcpOf(ip: Uint8Array): Segment | null {
  const version = (ip[0] ?? 0) >> 4
  if (version === 4) {
    const header = ((ip[0] ?? 0) & 15) * 4
    if (header < 20 || ip.length < header || ip[9] !== 6) return null
    // Fragments beyond the first carry no TCP header; TLS does not travel in fragments.
    if (((uint16(ip, 6) ?? 0) & 0x1fff) !== 0) return null
    // Zero where the network card was to split it (segmentation offload).
    const total = uint16(ip, 2) || ip.length
    return segmentOf(ip.subarray(header, Math.max(header, total)), ipv4(ip, 12), ipv4(ip, 16))
  }
  if (version !== 6 || ip.length < 40) return null
  const end = (uint16(ip, 4) || ip.length) + 40
  let next = ip[6]
  let at = 40
  // Hop-by-hop, routing and destination options (RFC 8200 section 4).
  while (next === 0 || next === 43 || next === 60) {
    next = ip[at]
    at += ((ip[at + 1] ?? 0) + 1) * 8
    if (at > ip.length) return null
  }
  return next === 6 ? segmentOf(ip.subarray(at, Math.max(at, end)), ipv6(ip, 8), ipv6(ip, 24)) : null
}

function segmentOf(tcp: Uint8Array, source: string, target: string): Segment | null {
  const header = ((tcp[12] ?? 0) >> 4) * 4
  if (header < 20 || tcp.length < header) return null
  return {
    source: `${source}:${uint16(tcp, 0)}`,
    target: `${target}:${uint16(tcp, 2)}`,
    sequence: view(tcp).getUint32(4),
    flags: tcp[13] ?? 0,
    payload: tcp.subarray(header),
  }
}

/** The flows of clients: who sent a SYN; where none was captured, who sent what starts like a ClientHello; else whoever spoke first. */
function clientFlows(flows: readonly Flow[]): CapturedFlow[] {
  const withData = flows.filter(({ segments }) => segments.length > 0)
  const clients = withData.filter(({ start, hasSynAck }) => start !== null && !hasSynAck)
  const lateHellos = withData.filter(
    ({ start, segments }) => start === null && segments.some(({ data }) => data[0] === 22 && data[5] === 1),
  )
  const chosen = [...clients, ...lateHellos]
  return (chosen.length > 0 ? chosen : withData.slice(0, 1)).map(reassemble)
}

function reassemble({ source, target, start, segments }: Flow): CapturedFlow {
  const first = start ?? segments[0]?.sequence ?? 0
  // Sequence numbers wrap; differences as signed 32-bit numbers do not mind.
  const placed = segments.map(({ sequence, data }) => ({ at: (sequence - first) | 0, data }))
  const origin = start === null ? placed.reduce((least, { at }) => Math.min(least, at), 0) : 0
  placed.sort((a, b) => a.at - b.at)
  const bytesMax = Math.min(
    flowBytesMax,
    segments.reduce((sum, { data }) => sum + data.length, 0),
  )
  const bytes = new Uint8Array(bytesMax)
  let length = 0
  let gap: string | null = null
  for (const { at, data } of placed) {
    const offset = at - origin
    if (offset + data.length <= length) continue
    if (offset > length) {
      gap = `the capture lacks ${offset - length} bytes of the client's stream after byte ${length}`
      break
    }
    // What came twice is kept as it came first in the stream (a retransmission may have other bounds).
    const fresh = data.subarray(length - offset, bytesMax - offset)
    bytes.set(fresh, length)
    length += fresh.length
    if (length === bytesMax) break
  }
  return { client: source, server: target, bytes: bytes.slice(0, length), gap, fromStart: start !== null }
}

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
const part = (file: DataView, at: number, length: number) =>
  new Uint8Array(file.buffer, file.byteOffset + at, Math.min(length, file.byteLength - at))
const uint16 = (bytes: Uint8Array, at: number): number | null =>
  at + 2 <= bytes.length ? ((bytes[at] as number) << 8) | (bytes[at + 1] as number) : null
const ipv4 = (bytes: Uint8Array, at: number) => [...bytes.subarray(at, at + 4)].join('.')
const ipv6 = (bytes: Uint8Array, at: number) =>
  `[${Array.from({ length: 8 }, (_, index) => (uint16(bytes, at + index * 2) ?? 0).toString(16)).join(':')}]`
