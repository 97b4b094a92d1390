// A plan changes and an edge stops under live connections: nobody who is being served is dropped.
import { connect as connectHttp2, createServer as createHttp2Server, createSecureServer } from 'node:http2'
import { createServer as createHttpsServer } from 'node:https'
import { connect } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { planSchema } from '../domain-model/plan'
import { startEdge } from './edge'
import { get, pass, planOf, type RouteInput, web } from './edge-plans'
import { type Authority, anyPorts, EdgeStage, exchange, makeAuthority, type Pair } from './edge-stage'
import { leasePorts } from './proof/loopback-ports'

let authority: Authority
let edgePair: Pair
let backendPair: Pair
beforeAll(() => {
  authority = makeAuthority('edge')
  edgePair = authority.issue('edge', ['*.example.com'])
  backendPair = authority.issue('backend', ['backend.internal.example'])
})

let stage = new EdgeStage()
afterEach(async () => {
  const { faults } = stage
  await stage.close()
  stage = new EdgeStage()
  expect(faults).toEqual([])
})

const materials = (...ports: number[]) => ({
  certificates: { edge: edgePair.pem },
  trust: { internal: authority.certificate },
  servers: Object.fromEntries(ports.map((port, index) => [`10.0.0.${index + 1}:8080`, { host: '127.0.0.1', port }])),
})
const again = get().replace('Connection: close\r\n', '')
/** Another plan: other upstream servers, other names for new connections. */
const change = async (port: number, ...routes: RouteInput[]) => {
  const plan = planSchema.parse(planOf(routes, { servers: [{ host: '10.0.0.1', port: 8080, weight: 7 }] }))
  await stage.edge.apply({ plan, materials: { ...materials(port) } as never, bind: anyPorts(plan) })
}
const next = (socket: TLSSocket) =>
  new Promise<string>((resolve) => socket.once('data', (chunk) => resolve(String(chunk))))
const ask = async (socket: TLSSocket) => {
  socket.write(again)
  return next(socket)
}
const until = async (what: () => boolean) => {
  for (let waited = 0; !what(); waited += 20) {
    if (waited > 10_000) expect.fail('it never came')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

describe('a changed plan', () => {
  test('leaves a kept HTTP/1.1 connection, an HTTP/2 session and a WebSocket alone; only new connections get it', async () => {
    const first = await stage.httpBackend((_request, response) => response.end('first'))
    first.server.on('upgrade', (_request, socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
      socket.pipe(socket)
    })
    const second = await stage.httpBackend((_request, response) => response.end('second'))
    await stage.start(planOf([web(), pass()]), materials(first.port))
    const listening = stage.port()
    const kept = await stage.tls('web.example.com', { ALPNProtocols: ['http/1.1'] })
    expect(await ask(kept)).toContain('first')
    const below = await stage.tls('web.example.com', { ALPNProtocols: ['h2'] })
    const session = connectHttp2('https://web.example.com', { createConnection: () => below })
    stage.onClose(() => session.destroy())
    const request = async () => {
      const stream = session.request({ ':path': '/' })
      return String(await new Promise((resolve) => stream.once('data', resolve)))
    }
    expect(await request()).toBe('first')
    const socket = await stage.tls('web.example.com')
    socket.write(
      'GET /chat HTTP/1.1\r\nHost: web.example.com\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n',
    )
    expect(await next(socket)).toMatch(/^HTTP\/1.1 101 /)

    await change(second.port, web({ hosts: ['renamed.example.com'] }), pass())
    expect(stage.port()).toBe(listening)
    // Connections keep the plan that they began with, whole: also its upstream.
    expect(await ask(kept)).toContain('first')
    expect(await request()).toBe('first')
    socket.write('still here')
    expect(await next(socket)).toBe('still here')
    await expect(stage.tls('web.example.com')).rejects.toThrow(/unrecognized/i)
    expect(await exchange(await stage.tls('renamed.example.com'), get('/', 'renamed.example.com'))).toContain('second')
  })

  test('that cannot listen changes nothing', async () => {
    const { port } = await stage.httpBackend((_request, response) => response.end('first'))
    await stage.start(planOf([web()]), materials(port))
    const taken = await stage.tcpBackend(() => undefined)
    const plan = planSchema.parse(planOf([web({ hosts: ['renamed.example.com'] })]))
    await expect(
      stage.edge.apply({ plan, bind: { ...anyPorts(plan), https: { host: '127.0.0.1', port: taken } } }),
    ).rejects.toThrow(/EADDRINUSE/)
    expect(await exchange(await stage.tls('web.example.com'), get())).toContain('first')
  })
})

describe('stop', () => {
  test('lets a request that is under way finish, over HTTP/1.1 and HTTP/2, and takes no other', async () => {
    const answers: (() => void)[] = []
    const { port } = await stage.httpBackend((_request, response) => {
      answers.push(() => response.end('whole answer'))
    })
    await stage.start(planOf([web()]), materials(port))
    const listening = stage.port()
    const one = await stage.tls('web.example.com', { ALPNProtocols: ['http/1.1'] })
    one.write(again)
    const answered = next(one)
    const two = await stage.tls('web.example.com', { ALPNProtocols: ['h2'] })
    const session = connectHttp2('https://web.example.com', { createConnection: () => two })
    stage.onClose(() => session.destroy())
    const stream = session.request({ ':path': '/' })
    let text = ''
    stream.on('data', (chunk) => (text += chunk))
    const idle = await stage.tls('web.example.com', { ALPNProtocols: ['h2'] })
    const quiet = connectHttp2('https://web.example.com', { createConnection: () => idle })
    stage.onClose(() => quiet.destroy())
    await until(() => answers.length === 2)

    const stopping = stage.edge.stop(600_000)
    await until(() => quiet.destroyed)
    await new Promise((resolve) =>
      connect({ port: listening, host: '127.0.0.1' }).once('error', resolve).once('connect', resolve),
    ).then((error) => expect(String(error)).toContain('ECONNREFUSED'))
    for (const send of answers) send()
    expect(await answered).toMatch(/Connection: close[\s\S]*whole answer/i)
    await new Promise((resolve) => stream.once('end', resolve))
    expect(text).toBe('whole answer')
    // All were served, so nothing waits for the grace, which is longer than this test may take.
    await stopping
  })
})

describe('by default', () => {
  test('an edge listens on loopback', async () => {
    const ports = leasePorts()
    stage.onClose(ports.release)
    const port = await ports.take()
    const plan = planSchema.parse({ ...planOf([pass()]), listeners: [{ name: 'https', port, protocol: 'tls' }] })
    const edge = await startEdge({ plan, materials: { certificates: {}, trust: {}, servers: {} } })
    stage.onClose(() => edge.stop(0))
    expect(edge.listeners()).toEqual({ https: { host: '127.0.0.1', port } })
  })

  test('the log forgets the oldest beyond its bound', async () => {
    await stage.start(planOf([web()]), materials(1), { limits: { logEntriesMax: 5 } })
    for (let turn = 0; turn < 12; turn++) await stage.tls(`n${turn}.example.com`).catch(() => undefined)
    const { log } = stage.edge
    expect(log.entries(100).map(({ sni }) => sni)).toEqual([11, 10, 9, 8, 7].map((turn) => `n${turn}.example.com`))
    expect(log.totals()['']).toMatchObject({ connections: 12, refused: 12, open: 0 })
  })
})

describe.each(['terminate', 'reencrypt'] as const)('through a route that does %s', (mode) => {
  const upstreamTls = { verify: true, trust: 'internal', serverName: 'backend.internal.example' }
  const route = () => web({ mode, ...(mode === 'reencrypt' ? { upstreamTls } : {}) })

  test('a WebSocket passes both ways, and ends when either side does', async () => {
    const server = mode === 'reencrypt' ? createHttpsServer({ key: backendPair.pem, cert: backendPair.pem }) : null
    const backend = server ?? (await stage.httpBackend()).server
    backend.on('upgrade', (_request, socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
      socket.on('data', (chunk: Buffer) => (String(chunk) === 'bye' ? socket.end() : socket.write(chunk)))
    })
    const port = server ? await stage.listen(server) : (backend.address() as { port: number }).port
    await stage.start(planOf([route()]), materials(port))
    const socket = await stage.tls('web.example.com')
    socket.write(
      'GET /chat HTTP/1.1\r\nHost: web.example.com\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n',
    )
    expect(await next(socket)).toMatch(/^HTTP\/1.1 101 /)
    socket.write('ping')
    expect(await next(socket)).toBe('ping')
    socket.write('bye')
    await new Promise((resolve) => socket.once('close', resolve).resume())
    await until(() => stage.edge.log.openCount === 0)
    expect(stage.edge.log.entries(1)[0]).toMatchObject({ status: 101, ending: 'finished', bytesDown: 4 })
  })

  test('gRPC streams both ways at once, with trailers', async () => {
    const server =
      mode === 'reencrypt' ? createSecureServer({ key: backendPair.pem, cert: backendPair.pem }) : createHttp2Server()
    server.on('stream', (stream) => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true })
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }))
      stream.on('data', (chunk: Buffer) => stream.write(`<${chunk}>`))
      stream.on('end', () => stream.end())
    })
    const port = await stage.listen(server as never)
    await stage.start(planOf([route()]), materials(port))
    const socket = await stage.tls('web.example.com', { ALPNProtocols: ['h2'] })
    const session = connectHttp2('https://web.example.com', { createConnection: () => socket })
    stage.onClose(() => session.destroy())
    const stream = session.request({
      ':method': 'POST',
      ':path': '/s/M',
      'content-type': 'application/grpc',
      te: 'trailers',
    })
    // The answer to the first message comes before the second is sent.
    for (const message of ['one', 'two']) {
      stream.write(message)
      expect(String(await new Promise((resolve) => stream.once('data', resolve)))).toBe(`<${message}>`)
    }
    stream.end()
    expect(await new Promise((resolve) => stream.once('trailers', resolve))).toMatchObject({ 'grpc-status': '0' })
  })
})
