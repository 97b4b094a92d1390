import { createHash, randomBytes } from 'node:crypto'
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { planSchema } from '../domain-model/plan'
import { get, pass, planOf, type RouteInput, web } from './edge-plans'
import { type Authority, anyPorts, bodyOf, EdgeStage, exchange, makeAuthority, type Pair } from './edge-stage'
import { handshakeOf, inRecords, serverName, smallHello } from './hello-fixtures'

let authority: Authority
let edgePair: Pair
let partners: Authority
beforeAll(() => {
  authority = makeAuthority('edge')
  edgePair = authority.issue('edge', ['*.example.com'])
  partners = makeAuthority('partners')
})

let stage = new EdgeStage()
afterEach(async () => {
  await stage.close()
  expect(stage.faults).toEqual([])
  stage = new EdgeStage()
})
afterAll(() => stage.close())

const materials = (...ports: number[]) => ({
  certificates: { edge: edgePair.pem },
  trust: { partners: partners.certificate, internal: authority.certificate },
  servers: Object.fromEntries(ports.map((port, index) => [`10.0.0.${index + 1}:8080`, { host: '127.0.0.1', port }])),
})

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const tcp = (port: number): Socket => {
  const socket = connect({ port, host: '127.0.0.1' })
  stage.onClose(() => socket.destroy())
  return socket
}
const last = () => stage.edge.log.entries(1)[0]

describe('what comes before a decision', () => {
  test('an unknown name gets the alert unrecognized_name, and the log says why', async () => {
    await stage.start(planOf([web()]), materials(1))
    const answer = Buffer.from(await exchange(tcp(stage.port()), smallHello('other.example.com')), 'latin1')
    expect(answer.toString('hex')).toBe('15030300020270')
    expect(last()).toMatchObject({
      sni: 'other.example.com',
      ending: 'refused',
      outcome: 'reject',
      alpn: ['h2', 'http/1.1'],
    })
    expect(last()?.reason).toContain('no route has other.example.com')
    expect(last()?.ja4).toMatch(/^t13d/)
  })

  test.each([
    ['plain HTTP is closed without a word', Buffer.from(get()), '', /plain HTTP/],
    ['the wrong record type is closed without a word', Buffer.from('170303000101', 'hex'), '', /type 23/],
    [
      'a malformed hello gets decode_error',
      inRecords(handshakeOf({ extensions: [serverName('a'), serverName('a')] })),
      '15030300020232',
      /twice/,
    ],
  ])('%s', async (_, bytes, answer, reason) => {
    await stage.start(planOf([web()]), materials(1))
    expect(Buffer.from(await exchange(tcp(stage.port()), bytes), 'latin1').toString('hex')).toBe(answer)
    expect(last()?.reason).toMatch(reason)
  })

  test('a slow hello is closed in time, one byte after the other or none at all', async () => {
    await stage.start(planOf([web()], {}, { clientHelloSeconds: 1 }), materials(1))
    const drip = tcp(stage.port())
    const hello = smallHello()
    const timer = setInterval(() => drip.write(hello.subarray(0, 1)), 100)
    const silent = tcp(stage.port())
    await Promise.all(
      [drip, silent].map(
        (socket) =>
          new Promise((resolve) =>
            socket
              .on('error', () => undefined)
              .once('close', resolve)
              .resume(),
          ),
      ),
    )
    clearInterval(timer)
    expect(stage.edge.log.entries().some(({ reason }) => /time is up: nothing was sent/.test(reason))).toBe(true)
  })

  test('an endless hello ends at its bound', async () => {
    await stage.start(planOf([web()]), materials(1))
    const socket = tcp(stage.port())
    const record = inRecords(Buffer.concat([Buffer.from('0100ffff', 'hex'), Buffer.alloc(16_000)]))
    for (let times = 0; times < 6; times++) socket.write(times === 0 ? record : inRecords(Buffer.alloc(16_000)))
    await exchange(socket, '')
    expect(last()).toMatchObject({ ending: 'malformed' })
  })

  test('a PROXY header is believed from the listed sources only', async () => {
    const { port } = await stage.httpBackend()
    await stage.start({ ...planOf([web()], {}, { acceptProxyProtocol: { from: ['127.0.0.1'] } }) }, materials(port))
    const raw = tcp(stage.port())
    raw.write('PROXY TCP4 203.0.113.9 192.0.2.1 4000 443\r\n')
    const secure = await stage.tls('web.example.com', { socket: raw })
    const answer = await exchange(secure, get())
    expect(answer).toContain('"x-forwarded-for":"203.0.113.9"')
    expect(last()?.client).toBe('203.0.113.9')
    const stranger = connect({ port: stage.port(), host: '127.0.0.1', localAddress: '127.0.0.5' })
    expect(await exchange(stranger, 'PROXY TCP4 203.0.113.9 192.0.2.1 4000 443\r\n')).toBe('')
    expect(last()?.reason).toContain('127.0.0.5 may not send a PROXY header')
  })

  test('a server name with a port counts as none, also for the certificate that is shown', async () => {
    const other = authority.issue('rest', ['*.example.com'])
    const rest = web({ name: 'rest', hosts: ['*'], certificate: 'rest' })
    await stage.start(
      { ...planOf([web(), rest]), certificates: [{ name: 'edge' }, { name: 'rest' }] },
      { ...materials(1), certificates: { edge: edgePair.pem, rest: other.pem } },
    )
    const shown = async (name: string) => (await stage.tls(name)).getPeerCertificate().subject.CN
    expect(await shown('web.example.com')).toBe('edge')
    expect(await shown('web.example.com:443')).toBe('rest')
    expect(await shown('any.thing')).toBe('rest')
  })

  test('more connections than allowed are closed, and the log names the limit', async () => {
    await stage.start(planOf([web()]), materials(1), { limits: { connectionsMax: 2 } })
    const held = [tcp(stage.port()), tcp(stage.port())]
    await pause(100)
    const third = tcp(stage.port())
    await exchange(third, '')
    expect(last()?.reason).toContain('limit of 2 connections')
    for (const socket of held) socket.destroy()
    await pause(100)
    expect(stage.edge.connections).toBe(0)
  })
})

describe('passthrough', () => {
  test('the backend ends TLS with its own certificate and sees the PROXY header first', async () => {
    const backendPair = authority.issue('backend', ['pass.example.com'])
    const seen: string[] = []
    const server = createTlsServer({ cert: backendPair.pem, key: backendPair.pem }, (socket) =>
      socket.end(`hello ${socket.authorized}`),
    )
    const port = await stage.tcpBackend((socket) => {
      socket.once('data', (chunk: Buffer) => {
        const end = chunk.indexOf('\r\n') + 2
        socket.pause()
        seen.push(chunk.subarray(0, end).toString())
        if (chunk.length > end) socket.unshift(chunk.subarray(end))
        server.emit('connection', socket)
      })
    })
    await stage.start(planOf([pass()], { sendProxyProtocol: 'v1' }), materials(port))
    const socket = await stage.tls('pass.example.com')
    expect(socket.getPeerCertificate().subject.CN).toBe('backend')
    expect(await exchange(socket, '')).toBe('hello false')
    expect(seen[0]).toMatch(/^PROXY TCP4 127\.0\.0\.1 127\.0\.0\.1 \d+ \d+\r\n$/)
    await pause(50)
    expect(last()).toMatchObject({
      route: 'pass',
      mode: 'passthrough',
      upstream: 'app',
      server: '10.0.0.1:8080',
      ending: 'finished',
    })
    expect(last()?.bytesUp).toBeGreaterThan(200)
  })

  test('a server that refuses costs nothing: the next one is tried', async () => {
    const port = await stage.tcpBackend((socket) => socket.end('here'))
    const upstream = {
      servers: [
        { host: '10.0.0.1', port: 8080 },
        { host: '10.0.0.2', port: 8080 },
      ],
    }
    await stage.start(planOf([pass()], upstream), materials(1, port))
    for (let turn = 0; turn < 4; turn++)
      expect(await exchange(tcp(stage.port()), smallHello('pass.example.com'))).toBe('here')
    expect(stage.edge.servers().app?.[0]).toMatchObject({ up: false, reason: 'ECONNREFUSED' })
  })

  test('a changed plan leaves live connections alone and keeps the listener', async () => {
    const port = await stage.tcpBackend((socket) => socket.pipe(socket))
    await stage.start(planOf([pass()]), materials(port))
    const listening = stage.port()
    const live = tcp(listening)
    live.write(smallHello('pass.example.com'))
    await new Promise((resolve) => live.once('data', resolve))
    const plan = planSchema.parse(planOf([pass({ hosts: ['renamed.example.com'] })]))
    await stage.edge.apply({ plan, bind: anyPorts(plan) })
    expect(stage.port()).toBe(listening)
    expect(Buffer.from(await exchange(tcp(listening), smallHello('pass.example.com')), 'latin1')[6]).toBe(112)
    live.write('still here')
    expect(String(await new Promise((resolve) => live.once('data', resolve)))).toBe('still here')
  })

  test('stop drains, then closes what is left', async () => {
    const port = await stage.tcpBackend((socket) => socket.pipe(socket))
    await stage.start(planOf([pass()]), materials(port))
    const live = tcp(stage.port())
    live.write(smallHello('pass.example.com'))
    await new Promise((resolve) => live.once('data', resolve))
    const listening = stage.port()
    const stopping = stage.edge.stop(600)
    await pause(50)
    const late = tcp(listening)
    await expect(new Promise((resolve, reject) => late.once('connect', resolve).once('error', reject))).rejects.toThrow(
      /ECONNREFUSED/,
    )
    live.write('draining')
    expect(String(await new Promise((resolve) => live.once('data', resolve)))).toBe('draining')
    await stopping
    expect(last()).toMatchObject({ ending: 'stopped' })
    expect(stage.edge.connections).toBe(0)
  })

  test('an address that no one permitted is not dialled', async () => {
    await stage.start(planOf([pass()]), { ...materials(), servers: {} })
    await exchange(tcp(stage.port()), smallHello('pass.example.com'))
    expect(last()).toMatchObject({ ending: 'connect-failed' })
    expect(last()?.reason).toContain('neither a stand-in nor on the allow-list')
  })
})

describe('client certificates', () => {
  const routes = [
    web(),
    web({
      name: 'secure',
      hosts: ['secure.example.com'],
      clientAuth: { mode: 'required', trust: 'partners', identityHeader: 'X-Client' },
    }),
    web({
      name: 'maybe',
      hosts: ['maybe.example.com'],
      clientAuth: { mode: 'optional', trust: 'partners', identityHeader: 'X-Client' },
    }),
  ]

  test.each(['TLSv1.2', 'TLSv1.3'] as const)('a resumed session never borrows authentication, %s', async (version) => {
    const { port } = await stage.httpBackend()
    await stage.start(planOf(routes), materials(port))
    const options = { minVersion: version, maxVersion: version } as const
    const sessionOf = async (name: string, pem?: string): Promise<Buffer> => {
      const first = await stage.tls(name, { ...options, ...(pem ? { cert: pem, key: pem } : {}) })
      const session = new Promise<Buffer>((resolve) => first.once('session', resolve))
      const early = first.getSession()
      const answer = exchange(first, get('/', name))
      const got = await Promise.race([session, answer.then(() => early as Buffer)])
      await answer
      return got
    }
    // A session made without a certificate, offered where one is required.
    for (const from of ['web.example.com', 'maybe.example.com']) {
      const session = await sessionOf(from)
      const answer = await stage.tls('secure.example.com', { ...options, session }).then(
        (socket) => exchange(socket, get('/', 'secure.example.com')),
        () => '',
      )
      expect(answer, `from ${from}`).not.toContain('200 OK')
    }
    // A session made with a certificate of nobody, which the edge refused after the handshake.
    const nobody = makeAuthority('nobody').issue('mallory')
    const refused = await stage.tls('maybe.example.com', { ...options, cert: nobody.pem, key: nobody.pem }).then(
      (socket) =>
        new Promise<Buffer | undefined>((resolve) => {
          socket.on('session', resolve)
          socket.once('close', () => resolve(socket.getSession()))
          socket.on('error', () => undefined)
          socket.resume()
        }),
      () => undefined,
    )
    if (refused) {
      const again = await stage.tls('maybe.example.com', { ...options, session: refused }).then(
        (socket) => exchange(socket, get('/', 'maybe.example.com')),
        () => '',
      )
      expect(again).not.toContain('mallory')
    }
    // The same route with its own session stays authenticated.
    const partner = partners.issue('alice').pem
    const own = await sessionOf('secure.example.com', partner)
    const resumed = await stage.tls('secure.example.com', { ...options, session: own })
    expect(resumed.isSessionReused()).toBe(true)
    expect(await exchange(resumed, get('/', 'secure.example.com'))).toContain('"x-client":"CN=alice,O=Test"')
  })

  test.each(['TLSv1.2', 'TLSv1.3'] as const)('a session opens only the door that gave it, %s', async (version) => {
    const { port } = await stage.httpBackend()
    const second = authority.issue('second', ['*.example.com'])
    await stage.start(
      {
        ...planOf([
          web(),
          web({ name: 'other', hosts: ['other.example.com'], certificate: 'second' }),
          routes[2] as RouteInput,
        ]),
        certificates: [{ name: 'edge' }, { name: 'second' }],
      },
      { ...materials(port), certificates: { edge: edgePair.pem, second: second.pem } },
    )
    const options = { minVersion: version, maxVersion: version } as const
    const first = await stage.tls('web.example.com', options)
    const given = new Promise<Buffer>((resolve) => first.on('session', resolve))
    const early = first.getSession()
    await exchange(first, get())
    const session = version === 'TLSv1.2' ? (early as Buffer) : await given
    const reuses = async (name: string) => {
      const socket = await stage.tls(name, { ...options, session })
      return { reused: socket.isSessionReused(), shown: socket.getPeerCertificate().subject?.CN }
    }
    expect((await reuses('web.example.com')).reused).toBe(true)
    // Another certificate, and another way to ask for client certificates: a full handshake each time.
    expect(await reuses('other.example.com')).toEqual({ reused: false, shown: 'second' })
    expect((await reuses('maybe.example.com')).reused).toBe(false)
  })

  test('what clients say of themselves is removed, with dash or underscore', async () => {
    const { port } = await stage.httpBackend()
    await stage.start(planOf(routes), materials(port))
    const forged =
      'X-Client: CN=mallory\r\nx_client: CN=mallory\r\nX_Forwarded_For: 6.6.6.6\r\nX-Forwarded-For: 6.6.6.6\r\nForwarded: for=6.6.6.6\r\n'
    const answer = await exchange(await stage.tls('maybe.example.com'), get('/', 'maybe.example.com', forged))
    expect(answer).toContain('200 OK')
    expect(answer).not.toMatch(/mallory|6\.6\.6\.6/)
  })

  test('an untrusted certificate is refused, and the log says so', async () => {
    const { port } = await stage.httpBackend()
    await stage.start(planOf(routes), materials(port))
    const nobody = makeAuthority('nobody').issue('mallory').pem
    const answer = await stage.tls('maybe.example.com', { cert: nobody, key: nobody }).then(
      (socket) => exchange(socket, get('/', 'maybe.example.com')),
      () => '',
    )
    expect(answer).toBe('')
    expect(last()?.reason).toContain('the client showed another')
  })
})

describe('HTTP', () => {
  test('requests and answers stream with back-pressure, byte for byte', { timeout: 60_000 }, async () => {
    const down = randomBytes(6_000_000)
    let up = ''
    const { port } = await stage.httpBackend((request, response) => {
      const hash = createHash('sha256')
      request.on('data', (chunk) => hash.update(chunk))
      request.on('end', () => {
        up = hash.digest('hex')
        response.end(down)
      })
    })
    await stage.start(planOf([web()]), materials(port))
    const body = randomBytes(4_000_000)
    for (const protocol of ['h2', 'http/1.1']) {
      up = ''
      const socket = await stage.tls('web.example.com', { ALPNProtocols: [protocol] })
      expect(socket.alpnProtocol).toBe(protocol)
      const got =
        protocol === 'h2'
          ? await new Promise<Buffer>((resolve) => {
              const session = connectHttp2('https://web.example.com', { createConnection: () => socket })
              const stream = session.request({ ':method': 'POST', ':path': '/' })
              const chunks: Buffer[] = []
              stream.on('data', (chunk) => chunks.push(chunk))
              stream.on('end', () => {
                session.close()
                resolve(Buffer.concat(chunks))
              })
              stream.end(body)
            })
          : Buffer.from(
              (
                await exchange(
                  socket,
                  Buffer.concat([
                    Buffer.from(
                      `POST / HTTP/1.1\r\nHost: web.example.com\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n`,
                    ),
                    body,
                  ]),
                  20_000,
                )
              )
                .split('\r\n\r\n')
                .slice(1)
                .join('\r\n\r\n'),
              'latin1',
            )
      expect(up).toBe(createHash('sha256').update(body).digest('hex'))
      const bytes = protocol === 'h2' ? got : got
      if (protocol === 'h2') expect(bytes.equals(down)).toBe(true)
      else expect(bytes.length).toBeGreaterThanOrEqual(down.length)
    }
  })

  test.each([
    [
      'Content-Length and Transfer-Encoding together',
      'POST / HTTP/1.1\r\nHost: web.example.com\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: web.example.com\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcd',
      400,
    ],
    [
      'a chunk that is no number',
      'POST / HTTP/1.1\r\nHost: web.example.com\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      400,
    ],
    [
      'two hosts',
      'GET / HTTP/1.1\r\nHost: web.example.com\r\nHost: other.example.com\r\nConnection: close\r\n\r\n',
      400,
    ],
    ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['a header section too large', `GET / HTTP/1.1\r\nHost: web.example.com\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`, 431],
    ['CONNECT', 'CONNECT web.example.com:443 HTTP/1.1\r\nHost: web.example.com\r\n\r\n', 405],
  ])('%s is refused', async (_, bytes, status) => {
    const bodies: string[] = []
    const { port } = await stage.httpBackend((request, response) => {
      void bodyOf(request).then(
        (body) => bodies.push(body),
        () => undefined,
      )
      response.end()
    })
    await stage.start(planOf([web()]), materials(port))
    const answer = await exchange(await stage.tls('web.example.com'), bytes)
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(bodies.filter((body) => body !== '')).toEqual([])
  })

  test('slow headers are given up in time', async () => {
    await stage.start(planOf([web()]), materials(1), { limits: { headerSeconds: 1 } })
    const socket = await stage.tls('web.example.com')
    expect(await exchange(socket, 'GET / HTTP/1.1\r\nHost: web', 8000)).toMatch(/^HTTP\/1.1 408 /)
  })

  test('a rate limit counts per client address and answers 429 with Retry-After', async () => {
    const { port } = await stage.httpBackend()
    await stage.start(planOf([web({ rateLimit: { requests: 2, per: 'minute', burst: 1 } })]), materials(port))
    const statuses: string[] = []
    for (let turn = 0; turn < 5; turn++)
      statuses.push((await exchange(await stage.tls('web.example.com'), get())).slice(9, 12))
    expect(statuses).toEqual(['200', '200', '200', '429', '429'])
    const answer = await exchange(await stage.tls('web.example.com'), get())
    expect(answer).toMatch(/\r\nRetry-After: \d+\r\n/)
  })

  test('Expect: 100-continue is answered before the body, and not for what is refused', async () => {
    const { port } = await stage.httpBackend()
    await stage.start(planOf([web({ paths: [{ path: '/ok', upstream: 'app' }] })]), materials(port))
    const head = (path: string) =>
      `POST ${path} HTTP/1.1\r\nHost: web.example.com\r\nExpect: 100-continue\r\nContent-Length: 4\r\nConnection: close\r\n\r\n`
    const socket = await stage.tls('web.example.com')
    socket.write(head('/ok'))
    expect(String(await new Promise((resolve) => socket.once('data', resolve)))).toMatch(/^HTTP\/1.1 100 /)
    expect(await exchange(socket, 'body')).toContain('"body":"body"')
    expect(await exchange(await stage.tls('web.example.com'), head('/other'))).toMatch(/^HTTP\/1.1 404 /)
  })

  test('a WebSocket passes both ways', async () => {
    const { port, server } = await stage.httpBackend()
    server.on('upgrade', (_request, socket) => {
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: x\r\n\r\n',
      )
      socket.pipe(socket)
    })
    await stage.start(planOf([web()]), materials(port))
    const socket = await stage.tls('web.example.com')
    socket.write(
      'GET /chat HTTP/1.1\r\nHost: web.example.com\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n',
    )
    let text = String(await new Promise((resolve) => socket.once('data', resolve)))
    expect(text).toMatch(/^HTTP\/1.1 101 [\s\S]*Sec-WebSocket-Accept: x/)
    socket.write('ping')
    text = String(await new Promise((resolve) => socket.once('data', resolve)))
    expect(text).toBe('ping')
    socket.destroy()
    await pause(100)
    expect(last()).toMatchObject({ status: 101, bytesUp: 4, bytesDown: 4 })
  })

  test('gRPC passes through HTTP/2 with its trailers', async () => {
    const server = createHttp2Server()
    server.on('stream', (stream, headers) => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true })
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0', 'grpc-message': String(headers.te) }))
      stream.pipe(stream)
    })
    const port = await stage.listen(server as never)
    await stage.start(planOf([web()]), materials(port))
    const socket = await stage.tls('web.example.com', { ALPNProtocols: ['h2'] })
    const session = connectHttp2('https://web.example.com', { createConnection: () => socket })
    stage.onClose(() => session.destroy())
    const stream = session.request({
      ':method': 'POST',
      ':path': '/service/Method',
      'content-type': 'application/grpc',
      te: 'trailers',
    })
    stream.end('message')
    let body = ''
    stream.on('data', (chunk) => (body += chunk))
    const trailers = await new Promise((resolve) => stream.once('trailers', resolve))
    expect(trailers).toMatchObject({ 'grpc-status': '0', 'grpc-message': 'trailers' })
    await new Promise((resolve) => stream.once('close', resolve))
    expect(body).toBe('message')
  })

  test('an upstream that cannot be reached is 502, one that does not answer 504, one that breaks off ends the answer', async () => {
    const silent = await stage.tcpBackend((socket) => socket.resume())
    const breaking = await stage.httpBackend((_request, response) => {
      response.writeHead(200, { 'Content-Length': '100' })
      response.write('half')
      setTimeout(() => response.destroy(), 50)
    })
    await stage.start(planOf([web({ timeouts: { idleSeconds: 1 } })]), materials(1))
    expect(await exchange(await stage.tls('web.example.com'), get())).toMatch(/^HTTP\/1.1 502 /)
    expect(last()).toMatchObject({ ending: 'upstream-failed' })
    expect(last()?.reason).toContain('ECONNREFUSED')
    const plan = planSchema.parse(planOf([web({ timeouts: { idleSeconds: 1 } })]))
    await stage.edge.apply({ plan, materials: materials(silent) })
    expect(await exchange(await stage.tls('web.example.com'), get())).toMatch(/^HTTP\/1.1 504 /)
    await stage.edge.apply({ plan, materials: materials(breaking.port) })
    const answer = await exchange(await stage.tls('web.example.com'), get())
    expect(answer).toMatch(/200 OK[\s\S]*half$/)
    expect(last()).toMatchObject({ ending: 'upstream-reset' })
  })

  test('connections to an upstream are kept, but never where a PROXY header names the client', async () => {
    const ports = new Set<number | undefined>()
    const { port, server } = await stage.httpBackend((request, response) => {
      ports.add(request.socket.remotePort)
      response.end('x')
    })
    await stage.start(planOf([web()]), materials(port))
    for (let turn = 0; turn < 3; turn++) await exchange(await stage.tls('web.example.com'), get())
    expect(ports.size).toBe(1)
    server.closeAllConnections()
    expect((server.address() as AddressInfo).port).toBe(port)
  })
})
