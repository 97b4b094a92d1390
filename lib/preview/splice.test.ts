import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createWireServer } from './accept'
import { bulkBuffersOut, scratchBytes } from './read-buffers'
import { adoptSocket, plainWire, Splice, type SpliceEnd, type Wire } from './splice'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

const portOf = (server: Server) => (server.address() as AddressInfo).port
const listen = (server: Server) =>
  new Promise<number>((resolve) => server.listen({ port: 0, host: '127.0.0.1' }, () => resolve(portOf(server))))

interface Bridge {
  port: number
  ends: SpliceEnd[]
  ended(): Promise<SpliceEnd>
}

/** A splice for every connection, to one upstream. */
async function bridge(
  upstreamPort: number,
  { idleTimeoutMs = 10_000, connectTimeoutMs = 2000, first = [] as Uint8Array[], how = 'wire' } = {},
): Promise<Bridge> {
  const ends: SpliceEnd[] = []
  const waiting: ((end: SpliceEnd) => void)[] = []
  const onWire = (wire: Wire) => {
    const splice = new Splice(wire, {
      idleTimeoutMs,
      connectTimeoutMs,
      first,
      clientBytes: 0,
      onEnd: (end) => {
        ends.push(end)
        for (const resolve of waiting.splice(0)) resolve(end)
      },
    })
    splice.connect('127.0.0.1', upstreamPort)
  }
  const server =
    how === 'wire'
      ? createWireServer('tls', onWire, () => undefined)
      : createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) =>
          onWire(how === 'adopted' ? (adoptSocket(socket) as Wire) : plainWire(socket)),
        )
  closers.push(() => server.close())
  const port = await listen(server)
  return {
    port,
    ends,
    ended: () => (ends[0] ? Promise.resolve(ends[0]) : new Promise((resolve) => waiting.push(resolve))),
  }
}

async function upstream(onSocket: (socket: Socket) => void): Promise<number> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    closers.push(() => socket.destroy())
    socket.on('error', () => undefined)
    onSocket(socket)
  })
  closers.push(() => server.close())
  return listen(server)
}

function client(port: number): Socket {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  socket.on('error', () => undefined)
  closers.push(() => socket.destroy())
  return socket
}

/** The hash of everything until the end. The socket stays open: it may still have something to say. */
function readAll(socket: Socket, pauseMs = 0): Promise<string> {
  const hash = createHash('sha256')
  return new Promise((resolve, reject) => {
    socket.on('data', (chunk: Buffer) => {
      hash.update(chunk)
      if (pauseMs === 0) return
      socket.pause()
      setTimeout(() => socket.resume(), pauseMs)
    })
    socket.once('end', () => resolve(hash.digest('hex')))
    socket.once('close', () => reject(new Error('closed before its end')))
  })
}

/** The other side ended or broke off. */
const gone = (socket: Socket) =>
  new Promise<void>((resolve) => {
    if (socket.destroyed || socket.readableEnded) resolve()
    socket.once('end', resolve).once('close', () => resolve())
    socket.resume()
  })

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

describe.each(['wire', 'adopted', 'plain'])('a splice over a socket that is %s', (how) => {
  test('keeps every byte both ways, the first ones in front', async () => {
    const up = randomBytes(5_000_000)
    const down = randomBytes(7_000_000)
    let seen: Promise<string> | undefined
    const port = await upstream((socket) => {
      socket.end(down)
      seen = readAll(socket)
    })
    const { port: edge, ended } = await bridge(port, { first: [Buffer.from('first '), Buffer.from('bytes ')], how })
    const socket = client(edge)
    socket.end(up)
    expect(await readAll(socket)).toBe(sha(down))
    expect(await ended()).toMatchObject({ ending: 'finished', bytesUp: up.length, bytesDown: down.length })
    expect(await seen).toBe(sha(Buffer.concat([Buffer.from('first bytes '), up])))
  })

  test('half-close: the client ends and still gets the answer', async () => {
    const port = await upstream((socket) => {
      let size = 0
      socket.on('data', (chunk) => (size += chunk.length))
      socket.on('end', () => setTimeout(() => socket.end(`got ${size}`), 50))
    })
    const { port: edge, ended } = await bridge(port, { how })
    const socket = client(edge)
    socket.end('question')
    expect(await readAll(socket)).toBe(sha(Buffer.from('got 8')))
    expect((await ended()).ending).toBe('finished')
  })

  test('half-close: the upstream ends and still hears the client', async () => {
    let heard: Promise<string> | undefined
    const port = await upstream((socket) => {
      socket.end('bye')
      heard = readAll(socket)
    })
    const { port: edge, ended } = await bridge(port, { how })
    const socket = client(edge)
    expect(await readAll(socket)).toBe(sha(Buffer.from('bye')))
    socket.end('late words')
    expect((await ended()).ending).toBe('finished')
    expect(await heard).toBe(sha(Buffer.from('late words')))
  })
})

describe('slow readers', () => {
  test('twenty at once, each gets its own bytes and nobody else is disturbed', { timeout: 60_000 }, async () => {
    const bodies = new Map<number, Buffer>()
    const port = await upstream((socket) => {
      socket.once('data', (chunk) => {
        const id = Number(chunk.toString())
        const body = Buffer.alloc(3_000_000 + id * 1000, randomBytes(997))
        bodies.set(id, body)
        socket.end(body)
      })
    })
    const chatter = await upstream((socket) => socket.pipe(socket))
    const [{ port: edge }, { port: chat }] = [await bridge(port), await bridge(chatter)]
    // While the slow ones hold their buffers, quick ones keep reading into the scratch.
    let busy = true
    const talk = (async () => {
      const socket = client(chat)
      for (let turn = 0; busy; turn++) {
        const words = Buffer.from(`turn ${turn} ${'x'.repeat(turn % 3000)}`)
        socket.write(words)
        let answer = Buffer.alloc(0)
        while (answer.length < words.length)
          answer = Buffer.concat([answer, await new Promise<Buffer>((resolve) => socket.once('data', resolve))])
        expect(answer).toEqual(words)
      }
      socket.destroy()
    })()
    const hashes = await Promise.all(
      Array.from({ length: 20 }, async (_, id) => {
        const socket = client(edge)
        socket.write(String(id))
        return readAll(socket, id % 4)
      }),
    )
    busy = false
    await talk
    for (const [id, hash] of hashes.entries()) expect(hash, `reader ${id}`).toBe(sha(bodies.get(id) as Buffer))
    await pause(50)
    expect(bulkBuffersOut()).toBe(0)
  })

  test('one that never reads: the upstream is held, and memory stays bounded', async () => {
    let sent = 0
    const port = await upstream((socket) => {
      const chunk = Buffer.alloc(scratchBytes)
      const more = () => {
        while (socket.write(chunk)) sent += chunk.length
        sent += chunk.length
      }
      socket.on('drain', more)
      more()
    })
    const { port: edge } = await bridge(port)
    const socket = client(edge)
    socket.pause()
    const before = process.memoryUsage().rss
    await pause(700)
    const held = sent
    await pause(300)
    expect(sent - held).toBeLessThan(4 * 1024 * 1024)
    // Kernel buffers on four sockets, and at most a few chunks here.
    expect(sent).toBeLessThan(40 * 1024 * 1024)
    expect(process.memoryUsage().rss - before).toBeLessThan(60 * 1024 * 1024)
  })
})

describe('a bad peer', () => {
  test('the client resets', async () => {
    const port = await upstream((socket) => socket.resume())
    const { port: edge, ended } = await bridge(port)
    const socket = client(edge)
    socket.write('x')
    await pause(50)
    socket.resetAndDestroy()
    expect(await ended()).toMatchObject({ ending: 'client-reset', detail: 'ECONNRESET' })
  })

  test('the upstream resets', async () => {
    const port = await upstream((socket) => socket.once('data', () => socket.resetAndDestroy()))
    const { port: edge, ended } = await bridge(port)
    const socket = client(edge)
    socket.write('x')
    socket.resume()
    expect(await ended()).toMatchObject({ ending: 'upstream-reset', detail: 'ECONNRESET' })
    await gone(socket)
  })

  test('nobody says anything', async () => {
    const port = await upstream((socket) => socket.resume())
    const { port: edge, ended } = await bridge(port, { idleTimeoutMs: 300 })
    client(edge)
    const started = Date.now()
    expect((await ended()).ending).toBe('idle-timeout')
    expect(Date.now() - started).toBeGreaterThan(200)
  })

  test('the upstream refuses', async () => {
    const server = createServer()
    const port = await listen(server)
    await new Promise((resolve) => server.close(resolve))
    const { port: edge, ended } = await bridge(port)
    const socket = client(edge)
    expect(await ended()).toMatchObject({ ending: 'connect-failed', detail: 'ECONNREFUSED' })
    await gone(socket)
  })

  test('the upstream does not answer the connect', async () => {
    // A process that listens and then sleeps: once its queue is full, the kernel answers no SYN.
    const sleeper = spawn(process.execPath, [
      '-e',
      "const s = require('net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => { console.log(s.address().port); setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)) })",
    ])
    closers.push(() => sleeper.kill('SIGKILL'))
    const port = Number(await new Promise((resolve) => sleeper.stdout.once('data', resolve)))
    await pause(100)
    for (let filler = 0; filler < 4; filler++) client(port)
    await pause(100)
    const { port: edge, ended } = await bridge(port, { connectTimeoutMs: 300 })
    client(edge)
    expect(await ended()).toMatchObject({ ending: 'connect-timeout', bytesDown: 0 })
  })
})
