// Tests named for the bad peer, against a whole edge. Those about one splice are in splice.test.ts, about a hello's bytes in
// client-hello.test.ts, about a worker without file descriptors in worker.test.ts.
import { connect as connectHttp2 } from 'node:http2'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { get, pass, planOf, web } from './edge-plans'
import { EdgeStage, exchange, makeAuthority, type Pair } from './edge-stage'
import { smallHello } from './hello-fixtures'

let edgePair: Pair
beforeAll(() => {
  edgePair = makeAuthority('edge').issue('edge', ['*.example.com'])
})

let stage = new EdgeStage()
afterEach(async () => {
  const entries = stage.edge.log.entries()
  await stage.close()
  expect(stage.faults).toEqual([])
  // Whatever the peer did, the log says why it ended as it did.
  for (const { reason, ending, durationMs } of entries) expect({ reason, ending, durationMs }).toMatchObject(saysWhy)
  stage = new EdgeStage()
})
const saysWhy = {
  reason: expect.stringMatching(/\w \w/),
  ending: expect.toSatisfy((ending) => ending === null || typeof ending === 'string'),
}

const start = (port: number, limits: object = {}, listener: object = {}) =>
  stage.start(
    planOf([web(), pass()], {}, listener),
    { certificates: { edge: edgePair.pem }, servers: { '10.0.0.1:8080': { host: '127.0.0.1', port } } },
    { limits },
  )
const tcp = (): Socket => {
  const socket = connect({ port: stage.port(), host: '127.0.0.1' })
  socket.on('error', () => undefined)
  stage.onClose(() => socket.destroy())
  return socket
}
const isGone = (socket: Socket) =>
  new Promise<void>((resolve) => {
    socket.once('close', () => resolve()).resume()
  })
const until = async (what: () => boolean) => {
  for (let waited = 0; !what(); waited += 20) {
    if (waited > 10_000) expect.fail('it never came')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
const last = () => stage.edge.log.entries(1)[0]
/** The first flight of a client that could go on. */
const realHello = async (servername: string) => {
  let caught: (bytes: Buffer) => void = () => undefined
  const hello = new Promise<Buffer>((resolve) => (caught = resolve))
  const port = await stage.tcpBackend((socket) => socket.once('data', caught))
  const client = connectTls({ port, host: '127.0.0.1', servername }).on('error', () => undefined)
  stage.onClose(() => client.destroy())
  return hello
}
const honestClientIsServed = async () =>
  expect(await exchange(await stage.tls('web.example.com'), get())).toMatch(/^HTTP\/1\.1 200 /)

describe('before the hello is whole', () => {
  const hello = smallHello('pass.example.com')

  test('the client resets in the middle', async () => {
    await start(1)
    const socket = tcp()
    socket.write(hello.subarray(0, 50))
    await until(() => stage.edge.connections === 1)
    await new Promise((resolve) => setTimeout(resolve, 50))
    socket.resetAndDestroy()
    await until(() => stage.edge.connections === 0)
    expect(last()).toMatchObject({ ending: 'client-left' })
    expect(last()?.reason).toMatch(/bytes of the ClientHello came/)
  })

  test('the client half-closes in the middle', async () => {
    await start(1)
    const socket = connect({ port: stage.port(), host: '127.0.0.1', allowHalfOpen: true })
    stage.onClose(() => socket.destroy())
    socket.end(hello.subarray(0, 50))
    await isGone(socket)
    expect(last()).toMatchObject({ ending: 'client-left' })
  })

  test.each([
    ['an SSLv2-style hello', Buffer.from('802e0103010015', 'hex'), /SSLv2/],
    ['SSH', Buffer.from('SSH-2.0-OpenSSH\r\n'), /not TLS/],
    ['an alert', Buffer.from('15030100020100', 'hex'), /type 21/],
    ['HTTP/2 in clear text', Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), /not TLS/],
  ])('the client sends %s: closed without a word', async (_, bytes, reason) => {
    await start(1)
    expect(await exchange(tcp(), bytes)).toBe('')
    expect(last()).toMatchObject({ ending: 'not-tls', outcome: 'reject' })
    expect(last()?.reason).toMatch(reason)
  })

  test('a flood of half hellos, garbage and silence: an honest client is served meanwhile, and all are gone in time', async () => {
    const { port } = await stage.httpBackend()
    await start(port, {}, { clientHelloSeconds: 2 })
    const sent = [hello.subarray(0, 30), Buffer.from('GET / HTTP/1.1\r\n'), Buffer.alloc(0), Buffer.alloc(2000, 0x16)]
    const flood = Array.from({ length: 400 }, (_, index) => {
      const socket = tcp()
      const bytes = sent[index % sent.length] as Buffer
      socket.once('connect', () => bytes.length > 0 && socket.write(bytes))
      return socket.resume()
    })
    await honestClientIsServed()
    await until(() => stage.edge.connections === 0)
    await until(() => flood.every(({ destroyed }) => destroyed))
    const entries = stage.edge.log.entries()
    expect(entries.length).toBeGreaterThanOrEqual(400)
    expect(entries.filter(({ ending }) => ending === null)).toEqual([])
  })

  test('endless hellos from many sides: beyond the bound of all together the next is closed, and an honest client is served', async () => {
    const { port } = await stage.httpBackend()
    await start(port, { waitingBytesMax: 200_000 })
    // A record of a hello that claims 60,000 bytes and brings 20,000.
    const record = (bytes: number) => [Buffer.from([22, 3, 1, bytes >> 8, bytes & 255]), Buffer.alloc(bytes, 1)]
    const unfinished = Buffer.concat([...record(10_000), ...record(10_000)])
    unfinished.set(Buffer.from('0100ea60', 'hex'), 5)
    const flood = Array.from({ length: 30 }, () => tcp().resume())
    for (const socket of flood) socket.write(unfinished)
    await until(() => flood.filter(({ destroyed }) => destroyed).length >= 15)
    expect(last()?.reason).toContain('the limit of 200000 bytes in unfinished hellos is reached')
    expect(stage.edge.connections).toBeGreaterThanOrEqual(5)
    await honestClientIsServed()
    for (const socket of flood) socket.destroy()
    await until(() => stage.edge.connections === 0)
  })

  test('a hello beyond the bound of the preview is refused with its size', async () => {
    await start(1, { helloBytesMax: 1024 })
    const long = smallHello('pass.example.com'.padStart(1200, 'a.'))
    expect(Buffer.from(await exchange(tcp(), long), 'latin1').toString('hex')).toBe('15030300020232')
    expect(last()?.reason).toMatch(/at most 1024/)
  })

  test('a flood beyond the limit of connections: the rest is told why, and the place is free again afterwards', async () => {
    const { port } = await stage.httpBackend()
    await start(port, { connectionsMax: 20 })
    const flood = Array.from({ length: 200 }, () => tcp().resume())
    await until(() => flood.filter(({ destroyed }) => destroyed).length === 180)
    expect(stage.edge.connections).toBe(20)
    expect(last()?.reason).toContain('the limit of 20 connections is reached')
    for (const socket of flood) socket.destroy()
    await until(() => stage.edge.connections === 0)
    await honestClientIsServed()
  })
})

describe('behind the hello', () => {
  test.each([
    ['goes silent in the middle of the handshake', Buffer.alloc(0), /ERR_TLS_HANDSHAKE_TIMEOUT/],
    ['sends garbage instead of the rest of the handshake', Buffer.alloc(400, 0x42), /handshake failed: ERR_SSL/],
    ['sends an alert instead', Buffer.from('15030300020228', 'hex'), /handshake failed: ERR_SSL/],
  ])('the client %s', async (_, bytes, reason) => {
    await start(1, { handshakeSeconds: 0.3 })
    const hello = await realHello('web.example.com')
    const socket = tcp()
    socket.write(hello)
    if (bytes.length > 0) setTimeout(() => socket.write(bytes), 50)
    await isGone(socket)
    await until(() => stage.edge.connections === 0)
    expect(last()).toMatchObject({ route: 'web', ending: 'handshake-failed', outcome: 'reject' })
    expect(last()?.reason).toMatch(reason)
  })

  test('the client resets while the upstream is dialled', async () => {
    // A name that resolves only later: the dial waits for it.
    let resolved: (addresses: string[]) => void = () => undefined
    const port = await stage.tcpBackend((socket) => socket.resume())
    await stage.start(
      planOf([pass()], { servers: [{ host: 'late.internal', port }] }),
      { certificates: { edge: edgePair.pem } },
      {
        policy: { ranges: ['127.0.0.0/8'], hostSuffixes: ['internal'] },
        lookup: () => new Promise((resolve) => (resolved = resolve)),
      },
    )
    const socket = tcp()
    socket.write(smallHello('pass.example.com'))
    await until(() => stage.edge.log.openCount === 1)
    socket.resetAndDestroy()
    // The socket is not read while the upstream is dialled, so the reset shows once there is somewhere to write to.
    resolved(['127.0.0.1'])
    await until(() => stage.edge.connections === 0 && stage.edge.log.openCount === 0)
    expect(last()?.ending).toMatch(/^(client-reset|finished)$/)
    expect(stage.edge.servers().app?.[0]?.active).toBe(0)
  })

  test('the client half-closes right behind its hello, and still gets what the upstream says', async () => {
    const port = await stage.tcpBackend((socket) => {
      socket.resume().once('end', () => socket.end('all of it'))
    })
    await start(port)
    const socket = connect({ port: stage.port(), host: '127.0.0.1', allowHalfOpen: true })
    stage.onClose(() => socket.destroy())
    let text = ''
    socket.on('data', (chunk) => (text += chunk))
    socket.end(smallHello('pass.example.com'))
    await new Promise((resolve) => socket.once('end', resolve))
    expect(text).toBe('all of it')
    socket.destroy()
    await until(() => stage.edge.log.openCount === 0)
    expect(last()).toMatchObject({ ending: 'finished' })
  })

  test.each(['http/1.1', 'h2'])(
    'the client asks over %s for a large answer and never reads: the upstream is held',
    async (protocol) => {
      let sent = 0
      const { port } = await stage.httpBackend((_request, response) => {
        const chunk = Buffer.alloc(64 * 1024)
        const more = () => {
          do sent += chunk.length
          while (!response.destroyed && response.write(chunk))
        }
        response.on('drain', more)
        more()
      })
      await start(port)
      const socket = await stage.tls('web.example.com', { ALPNProtocols: [protocol] })
      if (protocol === 'h2') {
        const session = connectHttp2('https://web.example.com', { createConnection: () => socket })
        stage.onClose(() => session.destroy())
        session.on('error', () => undefined)
        session
          .request({ ':path': '/' })
          .on('error', () => undefined)
          .pause()
      } else {
        socket.pause()
        socket.write(get())
      }
      await until(() => sent > 0)
      let before = -1
      for (let quiet = 0; quiet < 3; quiet = sent === before ? quiet + 1 : 0) {
        before = sent
        await new Promise((resolve) => setTimeout(resolve, 150))
      }
      // Kernel buffers of four sockets and one window, not the memory of the edge.
      expect(sent).toBeLessThan(40 * 1024 * 1024)
    },
  )

  test('a flood of streams that are reset at once (CVE-2023-44487): others are served, and nothing is left behind', async () => {
    const { port } = await stage.httpBackend((_request, response) => setTimeout(() => response.end('x'), 30))
    await start(port)
    const socket = await stage.tls('web.example.com', { ALPNProtocols: ['h2'] })
    const session = connectHttp2('https://web.example.com', { createConnection: () => socket })
    session.on('error', () => undefined)
    stage.onClose(() => session.destroy())
    for (let wave = 0; wave < 30 && !session.destroyed; wave++) {
      for (let count = 0; count < 100 && !session.destroyed && !session.closed; count++) {
        const stream = session.request({ ':path': '/' })
        stream.on('error', () => undefined)
        stream.close(8)
      }
      await new Promise((resolve) => setImmediate(resolve))
    }
    await honestClientIsServed()
    await until(() => stage.edge.connections === 0 && stage.edge.log.openCount === 0)
    expect(stage.edge.log.entries().some(({ reason }) => /reset more than 400 streams/.test(reason))).toBe(true)
    expect(stage.edge.servers().app?.[0]?.active).toBe(0)
  })

  test.each(['in the middle of the answer', 'before the answer'])(
    'the client resets one stream %s: the upstream hears of it, and the log says so',
    async (when) => {
      let gone = 0
      const { port } = await stage.httpBackend((_request, response) => {
        if (when.startsWith('in')) response.write('x')
        response.once('close', () => (gone += 1))
      })
      await start(port)
      const socket = await stage.tls('web.example.com', { ALPNProtocols: ['h2'] })
      const session = connectHttp2('https://web.example.com', { createConnection: () => socket })
      stage.onClose(() => session.destroy())
      const stream = session.request({ ':path': '/' })
      stream.on('error', () => undefined)
      await until(() => stage.edge.log.openCount === 1 && stage.edge.servers().app?.[0]?.active === 1)
      if (when.startsWith('in')) await new Promise((resolve) => stream.once('data', resolve))
      else await new Promise((resolve) => setTimeout(resolve, 100))
      stream.close(8)
      await until(() => gone === 1 && stage.edge.log.openCount === 0)
      expect(last()).toMatchObject({ ending: 'client-reset' })
    },
  )

  test('a flood of requests in one write over HTTP/1.1: each is answered, in order', async () => {
    const { port } = await stage.httpBackend((request, response) => response.end(`<${request.url}>`))
    await start(port)
    const socket = await stage.tls('web.example.com')
    const paths = Array.from({ length: 300 }, (_, index) => `/${index}`)
    const many = paths.map((path) => get(path).replace('Connection: close\r\n', '')).join('')
    const text = await exchange(socket, `${many.slice(0, -2)}Connection: close\r\n\r\n`)
    expect(text.match(/<[^>]+>/g)).toEqual(paths.map((path) => `<${path}>`))
  })

  test('a flood of bytes behind a refused name is not read for ever', async () => {
    await start(1)
    const socket = tcp()
    socket.write(smallHello('nobody.example.com'))
    const more = setInterval(() => socket.write(Buffer.alloc(100_000)), 5)
    await isGone(socket)
    clearInterval(more)
    expect(last()).toMatchObject({ ending: 'refused' })
    await until(() => stage.edge.connections === 0)
  })
})
