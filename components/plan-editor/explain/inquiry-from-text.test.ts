import { expect, test } from 'vitest'
import { inquiryFromText, type Question } from './inquiry-from-text'

const read = (address: string, more: Partial<Question> = {}) =>
  inquiryFromText({ address, sni: '', clientCertificate: 'none', method: 'GET', ...more })
const base = { method: 'GET', clientCertificate: 'none' }

test.each([
  [
    'https://api.example.com/v1/users?x=1',
    { ...base, port: 443, sni: 'api.example.com', host: 'api.example.com', path: '/v1/users?x=1' },
  ],
  ['api.example.com', { ...base, port: 443, sni: 'api.example.com', host: 'api.example.com', path: '/' }],
  ['api.example.com:8443/x', { ...base, port: 8443, sni: 'api.example.com', host: 'api.example.com', path: '/x' }],
  ['http://api.example.com/x', { ...base, port: 80, sni: null, host: 'api.example.com', path: '/x' }],
  ['api.example.com?q', { ...base, port: 443, sni: 'api.example.com', host: 'api.example.com', path: '/?q' }],
  ['none', { ...base, port: 443, sni: null, path: '/' }],
  ['https://[2001:db8::1]:444/', { ...base, port: 444, sni: '[2001:db8::1]', host: '[2001:db8::1]', path: '/' }],
])('%s', (address, inquiry) => {
  expect(read(address)).toEqual({ ok: true, inquiry })
})

test('another SNI than the host, and none', () => {
  expect(read('https://a.example.com/', { sni: 'b.example.com' })).toMatchObject({
    inquiry: { sni: 'b.example.com', host: 'a.example.com' },
  })
  expect(read('https://a.example.com/', { sni: 'none' })).toMatchObject({
    inquiry: { sni: null, host: 'a.example.com' },
  })
})

test('a client certificate of a trust bundle', () => {
  expect(read('a.example.com', { clientCertificate: 'trust:partners' })).toMatchObject({
    inquiry: { clientCertificate: { trust: 'partners' } },
  })
})

test.each(['', 'ftp://a.example.com', 'a.example.com:99999', 'a b'])('%j is answered with a reason', (address) => {
  expect(read(address)).toMatchObject({ ok: false })
})
