import { describe, expect, it } from 'vitest'
import { addressInRanges, canonicalAddress, isAddressRange, isIpAddress, isUnspecifiedAddress } from './network-address'
import { serverHostSchema } from './network-address-schema'

describe('an address', () => {
  const check = (text: string, expected: boolean) => expect(isIpAddress(text)).toBe(expected)
  it.each<[string, boolean]>([
    ['10.0.0.1', true],
    ['255.255.255.255', true],
    ['256.0.0.1', false],
    // 010 is 8 for C libraries and 10 for people: refused rather than guessed.
    ['010.0.0.1', false],
    ['10.0.0.01', false],
    ['10.0.0.00', false],
    ['0x0a.0.0.1', false],
    ['10.1', false],
    ['167772161', false],
    ['10.0.0.1.', false],
    [' 10.0.0.1', false],
    ['10.0.0.1\n', false],
    ['::1', true],
    ['2001:db8::1', true],
    ['2001:DB8::1', true],
    ['::ffff:10.0.0.1', true],
    ['::ffff:010.0.0.1', false],
    ['fe80::1%eth0', false],
    ['[::1]', false],
    [':::', false],
    ['1::2::3', false],
    ['', false],
    ['localhost', false],
  ])('%j: %j', check)
})

describe('a range', () => {
  const check = (text: string, expected: boolean) => expect(isAddressRange(text)).toBe(expected)
  it.each<[string, boolean]>([
    ['10.0.0.0/8', true],
    ['10.0.0.1', true],
    ['10.0.0.0/0', true],
    ['10.0.0.0/32', true],
    ['10.0.0.0/33', false],
    ['10.0.0.0/08', false],
    ['10.0.0.0/', false],
    ['10.0.0.0/-1', false],
    ['10.0.0.0/8/8', false],
    ['010.0.0.0/8', false],
    ['2001:db8::/32', true],
    ['2001:db8::/129', false],
    ['2001:db8::/128', true],
  ])('%j: %j', check)
})

describe('an address in ranges', () => {
  const check = (address: string, ranges: string[], expected: boolean) =>
    expect(addressInRanges(address, ranges)).toBe(expected)
  it.each<[string, string[], boolean]>([
    ['10.1.2.3', ['10.0.0.0/8'], true],
    ['11.1.2.3', ['10.0.0.0/8'], false],
    ['10.1.2.3', ['192.0.2.0/24', '10.1.2.3'], true],
    ['10.1.2.3', [], false],
    ['::ffff:10.1.2.3', ['10.0.0.0/8'], true],
    ['10.1.2.3', ['::ffff:10.0.0.0/104'], true],
    ['11.1.2.3', ['::ffff:10.0.0.0/104'], false],
    ['10.1.2.3', ['::ffff:10.1.2.3'], true],
    ['10.1.2.3', ['::/0'], false],
    ['2001:db8:1::1', ['2001:db8::/32'], true],
    ['2001:db9::1', ['2001:db8::/32'], false],
    ['not an address', ['0.0.0.0/0'], false],
  ])('%s in %j: %j', check)
})

describe('one spelling per address', () => {
  const check = (address: string, expected: string) => expect(canonicalAddress(address)).toBe(expected)
  it.each([
    ['0:0::1', '::1'],
    ['2001:DB8:0:0::1', '2001:db8::1'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['10.0.0.1', '10.0.0.1'],
    ['nonsense', 'nonsense'],
  ])('%s is %s', check)

  it('knows the addresses that stand for all', () => {
    expect(['0.0.0.0', '::', '0::0', '127.0.0.1', '::1'].map(isUnspecifiedAddress)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ])
  })
})

describe('a server host', () => {
  const check = (host: string, expected: boolean) => expect(serverHostSchema.safeParse(host).success).toBe(expected)
  it.each<[string, boolean]>([
    ['10.0.0.1', true],
    ['2001:db8::1', true],
    ['backend.internal', true],
    ['my_service', true],
    ['web.1', true],
    ['0x7f.1', false],
    ['0x7f000001', false],
    ['017700000001', false],
    ['010.0.0.1', false],
    ['1.2.3.4.5', false],
    ['http://x', false],
    ['x:80', false],
    ['x/y', false],
    ['', false],
    ['a b', false],
    ['x;y', false],
    ['-x', false],
  ])('%j: %j', check)
})
