// A ClientHello as people have it at hand: raw bytes, a hex dump, base64 or a capture. Bytes in, an answer out; nothing here throws.
import type { HelloReport } from '../diagnostics/hello-report'
import { isCapture, readCapture } from './capture'
import { type ClientHello, type HelloReading, helloBytesMax, readClientHello } from './client-hello'
import { bytesOfRecords } from './hello-ring'
import { ja4 } from './ja4'

export interface HelloInspection {
  /** How the input was understood, in words. */
  readAs: string
  report: HelloReport
  hello: ClientHello | null
  /** Bytes behind the hello: early data, or the rest of a capture. */
  bytesAfter: number
}

/** Nobody needs more to show one hello. */
export const helloInputBytesMax = 16 * 1024 * 1024

export function inspectHello(input: Uint8Array): HelloInspection {
  if (isCapture(input)) return inspectCapture(input, '')
  const text = printableText(input)
  if (text === null) return inspectBytes(input, 'raw bytes')
  const hex = bytesOfHexDump(text)
  const decoded = hex ?? bytesOfBase64(text)
  const form = hex ? 'hex' : 'base64'
  if (!decoded) return inspectBytes(input, 'raw bytes')
  return isCapture(decoded) ? inspectCapture(decoded, `, in ${form}`) : inspectBytes(decoded, form)
}

function inspectBytes(bytes: Uint8Array, readAs: string): HelloInspection {
  if (isBareHandshake(bytes)) {
    const inspection = inspectBytes(inOneRecord(bytes), `${readAs}, a handshake message without its record`)
    return { ...inspection, report: { ...inspection.report, bytes: bytes.length, records: 0 } }
  }
  const reading = readClientHello(bytes.subarray(0, helloBytesMax))
  const taken = reading.outcome === 'ok' ? bytesOfRecords(bytes, reading.records) : bytes.length
  return { readAs, report: reportOf(reading, taken), hello: reading.hello, bytesAfter: bytes.length - taken }
}

function inspectCapture(bytes: Uint8Array, how: string): HelloInspection {
  const capture = readCapture(bytes)
  const readAs = `a capture (${capture?.format}${how})`
  if (!capture?.flows) {
    const outcome = /breaks off/.test(capture?.problem ?? '') ? 'incomplete' : 'not-tls'
    const reading = { outcome, hello: null, bytes: 0, records: 0, reason: capture?.problem ?? '' } as const
    return { readAs, report: reportOf(reading, 0), hello: null, bytesAfter: 0 }
  }
  const inspections = capture.flows.map((flow) => ({ flow, inspection: inspectBytes(flow.bytes, '') }))
  const [first] = inspections
  const best = inspections.find(({ inspection }) => inspection.hello !== null) ?? first
  if (!best) return inspectBytes(new Uint8Array(), readAs)
  const { flow, inspection } = best
  const others = inspections.length === 1 ? '' : `, one of ${inspections.length} connections`
  const { report } = inspection
  const doubts = [flow.gap, flow.fromStart ? null : 'the capture begins in the middle of the connection'].filter(
    (doubt) => doubt !== null,
  )
  return {
    ...inspection,
    readAs: `${readAs}, ${flow.client} to ${flow.server}${others}`,
    report:
      report.outcome === 'ok' || doubts.length === 0
        ? report
        : { ...report, reason: `${report.reason}; ${doubts.join('; ')}` },
  }
}

function reportOf({ outcome, hello, records, reason }: HelloReading, bytes: number): HelloReport {
  return {
    outcome,
    sni: hello?.sni ?? null,
    alpn: hello?.alpn ?? null,
    versions: hello?.versions.map(versionName) ?? null,
    ja4: hello ? ja4(hello) : null,
    ech: hello?.ech ?? null,
    bytes,
    records,
    reason,
  }
}

/** A ClientHello as some tools export it: the message, without the record around it. */
function isBareHandshake(bytes: Uint8Array): boolean {
  const [type, high = 0, middle = 0, low = 0] = bytes
  return (
    type === 1 &&
    bytes.length > 40 &&
    bytes.length <= 16_384 &&
    ((high << 16) | (middle << 8) | low) === bytes.length - 4
  )
}

const inOneRecord = (message: Uint8Array) =>
  Uint8Array.from([22, 3, 1, message.length >> 8, message.length & 255, ...message])

/** The input as text if it is nothing but text. */
function printableText(bytes: Uint8Array): string | null {
  for (const byte of bytes) if (byte > 0x7e || (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13)) return null
  return bytes.length === 0 ? null : Buffer.from(bytes).toString('latin1')
}

/** Hex digits, bare or with the dress of `xxd`, `hexdump -C`, `od -A x -t x1`, `openssl s_client -msg`, C arrays and escaped strings. */
function bytesOfHexDump(text: string): Uint8Array | null {
  const lines = text.split(/\r\n|\n|\r/)
  const digits = lines.some((line) => /^>>> /.test(line)) ? digitsOfOpenssl(lines) : lines.map(digitsOfLine)
  if (digits.some((part) => part === null)) return null
  const all = digits.join('')
  return all.length >= 2 && all.length % 2 === 0 ? Buffer.from(all, 'hex') : null
}

/** What the client wrote before the server's first answer. */
function digitsOfOpenssl(lines: readonly string[]): (string | null)[] {
  const from = lines.findIndex((line) => line.startsWith('>>> '))
  const answer = lines.findIndex((line, index) => index > from && line.startsWith('<<< '))
  return lines
    .slice(from, answer === -1 ? undefined : answer)
    .filter((line) => /^\s+([0-9a-f]{2}[\s-]?)+\s*$/i.test(line))
    .map((line) => line.replace(/[^0-9a-f]/gi, ''))
}

/** Null for a line that is no hex. */
function digitsOfLine(line: string): string | null {
  const plain = line.trim()
  if (plain === '' || /^(#|\/\/|\*$)/.test(plain)) return ''
  // xxd and tcpdump -x: an offset with a colon, then up to eight groups of two bytes, then two spaces and the text.
  const xxd = plain.match(/^(?:0x)?[0-9a-f]{4,8}:\s+((?:[0-9a-f]{2,4} ?)+)(?:\s.*)?$/i)
  if (xxd) return (xxd[1] ?? '').replace(/\s/g, '')
  // hexdump -C and od: an offset, then single bytes; hexdump ends with an offset alone, which is longer than any byte.
  const dump = plain.match(/^[0-9a-f]{6,8}(?:\s+((?:[0-9a-f]{2}\s+)*[0-9a-f]{2}))?(?:\s+\|.*\|)?$/i)
  if (dump && (dump[1] !== undefined || /^[0-9a-f]{7,8}$/i.test(plain))) {
    if (dump[1] !== undefined) return dump[1].replace(/\s/g, '')
    if (/^0{2}/.test(plain)) return ''
  }
  const bare = plain.replace(/\\x|0x|[\s,;:"'{}[\]\\-]/gi, '')
  return /^[0-9a-f]*$/i.test(bare) ? bare : null
}

/** Only what decodes to something with a known beginning: most short words are base64 too. */
function bytesOfBase64(text: string): Uint8Array | null {
  const plain = text.replace(/-----[A-Z ]+-----/g, '').replace(/\s/g, '')
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(plain)) return null
  const bytes = Buffer.from(plain, 'base64')
  return bytes[0] === 22 || isCapture(bytes) || isBareHandshake(bytes) ? bytes : null
}

const hex4 = (value: number) => `0x${value.toString(16).padStart(4, '0')}`

const versionNames: Record<number, string> = {
  772: 'TLS 1.3',
  771: 'TLS 1.2',
  770: 'TLS 1.1',
  769: 'TLS 1.0',
  768: 'SSL 3.0',
}
export const versionName = (version: number) => versionNames[version] ?? hex4(version)

/** The names that IANA's TLS registry gives to the groups in use. */
const groupNames: Record<number, string> = {
  23: 'secp256r1',
  24: 'secp384r1',
  25: 'secp521r1',
  29: 'x25519',
  30: 'x448',
  256: 'ffdhe2048',
  257: 'ffdhe3072',
  258: 'ffdhe4096',
  259: 'ffdhe6144',
  260: 'ffdhe8192',
  512: 'MLKEM512',
  513: 'MLKEM768',
  514: 'MLKEM1024',
  4587: 'SecP256r1MLKEM768',
  4588: 'X25519MLKEM768',
  4589: 'SecP384r1MLKEM1024',
  25497: 'X25519Kyber768Draft00',
}
export const groupName = (group: number) => groupNames[group] ?? hex4(group)
