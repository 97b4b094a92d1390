import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  certificateNameCovers,
  hostMatches,
  hostOfAuthority,
  hostPatternProblem,
  isHostName,
  normalizeServerName,
} from './hostname'
import { hostPatternSchema } from './hostname-schema'

const label63 = 'a'.repeat(63)
const name253 = `${label63}.${label63}.${label63}.${'b'.repeat(61)}`

describe('the server name of a ClientHello', () => {
  const check = (sni: string | null, expected: string | null) => expect(normalizeServerName(sni)).toBe(expected)
  it.each([
    [null, null],
    ['api.example.com', 'api.example.com'],
    ['API.Example.COM', 'api.example.com'],
    ['api.example.com.', 'api.example.com'],
    ['api.example.com..', null],
    ['.', null],
    ['', null],
    ['10.0.0.1', null],
    ['1', null],
    ['api.1', null],
    ['[::1]', null],
    ['::1', null],
    ['api.example.com:443', null],
    ['*.example.com', null],
    ['a_b.example.com', null],
    ['-a.example.com', null],
    ['a-.example.com', null],
    ['a..example.com', null],
    ['-x', null],
    ['bücher.example', null],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    // U+212A, the Kelvin sign: `toLowerCase` makes it a k. Engines compare bytes.
    ['ban\u212a.example', null],
    ['a.example\u0000.com', null],
    ['localhost', 'localhost'],
    [name253, name253],
    [`${name253}b`, null],
    [`${label63}a.example`, null],
  ])('%j is %j', check)

  it('has one form only', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (sni) => {
        const once = normalizeServerName(sni)
        expect(normalizeServerName(once)).toBe(once)
        expect(once === null || isHostName(once)).toBe(true)
      }),
      { seed: 20260801 },
    )
  })
})

describe('the host of an authority', () => {
  const check = (authority: string, expected: string) => expect(hostOfAuthority(authority)).toBe(expected)
  it.each([
    ['api.example.com', 'api.example.com'],
    ['API.example.com:8443', 'api.example.com'],
    ['api.example.com.', 'api.example.com'],
    ['api.example.com.:443', 'api.example.com'],
    ['api.example.com:', 'api.example.com'],
    ['[2001:DB8::1]:443', '[2001:db8::1]'],
    ['[::1]', '[::1]'],
    ['10.0.0.1:80', '10.0.0.1'],
    ['', ''],
    ['api.example.com:https', 'api.example.com:https'],
  ])('%j is %j', check)
})

describe('a host pattern', () => {
  const check = ([pattern, host, depth]: [string, string, 'one' | 'any'], expected: boolean) =>
    expect(hostMatches(pattern, host, depth)).toBe(expected)
  it.each<[[string, string, 'one' | 'any'], boolean]>([
    [['api.example.com', 'api.example.com', 'one'], true],
    [['api.example.com', 'x.api.example.com', 'any'], false],
    [['*.example.com', 'a.example.com', 'one'], true],
    [['*.example.com', 'a.b.example.com', 'one'], false],
    [['*.example.com', 'a.b.example.com', 'any'], true],
    [['*.example.com', 'example.com', 'one'], false],
    [['*.example.com', 'example.com', 'any'], false],
    [['*.example.com', 'evilexample.com', 'any'], false],
    [['*', 'anything.example', 'one'], true],
  ])('%j: %j', check)
})

describe('a certificate name', () => {
  const check = (name: string, host: string, expected: boolean) =>
    expect(certificateNameCovers(name, host)).toBe(expected)
  it.each<[string, string, boolean]>([
    ['a.example.com', 'a.example.com', true],
    ['*.example.com', 'a.example.com', true],
    ['*.example.com', 'a.b.example.com', false],
    ['*.example.com', 'example.com', false],
    ['*.example.com', '*.example.com', true],
    ['*.example.com', '*.b.example.com', false],
    ['a.example.com', '*.example.com', false],
    ['*.example.com', '*', false],
  ])('%s covers %s: %s', check)
})

describe('what is wrong with a host', () => {
  const check = (host: string, expected: RegExp | null) => {
    const problem = hostPatternProblem(host)
    if (expected === null) expect(problem).toBeNull()
    else expect(problem).toMatch(expected)
  }
  it.each<[string, RegExp | null]>([
    ['api.example.com', null],
    ['*.example.com', null],
    ['*', null],
    ['', /empty/],
    ['https://api.example.com', /without a scheme/],
    ['api.example.com/v1', /without a path/],
    ['api.example.com:443', /without a port/],
    ['10.0.0.1', /IP address/],
    ['[::1]', /IP address/],
    ['2001:db8::1', /IP address/],
    ['a_b.example.com', /underscore/],
    ['a.*.example.com', /whole first label/],
    ['*a.example.com', /whole first label/],
    ['**', /whole first label/],
    ['*.', /labels of 1 to 63/],
    ['bücher.example', /xn--bcher-kva\.example/],
    ['*.bücher.example', /\*\.xn--bcher-kva\.example/],
    ['ü@evil.example', /no ASCII/],
    ['ü:80', /without a port/],
    ['a b.example', /labels of/],
    ['-a.example', /labels of/],
    ['a.example.1', /labels of/],
    [`${name253}.toolong`, /253/],
  ])('%j', check)

  it('answers at once for eight million colons', () => {
    // A pattern with two stars before a literal took cubic time here.
    expect(hostPatternProblem(`${':'.repeat(100_000)}z`)).not.toBeNull()
    expect(hostPatternProblem(`${':'.repeat(8_000_000)}z`)).not.toBeNull()
  })

  it('folds case and one trailing dot, and nothing else', () => {
    expect(hostPatternSchema.parse('API.Example.com.')).toBe('api.example.com')
    expect(hostPatternSchema.safeParse('.').success).toBe(false)
    expect(hostPatternSchema.safeParse('ban\u212a.example').success).toBe(false)
  })
})
