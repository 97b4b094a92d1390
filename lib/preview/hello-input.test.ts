import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { handshakeOf, inRecords, postQuantumHandshake, serverName, smallHello } from './hello-fixtures'
import { inspectHello } from './hello-input'

const hello = smallHello('www.example.com')
const ok = {
  outcome: 'ok',
  sni: 'www.example.com',
  alpn: ['h2', 'http/1.1'],
  versions: ['TLS 1.3', 'TLS 1.2'],
  ech: false,
}
const bytesOf = (text: string) => Buffer.from(text, 'latin1')
const hexOf = (bytes: Buffer, every = 2, between = ' ') =>
  (bytes.toString('hex').match(new RegExp(`.{1,${every}}`, 'g')) ?? []).join(between)

/** Rows of 16 bytes, dressed by the caller. */
const rows = (bytes: Buffer, dress: (offset: string, row: Buffer) => string) =>
  Array.from({ length: Math.ceil(bytes.length / 16) }, (_, index) =>
    dress((index * 16).toString(16).padStart(8, '0'), bytes.subarray(index * 16, index * 16 + 16)),
  ).join('\n')
const printable = (row: Buffer) => row.toString('latin1').replace(/[^ -~]/g, '.')

describe('the same hello in every dress', () => {
  const half = Math.ceil(hello.length / 2)
  const dresses: Record<string, Buffer> = {
    'raw bytes': hello,
    'hex in one line': bytesOf(hello.toString('hex')),
    'hex in capitals with spaces': bytesOf(`${hexOf(hello).toUpperCase()}\n`),
    'hex with colons, as Wireshark copies': bytesOf(hexOf(hello, 2, ':')),
    'a C array': bytesOf(`{ ${hexOf(hello, 2, ', 0x').replace(/^/, '0x')} };`),
    'an escaped string': bytesOf(`"${hexOf(hello, 2, '\\x').replace(/^/, '\\x')}"`),
    xxd: bytesOf(rows(hello, (offset, row) => `${offset}: ${hexOf(row, 4).padEnd(39)}  ${printable(row)}`)),
    'hexdump -C': bytesOf(
      `${rows(hello, (offset, row) => `${offset}  ${hexOf(row)}  |${printable(row)}|`)}\n${hello.length.toString(16).padStart(8, '0')}\n`,
    ),
    'od -A x -t x1': bytesOf(rows(hello, (offset, row) => `${offset.slice(2)} ${hexOf(row)}`)),
    'openssl s_client -msg': bytesOf(
      `CONNECTED(00000003)\n>>> TLS 1.0, RecordHeader [length 0005]\n    ${hexOf(hello.subarray(0, 5))}\n>>> TLS 1.3, Handshake [length 00b5], ClientHello\n${rows(hello.subarray(5), (_, row) => `    ${hexOf(row)}`)}\n<<< TLS 1.2, RecordHeader [length 0005]\n    16 03 03 00 7a\n`,
    ),
    base64: bytesOf(hello.toString('base64')),
    'base64 in lines': bytesOf(hello.toString('base64').replace(/.{64}/g, '$&\r\n')),
    base64url: bytesOf(hello.toString('base64url')),
    'a pcap': pcap([syn(), segment(1, hello), segment(1 + hello.length, Buffer.from('later'))]),
    'a pcap, in pieces and out of order, one twice': pcap([
      syn(),
      segment(1 + half, hello.subarray(half)),
      segment(1, hello.subarray(0, half)),
      segment(1, hello.subarray(0, half + 3)),
    ]),
    'a pcap over the wrap of sequence numbers': pcap([
      syn(0xffff_ffff - 10),
      segment(0xffff_ffff - 9, hello.subarray(0, half)),
      segment(half - 10, hello.subarray(half)),
    ]),
    'a pcap without the SYN': pcap([segment(7, hello)]),
    'a pcap in base64': bytesOf(pcap([syn(), segment(1, hello)]).toString('base64')),
    'a little-endian pcap': pcap([syn(), segment(1, hello)], { little: true }),
    'a pcap with VLAN tags': pcap([syn(), segment(1, hello)], { link: vlan }),
    'a pcap of Linux "any"': pcap([syn(), segment(1, hello)], {
      linkType: 113,
      link: (ip) => Buffer.concat([Buffer.alloc(16), ip]),
    }),
    'a pcap of raw IP': pcap([syn(), segment(1, hello)], { linkType: 101, link: (ip) => ip }),
    'a pcap over IPv6': pcap([syn(), segment(1, hello)], { ip: ipv6 }),
    'a pcapng': pcapng([syn(), segment(1, hello)]),
    'a pcapng whose answer comes from the other side first': pcapng([
      tcp({ sequence: 90, flags: 0x12, from: 443, to: 40000 }),
      syn(),
      segment(1, hello),
    ]),
  }
  it.each(Object.entries(dresses))('%s', (name, bytes) => {
    const { report, readAs } = inspectHello(bytes)
    expect(report, readAs).toMatchObject({ ...ok, bytes: hello.length, records: 1 })
    expect(report.ja4).toMatch(/^t13d0303h2_/)
    if (name.includes('pcap')) expect(readAs).toMatch(/^a capture/)
  })
})

it('reads a handshake message without its record, and says so', () => {
  const { report, readAs } = inspectHello(postQuantumHandshake())
  expect(report).toMatchObject({ outcome: 'ok', sni: 'www.example.com', ech: true, records: 0 })
  expect(readAs).toContain('without its record')
})

it('counts the bytes of the hello and what comes behind it', () => {
  const split = inRecords(postQuantumHandshake(), 500)
  const { report, bytesAfter } = inspectHello(Buffer.concat([split, Buffer.from('early data')]))
  expect(report).toMatchObject({
    outcome: 'ok',
    bytes: split.length,
    records: Math.ceil(postQuantumHandshake().length / 500),
  })
  expect(bytesAfter).toBe(10)
})

describe('what is none', () => {
  const cases: [string, Uint8Array, string, RegExp][] = [
    ['nothing', new Uint8Array(), 'incomplete', /nothing was sent/],
    ['plain HTTP', bytesOf('GET / HTTP/1.1\r\nHost: x\r\n\r\n'), 'not-tls', /plain HTTP/],
    ['a hello that breaks off', hello.subarray(0, 60), 'incomplete', /of \d+ bytes of the ClientHello came/],
    ['an alert', Buffer.from('15030300020228', 'hex'), 'not-tls', /type 21/],
    [
      'two names',
      inRecords(handshakeOf({ extensions: [serverName('a.example'), serverName('b.example')] })),
      'malformed',
      /twice/,
    ],
    ['a ServerHello', inRecords(Buffer.from(`020000${'28'}${'00'.repeat(40)}`, 'hex')), 'malformed', /type 2/],
    [
      'a capture with a gap',
      pcap([syn(), segment(1, hello.subarray(0, 30)), segment(51, hello.subarray(50))]),
      'incomplete',
      /lacks 20 bytes/,
    ],
    ['a capture of another protocol', pcap([syn(), segment(1, Buffer.from('SSH-2.0-x'))]), 'not-tls', /text protocol/],
    ['a capture without data', pcap([syn()]), 'not-tls', /no TCP connection with data/],
    ['a capture that is cut', pcap([syn(), segment(1, hello)]).subarray(0, 20), 'incomplete', /breaks off/],
  ]
  it.each(cases)('%s', (_, bytes, outcome, reason) => {
    const { report, hello: parsed } = inspectHello(bytes)
    expect(report).toMatchObject({ outcome, sni: null, alpn: null, versions: null, ja4: null, ech: null })
    expect(report.reason).toMatch(reason)
    expect(parsed).toBeNull()
  })
})

it('among several connections shows the first that has a hello', () => {
  const other = { from: 40001, to: 80 }
  const { report, readAs } = inspectHello(
    pcap([
      tcp({ ...other, flags: 2, sequence: 5 }),
      tcp({ ...other, sequence: 6, payload: Buffer.from('GET /') }),
      syn(),
      segment(1, hello),
    ]),
  )
  expect(report).toMatchObject(ok)
  expect(readAs).toContain('one of 2 connections')
})

describe('hostile input', () => {
  const seeds = [pcap([syn(), segment(1, hello)]), pcapng([syn(), segment(1, hello)]), hello, bytesOf(hexOf(hello))]
  it('never throws, whatever bytes are changed, cut or claimed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 12 }),
        fc.nat(),
        (seed, changes, cut) => {
          const bytes = Buffer.from(seed)
          for (const [at, value] of changes) bytes[at % bytes.length] = value
          const { report } = inspectHello(bytes.subarray(0, cut % 3 === 0 ? cut % bytes.length : undefined))
          expect(report.reason).not.toBe('')
        },
      ),
      { numRuns: 3000, seed: 41 },
    )
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => inspectHello(bytes).report.reason !== ''),
      { numRuns: 1000, seed: 42 },
    )
  })

  it('takes a large input without growing out of proportion', () => {
    inspectHello(Buffer.alloc(4_000_000, 0x61))
    inspectHello(Buffer.alloc(4_000_000, '16 '))
    inspectHello(Buffer.alloc(4_000_000, '00000000: '))
    inspectHello(pcap(Array.from({ length: 40_000 }, (_, index) => segment(40_000 - index, Buffer.from('x')))))
    // Quadratic work would take many minutes, far beyond what a test may take.
  }, 120_000)
})

interface TcpParts {
  sequence: number
  flags?: number
  from?: number
  to?: number
  payload?: Buffer
}

function tcp({ sequence, flags = 0x18, from = 40000, to = 443, payload = Buffer.alloc(0) }: TcpParts): Buffer {
  const header = Buffer.alloc(20)
  header.writeUInt16BE(from, 0)
  header.writeUInt16BE(to, 2)
  header.writeUInt32BE(sequence >>> 0, 4)
  header[12] = 5 << 4
  header[13] = flags
  return Buffer.concat([header, payload])
}

function syn(sequence = 0): Buffer {
  return tcp({ sequence, flags: 2 })
}

function segment(sequence: number, payload: Buffer): Buffer {
  return tcp({ sequence, payload })
}

function ipv4(body: Buffer): Buffer {
  const header = Buffer.alloc(20)
  header[0] = 0x45
  header.writeUInt16BE(20 + body.length, 2)
  header[9] = 6
  header.set([192, 0, 2, 1, 192, 0, 2, 2], 12)
  return Buffer.concat([header, body])
}

/** With a hop-by-hop header before TCP. */
function ipv6(body: Buffer): Buffer {
  const header = Buffer.alloc(48)
  header[0] = 0x60
  header.writeUInt16BE(8 + body.length, 4)
  header[40] = 6
  return Buffer.concat([header, body])
}

function ethernet(ip: Buffer): Buffer {
  return Buffer.concat([
    Buffer.alloc(12),
    Buffer.from((ip[0] ?? 0) >> 4 === 6 ? '86dd' : '0800', 'hex'),
    ip,
    Buffer.alloc(3),
  ])
}

function vlan(ip: Buffer): Buffer {
  return Buffer.concat([Buffer.alloc(12), Buffer.from('88a8000181000002', 'hex'), ethernet(ip).subarray(12)])
}

function pcap(
  segments: Buffer[],
  {
    little = false,
    linkType = 1,
    link = ethernet,
    ip = ipv4,
  }: { little?: boolean; linkType?: number; link?: (ip: Buffer) => Buffer; ip?: (body: Buffer) => Buffer } = {},
): Buffer {
  const words = (...values: number[]) => {
    const buffer = Buffer.alloc(values.length * 4)
    for (const [index, value] of values.entries())
      if (little) buffer.writeUInt32LE(value, index * 4)
      else buffer.writeUInt32BE(value, index * 4)
    return buffer
  }
  return Buffer.concat([
    words(0xa1b2c3d4, little ? 0x0004_0002 : 0x0002_0004, 0, 0, 65535, linkType),
    ...segments.flatMap((body) => {
      const frame = link(ip(body))
      return [words(0, 0, frame.length, frame.length), frame]
    }),
  ])
}

function pcapng(segments: Buffer[]): Buffer {
  const block = (type: number, body: Buffer) => {
    const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)])
    const words = Buffer.alloc(8)
    words.writeUInt32LE(type, 0)
    words.writeUInt32LE(padded.length + 12, 4)
    return Buffer.concat([words, padded, words.subarray(4)])
  }
  return Buffer.concat([
    block(0x0a0d0d0a, Buffer.from('4d3c2b1a01000000ffffffffffffffff', 'hex')),
    block(1, Buffer.from('0100000000000400', 'hex')),
    ...segments.map((body) => {
      const frame = ethernet(ipv4(body))
      const head = Buffer.alloc(20)
      head.writeUInt32LE(frame.length, 12)
      head.writeUInt32LE(frame.length, 16)
      return block(6, Buffer.concat([head, frame]))
    }),
  ])
}
