import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readProxyHeader, writeProxyHeader } from './proxy-protocol'

const seed = 20_260_513
const four = fc.ipV4()
const six = fc.constantFrom('::1', '2001:db8::1', 'fe80::1', '2001:db8:0:0:1::9', 'ff02::fb')
const port = fc.integer({ min: 0, max: 65535 })

describe('a PROXY header', () => {
  test('version 1 is the line of the specification', () => {
    const header = writeProxyHeader('v1', {
      sourceAddress: '192.0.2.1',
      sourcePort: 56324,
      destinationAddress: '192.0.2.2',
      destinationPort: 443,
    })
    expect(header.toString('latin1')).toBe('PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\r\n')
  })

  test('version 2 is the bytes of the specification', () => {
    const header = writeProxyHeader('v2', {
      sourceAddress: '192.0.2.1',
      sourcePort: 1,
      destinationAddress: '192.0.2.2',
      destinationPort: 443,
    })
    expect(header.toString('hex')).toBe('0d0a0d0a000d0a515549540a2111000cc0000201c0000202000101bb')
  })

  test(`is read as it was written, from any split, and nothing behind it is eaten; seed ${seed}`, () => {
    const ends = fc.oneof(fc.tuple(four, four), fc.tuple(six, six), fc.tuple(four, six))
    fc.assert(
      fc.property(
        fc.constantFrom('v1' as const, 'v2' as const),
        ends,
        port,
        port,
        (version, [sourceAddress, destinationAddress], sourcePort, destinationPort) => {
          const header = writeProxyHeader(version, { sourceAddress, sourcePort, destinationAddress, destinationPort })
          const all = Buffer.concat([header, Buffer.from([22, 3, 1])])
          for (let length = 0; length < header.length; length++)
            expect(readProxyHeader(all.subarray(0, length)).outcome).toBe('incomplete')
          const reading = readProxyHeader(all)
          expect(reading).toMatchObject({
            outcome: 'ok',
            version: version === 'v1' ? 1 : 2,
            bytes: header.length,
            addresses: { sourcePort, destinationPort },
          })
          // Written again it is the same header, whichever way an IPv6 address was spelled.
          if (reading.outcome === 'ok' && reading.addresses && version === 'v2')
            expect(writeProxyHeader(version, reading.addresses)).toEqual(header)
        },
      ),
      { seed, numRuns: 500 },
    )
  })

  test.each([
    ['LOCAL keeps the real address', '0d0a0d0a000d0a515549540a20000000', { outcome: 'ok', addresses: null }],
    ['UNSPEC keeps the real address', '0d0a0d0a000d0a515549540a21000000', { outcome: 'ok', addresses: null }],
    [
      'UNKNOWN keeps the real address',
      Buffer.from('PROXY UNKNOWN ffff::1 x y\r\n').toString('hex'),
      { outcome: 'ok', addresses: null },
    ],
    ['version 3', '0d0a0d0a000d0a515549540a31110000', { outcome: 'malformed' }],
    ['an unknown command', '0d0a0d0a000d0a515549540a2f110000', { outcome: 'malformed' }],
    ['too short for its addresses', '0d0a0d0a000d0a515549540a2111000400000000', { outcome: 'malformed' }],
    ['a length nobody sends', '0d0a0d0a000d0a515549540a2111ffff', { outcome: 'malformed' }],
    ['a ClientHello', '160301', { outcome: 'malformed' }],
    [
      'an address of the other family',
      Buffer.from('PROXY TCP4 ::1 ::1 1 1\r\n').toString('hex'),
      { outcome: 'malformed' },
    ],
    [
      'a port too large',
      Buffer.from('PROXY TCP4 1.1.1.1 1.1.1.1 1 65536\r\n').toString('hex'),
      { outcome: 'malformed' },
    ],
    ['a line without end', Buffer.from(`PROXY TCP4 ${'1'.repeat(200)}`).toString('hex'), { outcome: 'malformed' }],
  ])('%s', (_, hex, expected) => {
    expect(readProxyHeader(Buffer.from(hex, 'hex'))).toMatchObject(expected)
  })

  test(`noise never throws; seed ${seed}`, () => {
    const starts = ['', 'PROXY ', 'PROXY TCP6 ', '\r\n\r\n\0\r\nQUIT\n', '\r\n\r\n\0\r\nQUIT\n\x21\x21\0\x24']
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 200 }), (start, noise) => {
        readProxyHeader(Buffer.concat([Buffer.from(start, 'latin1'), noise]))
      }),
      { seed, numRuns: 5000 },
    )
  })
})
