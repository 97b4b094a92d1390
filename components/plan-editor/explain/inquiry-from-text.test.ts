import { expect, test } from 'vitest'
import { inquiryFromText, type KnownListener } from './inquiry-from-text'
import { noQuestion, type Question } from './question'

const listeners: KnownListener[] = [
  { name: 'https', port: 443, protocol: 'tls' },
  { name: 'http', port: 80, protocol: 'http' },
  { name: 'internal', port: 8080, protocol: 'http' },
]
const read = (address: string, more: Partial<Question> = {}) =>
  inquiryFromText({ ...noQuestion, address, ...more }, listeners)
const base = { method: 'GET', clientCertificate: 'none', path: '/', port: 443 }
const api = { ...base, sni: 'api.example.com', host: 'api.example.com' }

test.each([
  ['https://api.example.com/v1/users?x=1', { ...api, path: '/v1/users?x=1' }],
  ['api.example.com', api],
  ['  HTTPS://API.Example.COM  ', api],
  ['api.example.com:8443/x', { ...api, port: 8443, path: '/x' }],
  ['http://api.example.com/x', { ...base, port: 80, sni: null, host: 'api.example.com', path: '/x' }],
  ['api.example.com:80', { ...base, port: 80, sni: null, host: 'api.example.com' }],
  ['api.example.com:8080', { ...base, port: 8080, sni: null, host: 'api.example.com' }],
  ['api.example.com?q', { ...api, path: '/?q' }],
  ['api.example.com/a#b', { ...api, path: '/a' }],
  ['api.example.com/a/../b', { ...api, path: '/a/../b' }],
  ['none', { ...base, sni: null }],
  ['NONE:8443', { ...base, port: 8443, sni: null }],
  ['none/v1?x', { ...base, sni: null, path: '/v1?x' }],
  ['8443', { ...base, port: 8443, sni: null }],
  [':8443', { ...base, port: 8443, sni: null }],
  ['api.example.com.', { ...base, sni: 'api.example.com', host: 'api.example.com.' }],
  ['xn--bcher-kva.example', { ...base, sni: 'xn--bcher-kva.example', host: 'xn--bcher-kva.example' }],
])('%s', (address, inquiry) => {
  expect(read(address)).toEqual({ ok: true, inquiry, notes: [] })
})

test.each([
  ['https://[2001:DB8::1]:444/', { port: 444, host: '[2001:db8::1]' }],
  ['2001:db8::1', { port: 443, host: '[2001:db8::1]' }],
  ['192.0.2.7/x', { port: 443, host: '192.0.2.7' }],
])('for the address %s a client sends no SNI, and the answer says so', (address, inquiry) => {
  expect(read(address)).toMatchObject({
    inquiry: { ...inquiry, sni: null },
    notes: ['For an address a client sends no SNI.'],
  })
})

test('a name in another script is asked as it goes over the wire, path included', () => {
  expect(read('https://Bücher.example/straße?q=ü')).toEqual({
    ok: true,
    inquiry: { ...base, sni: 'xn--bcher-kva.example', host: 'xn--bcher-kva.example', path: '/stra%C3%9Fe?q=%C3%BC' },
    notes: ['Bücher.example goes over the wire as xn--bcher-kva.example.'],
  })
  expect(read('a.example.com/\ud800')).toMatchObject({ inquiry: { path: '/%EF%BF%BD' } })
})

test('another SNI than the host, and none', () => {
  expect(read('https://a.example.com/', { sni: 'B.example.com' })).toMatchObject({
    inquiry: { sni: 'b.example.com', host: 'a.example.com' },
  })
  expect(read('https://a.example.com/', { sni: 'none' })).toMatchObject({
    inquiry: { sni: null, host: 'a.example.com' },
  })
  const alone = read('none', { sni: 'b.example.com' })
  expect(alone).toMatchObject({ inquiry: { sni: 'b.example.com' } })
  expect(alone).not.toHaveProperty('inquiry.host')
})

test('who asks: certificate, method, address', () => {
  expect(
    read('a.example.com', { clientCertificate: 'trust:partners', method: 'post', from: ' 192.0.2.7 ' }),
  ).toMatchObject({ inquiry: { clientCertificate: { trust: 'partners' }, method: 'POST', clientAddress: '192.0.2.7' } })
})

test.each([
  ['', 'type a URL'],
  ['ftp://a.example.com', 'use https:// or http://'],
  ['a.example.com:99999', 'from 1 to 65535'],
  ['a.example.com:0', 'from 1 to 65535'],
  ['a b', 'type a URL'],
  ['/v1/users', 'a path needs a host'],
  ['https://user:secret@a.example.com/', 'before the @'],
  ['user@a.example.com', 'before the @'],
  ['https://[::zz]/', 'type a URL'],
  ['https://[1::2::3]/', 'no IPv6 address'],
  ['http://a.example.com:443/', 'speaks TLS (listener https)'],
  ['https://a.example.com:8080/', 'speaks plain HTTP (listener internal)'],
  ['ex\u3002\u3002ample', 'no name that a client could send'],
])('%j is answered with a reason', (address, reason) => {
  expect(read(address)).toMatchObject({ ok: false, reason: expect.stringContaining(reason) })
})

test('an @ in the path is a path', () => {
  expect(read('a.example.com/@me')).toMatchObject({ inquiry: { host: 'a.example.com', path: '/@me' } })
})

test('an address that is none, in the field for it', () => {
  expect(read('a.example.com', { from: '300.1.1.1' })).toMatchObject({ ok: false })
})
