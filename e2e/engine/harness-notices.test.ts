// Agreement means something only if a wrong edge is noticed: here an engine is given a slightly different plan than it is judged by.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Plan } from '../../lib/domain-model/plan'
import type { HttpRoute, PassthroughRoute, ReencryptRoute, Route } from '../../lib/domain-model/route'
import { judge, reportOf } from '../../lib/preview/proof/agreement'
import { cutHello } from '../../lib/preview/proof/cut-hello'
import { readProxyHeader, writeProxyHeader } from '../../lib/preview/proof/proxy-header'
import type { Stage } from '../../lib/preview/proof/stage'
import { buildPlan } from './build-plan'
import { describeEngine } from './engine-tests'
import { setStage } from './stage'

const plan = buildPlan({
  upstreams: [{ name: 'app' }, { name: 'other' }, { name: 'vault', sendProxyProtocol: 'v2' }],
  routes: [
    {
      name: 'www',
      hosts: ['www.example.com', '*.www.example.com'],
      requestHeaders: { set: { 'X-Edge': 'signalbox' }, remove: ['X-Internal'] },
      responseHeaders: { remove: ['X-Powered-By'] },
      hsts: { maxAgeSeconds: 1000 },
      plainHttp: 'redirect',
      paths: [
        { path: '/v1', upstream: 'app', rewrite: { prefix: '/new' } },
        { path: '/post', match: 'exact', upstream: 'app', methods: ['POST'] },
        { path: '/', upstream: 'other' },
      ],
    },
    {
      name: 'partners',
      clientAuth: { mode: 'required', trust: 'partners', identityHeader: 'X-Client-Subject' },
      plainHttp: 'serve',
    },
    {
      name: 'records',
      mode: 'reencrypt',
      deny: ['127.0.0.9'],
      upstreamTls: {
        verify: true,
        trust: 'internal',
        serverName: 'backend.internal.example',
        clientCertificate: 'www',
      },
    },
    { name: 'vault', mode: 'passthrough', upstream: 'vault', plainHttp: 'closed' },
  ],
})

const www = (change: (route: HttpRoute) => Partial<HttpRoute>) => changeRoute<HttpRoute>('www', change)
const firstPath = (change: object) =>
  www((route) => ({ paths: route.paths.map((rule, index) => (index === 0 ? { ...rule, ...change } : rule)) }))

function changeRoute<R extends Route>(name: string, change: (route: R) => Partial<R>) {
  return (given: Plan): Plan => ({
    ...given,
    routes: given.routes.map((route) => (route.name === name ? ({ ...route, ...change(route as R) } as Route) : route)),
  })
}

const changes: Record<string, (given: Plan) => Plan> = {
  'a path goes to another upstream': firstPath({ upstream: 'other' }),
  'a prefix is another': firstPath({ path: '/v2' }),
  'a rewrite is left out': firstPath({ rewrite: undefined }),
  'a rewrite is another': firstPath({ rewrite: { prefix: '/newer' } }),
  'a method is let through': www((route) => ({ paths: route.paths.map((rule) => ({ ...rule, methods: undefined })) })),
  'a request header is not set': www(() => ({ requestHeaders: { remove: ['X-Internal'] } })),
  'a request header is not removed': www(() => ({ requestHeaders: { set: { 'X-Edge': 'signalbox' } } })),
  'a response header is not removed': www(() => ({ responseHeaders: undefined })),
  'HSTS is missing': www(() => ({ hsts: undefined })),
  'the certificate is another': www(() => ({ certificate: 'partners' })),
  'a wildcard is deeper': www(() => ({ wildcardDepth: 'any' })),
  'a host is missing': www(() => ({ hosts: ['www.example.com'] })),
  'plain HTTP is closed': www(() => ({ plainHttp: 'closed' })),
  'client certificates are optional': changeRoute<HttpRoute>('partners', () => ({
    clientAuth: { mode: 'optional', trust: 'partners' },
  })),
  'client certificates are not asked for': changeRoute<HttpRoute>('partners', () => ({ clientAuth: undefined })),
  'the identity header is missing': changeRoute<HttpRoute>('partners', () => ({
    clientAuth: { mode: 'required', trust: 'partners' },
  })),
  'plain HTTP is forwarded': changeRoute<HttpRoute>('partners', () => ({ plainHttp: 'forward' })),
  'a denied address is let in': changeRoute<Route>('records', () => ({ deny: undefined })),
  'the upstream gets another name': changeRoute<ReencryptRoute>('records', (route) => ({
    upstreamTls: { ...route.upstreamTls, verify: false, serverName: 'x.example' },
  })),
  'the upstream gets no client certificate': changeRoute<ReencryptRoute>('records', (route) => ({
    upstreamTls: { ...route.upstreamTls, clientCertificate: undefined },
  })),
  'passthrough goes to another upstream': changeRoute<PassthroughRoute>('vault', () => ({ upstream: 'app' })),
  'the PROXY header is of another version': (given) => ({
    ...given,
    upstreams: given.upstreams.map((upstream) =>
      upstream.name === 'vault' ? { ...upstream, sendProxyProtocol: 'v1' } : upstream,
    ),
  }),
  'the PROXY header is missing': (given) => ({
    ...given,
    upstreams: given.upstreams.map((upstream) => ({ ...upstream, sendProxyProtocol: 'none' })),
  }),
  'unknown names are routed': (given) => ({
    ...given,
    listeners: given.listeners.map((listener) =>
      listener.protocol === 'tls' ? { ...listener, unmatched: { route: 'www' } } : listener,
    ),
  }),
}

describeEngine('haproxy', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(plan)
  })
  afterAll(() => stage.close())
  const limits = { names: 12, pathsPerRoute: 16, pairs: 6 }

  test('an engine with the same plan agrees', async () => {
    const engine = await stage.play('haproxy')
    expect(reportOf(await judge(engine, 'haproxy', limits), engine, 'haproxy')).toBe('')
    await engine.stop()
  })

  test.each(Object.entries(changes))('noticed: %s', async (_, change) => {
    const engine = await stage.play('haproxy', change)
    const { disagreements } = await judge(engine, 'haproxy', limits)
    expect(disagreements.length).toBeGreaterThan(0)
    await engine.stop()
  })
})

test('a PROXY header is read as it was written, in any split', () => {
  for (const version of [1, 2] as const) {
    const bytes = Buffer.concat([writeProxyHeader(version, '192.0.2.77', 443), Buffer.from('rest')])
    for (let length = 1; length < bytes.length - 4; length++)
      expect(readProxyHeader(bytes.subarray(0, length))).toBe('incomplete')
    expect(readProxyHeader(bytes)).toEqual({
      version,
      source: '192.0.2.77',
      sourcePort: 40404,
      length: bytes.length - 4,
    })
  }
  expect(readProxyHeader(Buffer.from('GET / HTTP/1.1'))).toBe('absent')
  expect(readProxyHeader(Buffer.from('160301', 'hex'))).toBe('absent')
})

test('a cut hello has the same handshake bytes', () => {
  const handshake = Buffer.from(`0100ffff${'ab'.repeat(100)}`, 'hex')
  const flight = Buffer.concat([Buffer.from([22, 3, 1, 0, handshake.length]), handshake])
  expect(Buffer.concat(cutHello(flight, 'single-bytes', null))).toEqual(flight)
  expect(Buffer.concat(cutHello(flight, 'three-segments', null))).toEqual(flight)
  for (const shape of ['records-of-40', 'records-split-in-name'] as const) {
    let rest = Buffer.concat(cutHello(flight, shape, null))
    const parts: Buffer[] = []
    for (; rest.length > 0; rest = rest.subarray(5 + rest.readUInt16BE(3)))
      parts.push(rest.subarray(5, 5 + rest.readUInt16BE(3)))
    expect(parts.length).toBeGreaterThan(1)
    expect(Buffer.concat(parts)).toEqual(handshake)
  }
})
