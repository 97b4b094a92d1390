import { describe, expect, it } from 'vitest'
import { isTrustedHost, isTrustedOrigin } from './request-host'

describe('the Host header', () => {
  it.each(['localhost', 'LocalHost:4430', '127.0.0.1:4430', '127.255.0.9', '[::1]:80'])('%s is ours', (host) => {
    expect(isTrustedHost(host, undefined)).toBe(true)
  })

  it.each([
    null,
    '',
    'evil.example:4430',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '127.0.0.256',
    '0177.0.0.1',
    '10.0.0.1',
    'localhost:4430@evil.example',
    'localhost,evil.example',
    '[::ffff:127.0.0.1]',
    'local host',
  ])('%s is not', (host) => {
    expect(isTrustedHost(host, undefined)).toBe(false)
  })

  it('may be the address that we listen on', () => {
    expect(isTrustedHost('127.9.9.9:4430', '127.9.9.9')).toBe(true)
    expect(isTrustedHost('studio.internal', 'studio.internal')).toBe(true)
    expect(isTrustedHost('other.internal', 'studio.internal')).toBe(false)
  })
})

describe('the Origin header', () => {
  it.each([
    [null, 'localhost:4430', true],
    ['http://localhost:4430', 'localhost:4430', true],
    ['http://localhost:4430', 'LOCALHOST:4430', true],
    ['http://127.0.0.1:4430', 'localhost:4430', false],
    ['http://localhost:9999', 'localhost:4430', false],
    ['https://evil.example', 'localhost:4430', false],
    ['null', 'localhost:4430', false],
    ['nonsense', 'localhost:4430', false],
    ['file://localhost:4430', 'localhost:4430', false],
    ['http://localhost:4430', null, false],
  ])('%s at %s: %s', (origin, host, trusted) => {
    expect(isTrustedOrigin(origin, host)).toBe(trusted)
  })
})
