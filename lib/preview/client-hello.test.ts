import { PassThrough } from 'node:stream'
import fc from 'fast-check'
import { calculateJa4, getExtensionData, readTlsClientHello } from 'read-tls-client-hello'
import { describe, expect, test } from 'vitest'
import { ClientHelloReader, type HelloReading, helloBytesMax, isGrease, readClientHello } from './client-hello'
import { realHellos } from './hello-corpus'
import {
  alpn,
  extension,
  handshakeOf,
  inRecords,
  postQuantumHandshake,
  serverName,
  smallHello,
  versions,
} from './hello-fixtures'
import { ja4 } from './ja4'

/** Fixed, so that a failure is the same for everybody. */
const seed = 20_260_512

/** Reads bytes in the given pieces; the answer must be final at the same byte whatever the pieces are. */
function readIn(pieces: Uint8Array[]): HelloReading {
  const reader = new ClientHelloReader()
  for (const piece of pieces) reader.push(piece)
  return reader.end()
}

const cut = (bytes: Uint8Array, size: number) =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size))

describe('a hello is read', () => {
  test('when it is small', () => {
    const reading = readClientHello(smallHello())
    expect(reading).toMatchObject({
      outcome: 'ok',
      records: 1,
      hello: { sni: 'www.example.com', alpn: ['h2', 'http/1.1'], versions: [0x0304, 0x0303] },
    })
  })

  test('when it has a post-quantum share and GREASE everywhere, which counts for nothing', () => {
    const { hello } = readClientHello(inRecords(postQuantumHandshake()))
    expect(hello).toMatchObject({
      sni: 'www.example.com',
      ciphers: [0x1301, 0x1302, 0x1303, 0xc02b],
      groups: [0x11ec, 0x1d, 0x17],
      keyShares: [0x11ec, 0x1d],
      versions: [0x0304, 0x0303],
      ech: true,
    })
    expect(hello?.extensions.some(isGrease)).toBe(false)
    expect(hello?.handshakeBytes).toBeGreaterThan(1500)
  })

  test.each([1, 2, 5, 6, 40, 100, 1460])('from TCP segments of %d bytes', (size) => {
    const bytes = inRecords(postQuantumHandshake())
    expect(readIn(cut(bytes, size)).hello).toEqual(readClientHello(bytes).hello)
  })

  test.each([1, 3, 4, 40, 100, 1000])('from TLS records of %d bytes', (size) => {
    const handshake = postQuantumHandshake()
    const reading = readClientHello(inRecords(handshake, size))
    expect(reading.hello).toEqual(readClientHello(inRecords(handshake)).hello)
    expect(reading.records).toBe(Math.ceil(handshake.length / size))
  })

  test('when records are cut inside the name', () => {
    const handshake = handshakeOf({ extensions: [serverName('secret.example.com')] })
    const at = handshake.indexOf('secret') + 3
    const bytes = Buffer.concat([inRecords(handshake.subarray(0, at)), inRecords(handshake.subarray(at))])
    expect(readClientHello(bytes).hello?.sni).toBe('secret.example.com')
  })

  test('without SNI, without extensions, and with bytes of the next flight behind it', () => {
    expect(readClientHello(inRecords(handshakeOf())).hello?.sni).toBeNull()
    expect(readClientHello(inRecords(handshakeOf({ extensions: null }))).hello).toMatchObject({
      sni: null,
      extensions: [],
    })
    expect(readClientHello(Buffer.concat([smallHello(), Buffer.from('early data')])).outcome).toBe('ok')
  })

  test('without eating a byte of what came', () => {
    const bytes = Buffer.concat([smallHello(), Buffer.from('early data')])
    const reader = new ClientHelloReader()
    for (const piece of cut(bytes, 7)) reader.push(piece)
    expect(Buffer.concat(reader.bytes())).toEqual(bytes)
  })
})

describe('it is told why a hello is none', () => {
  const rows: [string, Uint8Array, HelloReading['outcome'], RegExp][] = [
    ['plain HTTP', Buffer.from('GET / HTTP/1.1\r\n'), 'not-tls', /plain HTTP/],
    ['SSH', Buffer.from('SSH-2.0-x'), 'not-tls', /text protocol/],
    ['an SSLv2-style hello', Buffer.from('802e010301', 'hex'), 'not-tls', /SSLv2/],
    ['a database protocol', Buffer.from('0000000804d2162f', 'hex'), 'not-tls', /database/],
    ['a record of another type', Buffer.from('1703030001', 'hex'), 'not-tls', /type 23/],
    ['a record of another version', Buffer.from('1602000001', 'hex'), 'not-tls', /version 2/],
    ['a hello cut short', smallHello().subarray(0, 60), 'incomplete', /came/],
    ['nothing', Buffer.alloc(0), 'incomplete', /nothing/],
    ['an empty record', Buffer.from('1603010000', 'hex'), 'malformed', /empty/],
    [
      'an empty record between two',
      Buffer.concat([inRecords(handshakeOf().subarray(0, 9)), Buffer.from('1603010000', 'hex')]),
      'malformed',
      /empty/,
    ],
    [
      'a record of another type between two',
      Buffer.concat([inRecords(handshakeOf().subarray(0, 9)), Buffer.from('150301000101', 'hex')]),
      'malformed',
      /type 21/,
    ],
    ['a record longer than allowed', Buffer.from('1603014001', 'hex'), 'malformed', /16385/],
    ['another handshake message', inRecords(Buffer.from('0200000100', 'hex')), 'malformed', /type 2/],
    ['a hello that claims 16 MiB', inRecords(Buffer.from('01ffffff00', 'hex')), 'malformed', /claims/],
    [
      'the same extension twice',
      inRecords(handshakeOf({ extensions: [serverName('a.example'), serverName('b.example')] })),
      'malformed',
      /twice/,
    ],
    [
      'two host names',
      inRecords(handshakeOf({ extensions: [extension(0, Buffer.from('000e0000046162636400000465666768', 'hex'))] })),
      'malformed',
      /two host names/,
    ],
    ['an empty host name', inRecords(handshakeOf({ extensions: [serverName('')] })), 'malformed', /empty/],
    ['an empty ALPN name', inRecords(handshakeOf({ extensions: [alpn('')] })), 'malformed', /ALPN/],
    ['no ciphers', inRecords(handshakeOf({ ciphers: [] })), 'malformed', /ciphers/],
    ['a session id of 33 bytes', inRecords(handshakeOf({ sessionId: Buffer.alloc(33) })), 'malformed', /33/],
    [
      'an extension longer than its list',
      inRecords(handshakeOf({ extensions: [Buffer.from('0000ffff', 'hex')] })),
      'malformed',
      /cut short/,
    ],
  ]
  test.each(rows)('%s', (_, bytes, outcome, reason) => {
    for (const size of [1, 3, bytes.length || 1]) {
      const reading = readIn(cut(bytes, size))
      expect(reading.outcome).toBe(outcome)
      expect(reading.reason).toMatch(reason)
    }
  })

  test('an endless hello, within its bound and in linear time', () => {
    const reader = new ClientHelloReader()
    const record = inRecords(Buffer.from([1]))
    reader.push(inRecords(Buffer.from('0100ffff', 'hex')))
    let pushed = 0
    // One byte per record: the header is most of what comes.
    while (reader.push(record).outcome === 'incomplete' && pushed < 1e6) pushed += record.length
    expect(reader.length).toBeLessThanOrEqual(helloBytesMax + record.length)
    expect(reader.end().outcome).toBe('malformed')
  })
})

/** The other reader waits for more where a stream stays open, as a socket does. */
function streamOf(bytes: Uint8Array): PassThrough {
  const stream = new PassThrough()
  stream.write(bytes)
  return stream
}

describe('real hellos', () => {
  test('are read as read-tls-client-hello reads them', { timeout: 60_000 }, async () => {
    const corpus = await realHellos()
    expect(corpus.length).toBeGreaterThanOrEqual(12)
    for (const { from, bytes } of corpus) {
      const ours = readClientHello(bytes)
      const theirs = await readTlsClientHello(streamOf(bytes))
      expect(ours.outcome, from).toBe('ok')
      const sni = getExtensionData(theirs, 'server_name') as { serverName?: string } | undefined
      const names = getExtensionData(theirs, 'application_layer_protocol_negotiation') as
        | { protocols?: string[] }
        | undefined
      expect(ours.hello?.sni ?? null, from).toBe(sni?.serverName ?? null)
      expect(ours.hello?.alpn, from).toEqual(names?.protocols ?? [])
      expect(ours.hello && ja4(ours.hello), from).toBe(calculateJa4(theirs))
      for (const size of [1, 13, 517]) expect(readIn(cut(bytes, size)).hello).toEqual(ours.hello)
    }
  })
})

describe(`whatever comes, seed ${seed}`, () => {
  const originals = [
    smallHello(),
    inRecords(postQuantumHandshake()),
    inRecords(postQuantumHandshake(), 50),
    inRecords(handshakeOf({ extensions: [versions(0x0304)] })),
  ]
  const change = fc.record({
    at: fc.nat(3000),
    value: fc.integer({ min: 0, max: 255 }),
    kind: fc.constantFrom('set', 'drop', 'add', 'cut'),
  })

  function mutate(bytes: Uint8Array, changes: { at: number; value: number; kind: string }[]): Uint8Array {
    let now = Buffer.from(bytes)
    for (const { at: wanted, value, kind } of changes) {
      const at = wanted % Math.max(1, now.length)
      if (kind === 'set') now[at] = value
      else if (kind === 'drop') now = Buffer.concat([now.subarray(0, at), now.subarray(at + 1)])
      else if (kind === 'add') now = Buffer.concat([now.subarray(0, at), Buffer.from([value]), now.subarray(at)])
      else now = now.subarray(0, at)
    }
    return now
  }

  test('a changed hello never throws, and any split gives the answer of the whole', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...originals),
        fc.array(change, { maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 700 }), { maxLength: 12 }),
        (original, changes, sizes) => {
          const bytes = mutate(original, changes)
          const pieces: Uint8Array[] = []
          let at = 0
          for (const size of sizes) {
            pieces.push(bytes.subarray(at, at + size))
            at += size
          }
          pieces.push(bytes.subarray(at))
          const [whole, split] = [readClientHello(bytes), readIn(pieces)]
          expect(split.outcome).toBe(whole.outcome)
          expect(split.hello).toEqual(whole.hello)
        },
      ),
      { seed, numRuns: 20_000 },
    )
  })

  /** They drop the eighth bit, so that another byte reads as a letter; we keep it, and such a name is none. */
  const asTheirs = (text: string) => Buffer.from(text, 'latin1').toString('ascii')

  test('a changed hello that is one to us is the same to read-tls-client-hello', { timeout: 60_000 }, async () => {
    let same = 0
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...originals.filter((bytes) => readClientHello(bytes).records === 1)),
        fc.array(change, { minLength: 1, maxLength: 2 }),
        async (original, changes) => {
          const bytes = mutate(original, changes)
          const { outcome, hello, records } = readClientHello(bytes)
          // The other reader takes a hello in one record only.
          if (outcome !== 'ok' || records > 1) return
          const stream = new PassThrough()
          stream.end(bytes)
          // They wait for the end of the record; the message may be whole before.
          const theirs = await readTlsClientHello(stream).catch((error: Error) => {
            if (/Stream closed/.test(error.message)) return null
            throw error
          })
          if (!theirs) return
          const sni = getExtensionData(theirs, 'server_name')
          const names = getExtensionData(theirs, 'application_layer_protocol_negotiation')
          expect(hello?.sni == null ? null : asTheirs(hello.sni)).toBe(sni?.serverName ?? null)
          expect(hello?.alpn.map(asTheirs)).toEqual(names?.protocols ?? [])
          expect(hello?.ciphers).toEqual(theirs.cipherSuites.filter((cipher) => !isGrease(cipher)))
          expect(hello?.extensions).toEqual(theirs.extensions.map(({ id }) => id).filter((id) => !isGrease(id)))
          same += 1
        },
      ),
      { seed, numRuns: 4000 },
    )
    expect(same).toBeGreaterThan(500)
  })

  test('noise never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
        expect(readClientHello(noise).outcome).not.toBe('ok')
        readClientHello(Buffer.concat([Buffer.from([22, 3, 1, 1, 44, 1, 0, 1, 40]), noise]))
      }),
      { seed, numRuns: 5000 },
    )
  })
})
