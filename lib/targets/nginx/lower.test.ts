import { describe, expect, test } from 'vitest'
import { type PlanInput, planSchema } from '../../domain-model/plan'
import { nginx } from './target'

const base: PlanInput = {
  apiVersion: 'signalbox/v1',
  kind: 'Plan',
  name: 'small',
  listeners: [{ name: 'https', port: 443, protocol: 'tls' }],
  certificates: [{ name: 'site', hosts: ['*.example.com'] }],
  upstreams: [{ name: 'app', servers: [{ host: '10.0.0.1', port: 8080 }] }],
  routes: [
    {
      name: 'app',
      listener: 'https',
      hosts: ['app.example.com'],
      mode: 'terminate',
      certificate: 'site',
      paths: [{ path: '/', upstream: 'app' }],
    },
  ],
}

function emit(changes: Partial<PlanInput>, options: { version?: string; runtimeDirectory?: string } = {}) {
  const { artifacts, losses } = nginx.emit(planSchema.parse({ ...base, ...changes }), { version: '1.22', ...options })
  return { text: artifacts[0]?.text ?? '', files: artifacts.map(({ path }) => path), losses }
}

/** The route of the base plan with other fields. */
const route = (changes: object) => ({ routes: [{ ...base.routes?.[0], ...changes }] }) as Partial<PlanInput>

describe('what would keep NGINX from starting is left out and reported', () => {
  test('a second listener on the same address and port', () => {
    const { losses } = emit({
      listeners: [
        { name: 'https', port: 443, protocol: 'tls' },
        { name: 'again', port: 443, protocol: 'tls', address: '0.0.0.0' },
        { name: 'http', port: 443, protocol: 'http', address: '10.0.0.1' },
      ],
    })
    expect(losses.map(({ path }) => path)).toEqual(['/listeners/1/port', '/listeners/2/port'])
  })

  test('two addresses on one port stay', () => {
    const { text, losses } = emit({
      listeners: [
        { name: 'https', port: 443, protocol: 'tls', address: '10.0.0.1' },
        { name: 'other', port: 443, protocol: 'tls', address: '2001:db8::1' },
      ],
    })
    expect(losses).toEqual([])
    expect(text).toContain('listen 10.0.0.1:443;')
    expect(text).toContain('listen [2001:db8::1]:443;')
  })

  test.each(['}', 'return 200', 'if ($x) {', 'return "200;'])(
    'extra lines that are no whole directives: %s',
    (line) => {
      const { text, losses } = emit({ extras: [{ target: 'nginx', place: 'server/app', lines: ['allow all;', line] }] })
      expect(text).not.toContain('allow all')
      expect(losses.map(({ feature }) => feature)).toEqual(['extras'])
    },
  )

  test('a path that NGINX cannot tell from another', () => {
    const paths = ['/a%2Fb', '/a%3Bb', '/a;b'].map((path) => ({ path, match: 'exact' as const, upstream: 'app' }))
    const { text, losses } = emit(route({ paths }))
    expect(losses.map(({ path }) => path)).toEqual(['/routes/0/paths/0/path', '/routes/0/paths/2/path'])
    expect(text.match(/location = "\/a;b"/g)).toHaveLength(1)
  })

  test('a socket path that the system does not take', () => {
    const { losses } = emit({}, { runtimeDirectory: `/run/${'deep/'.repeat(20)}` })
    expect(losses.map(({ feature }) => feature)).toEqual(['hybrid.shared-port'])
  })
})

test('a path with a slash at its end does not make NGINX redirect the one without', () => {
  const { text } = emit(route({ paths: [{ path: '/a/', match: 'exact', upstream: 'app' }] }))
  expect(text).toMatch(/location = \/a {\n +return 404;/)
})

test.each([
  ['1.18', ['listen unix:/run/nginx-edge/tls-1-1.sock ssl http2 proxy_protocol', 'proxy_pass $edge_1_next']],
  ['1.22', ['ssl_reject_handshake on', 'rewrite ^ $uri']],
  ['1.26', ['http2 on', 'pass $edge_1_next', 'listen unix:/run/nginx-edge/tls-1-1.sock ssl default_server']],
])('%s is written in its own words', (version, words) => {
  const { text } = emit({}, { version })
  for (const expected of words) expect(text).toContain(expected)
  expect(text.includes('ssl_reject_handshake')).toBe(version !== '1.18')
})

test('one group of idle connections for each way of speaking to an upstream', () => {
  const [first] = base.routes ?? []
  const reencrypt = (name: string, upstreamTls: object) =>
    ({ ...first, name, hosts: [`${name}.example.com`], mode: 'reencrypt', upstreamTls }) as NonNullable<typeof first>
  const { text } = emit({
    trust: [{ name: 'internal' }],
    routes: [
      first as NonNullable<typeof first>,
      reencrypt('checked', { trust: 'internal', serverName: 'app.internal' }),
      reencrypt('again', { trust: 'internal', serverName: 'app.internal' }),
      reencrypt('unchecked', { verify: false }),
    ],
  })
  expect(text.match(/upstream app\S*/g)).toEqual(['upstream app', 'upstream app.tls', 'upstream app.tls.2'])
})

test('long tables are files of their own, one for both sides', () => {
  const hosts = Array.from({ length: 300 }, (_, index) => `h${index}.example.com`)
  const { text, files } = emit(route({ hosts }))
  expect(files).toEqual(['nginx.conf', 'maps/1-https-exact.map'])
  expect(text.match(/include \/etc\/nginx\/maps\/1-https-exact.map;/g)).toHaveLength(2)
})
