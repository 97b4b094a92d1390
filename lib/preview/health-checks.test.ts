import { createServer } from 'node:http'
import { type AddressInfo, createServer as createTcp } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { upstreamSchema } from '../domain-model/upstream'
import { DialGuard } from './dial-guard'
import { HealthChecks, pacesOf } from './health-checks'
import { ServerPool } from './server-pool'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

function watch(port: number, health: object, sendProxyProtocol = 'none') {
  const upstream = upstreamSchema.parse({
    name: 'app',
    servers: [{ host: '10.0.0.1', port: 80 }],
    sendProxyProtocol,
    health: { intervalSeconds: 1, timeoutSeconds: 1, rise: 1, fall: 1, ...health },
  })
  const pool = new ServerPool(upstream)
  const guard = new DialGuard({ ranges: [], hostSuffixes: [] }, { '10.0.0.1:80': { host: '127.0.0.1', port } })
  const checks = new HealthChecks(pool, () => guard)
  closers.push(() => checks.stop())
  checks.start()
  return pool.servers[0] as (typeof pool.servers)[number]
}

const until = async (what: () => boolean) => {
  for (let waited = 0; waited < 6000 && !what(); waited += 20) await new Promise((resolve) => setTimeout(resolve, 20))
  expect(what()).toBe(true)
}

test('an HTTP check takes a sick server out and brings it back', async () => {
  let status = 200
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(`${request.url} ${request.headers.host}`)
    response.writeHead(status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => server.close())
  const watched = watch((server.address() as AddressInfo).port, {
    kind: 'http',
    path: '/healthz',
    host: 'app.example.com',
  })
  await until(() => watched.goodChecks > 0)
  expect(seen[0]).toBe('/healthz app.example.com')
  status = 503
  await until(() => !watched.up)
  expect(watched.reason).toBe('answered 503, not 200')
  status = 200
  await until(() => watched.up)
})

test('a TCP check, a TLS check of what is no TLS, and a server that does not answer', async () => {
  const server = createTcp((socket) => {
    socket.on('error', () => undefined)
    closers.push(() => socket.destroy())
    socket.once('data', () => socket.end('no TLS'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => server.close())
  const { port } = server.address() as AddressInfo
  const [tcp, tls] = [watch(port, { kind: 'tcp' }), watch(port, { kind: 'tls', serverName: 'app.example.com' })]
  await until(() => tcp.goodChecks > 0 && !tls.up)
  expect(tcp.up).toBe(true)
  server.close()
  await until(() => !tcp.up)
  expect(tcp.reason).toBe('ECONNREFUSED')
})

test('checks of many upstreams are spread: no second sees more than it may, and nobody is asked more often than the plan says', () => {
  const perSecondMax = 50
  const upstreams = Array.from({ length: 1000 }, (_, index) =>
    upstreamSchema.parse({
      name: `u${index}`,
      servers: [{ host: '10.0.0.1', port: 80 }],
      ...(index % 2 === 0 ? { health: { kind: 'tcp', intervalSeconds: 2 } } : {}),
    }),
  )
  const { of, stretch } = pacesOf(upstreams, perSecondMax)
  // 500 servers every 2 seconds are 250 a second.
  expect(stretch).toBe(5)
  const asked = upstreams.flatMap((upstream) => {
    if (!upstream.health) return []
    const { firstAfterMs } = of(upstream)
    return Array.from(
      { length: 10 },
      (_, round) => firstAfterMs + round * upstream.health!.intervalSeconds * stretch * 1000,
    )
  })
  const perSecond = new Map<number, number>()
  for (const at of asked) perSecond.set(Math.floor(at / 1000), (perSecond.get(Math.floor(at / 1000)) ?? 0) + 1)
  // Twice: the first ones come at once, and those behind them right after.
  expect(Math.max(...perSecond.values())).toBeLessThanOrEqual(2 * perSecondMax)
  expect(pacesOf(upstreams.slice(0, 100), perSecondMax).stretch).toBe(1)
  expect(of(upstreams[0]!).firstAfterMs).toBe(0)
})
