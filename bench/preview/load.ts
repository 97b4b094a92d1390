// The client side of each measure. It reads into one buffer and makes few objects, so that the contender is what is slow.
import { type Socket, type TcpNetConnectOpts, connect as tcp } from 'node:net'
import { connect as tls } from 'node:tls'
import { handshakeOf, inRecords, serverName, versions } from '../../lib/preview/hello-fixtures'

const wishes = { download: 1, upload: 2, echo: 0 }
const sink = Buffer.alloc(512 * 1024)

function helloFor(wish: keyof typeof wishes): Buffer {
  const sessionId = Buffer.alloc(32, 1)
  sessionId[31] = wishes[wish]
  return inRecords(handshakeOf({ sessionId, extensions: [serverName('pass.example.com'), versions(0x0304)] }))
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

function open(port: number, onBytes: (count: number) => unknown): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = tcp({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer: sink,
        callback: (count: number) => {
          onBytes(count)
          return true
        },
      },
    } as TcpNetConnectOpts)
    socket.once('error', reject)
    socket.once('connect', () => resolve(socket))
  })
}

/** Gigabytes per second, received over a few connections. */
export async function download(port: number, milliseconds: number): Promise<number> {
  let bytes = 0
  const sockets = await Promise.all(Array.from({ length: 4 }, () => open(port, (count) => (bytes += count))))
  for (const socket of sockets) socket.write(helloFor('download'))
  await pause(150)
  const [start, before] = [performance.now(), bytes]
  await pause(milliseconds)
  const rate = (bytes - before) / (performance.now() - start) / 1e6
  for (const socket of sockets) socket.destroy()
  return rate
}

/** Gigabytes per second, written over a few connections; what still lies in kernel buffers at the end is a few megabytes. */
export async function upload(port: number, milliseconds: number): Promise<number> {
  const chunk = Buffer.alloc(256 * 1024, 7)
  const sockets = await Promise.all(Array.from({ length: 4 }, () => open(port, () => undefined)))
  const sent = () => sockets.reduce((sum, socket) => sum + socket.bytesWritten - socket.writableLength, 0)
  for (const socket of sockets) {
    socket.write(helloFor('upload'))
    const send = () => {
      while (!socket.destroyed && socket.write(chunk));
    }
    setTimeout(send, 50)
    socket.on('drain', send)
  }
  await pause(200)
  const [start, before] = [performance.now(), sent()]
  await pause(milliseconds)
  const rate = (sent() - before) / (performance.now() - start) / 1e6
  for (const socket of sockets) socket.destroy()
  return rate
}

/** Passthrough connections per second, each with a hello, one byte of answer, and a close. */
export async function connections(port: number, milliseconds: number, width = 64): Promise<number> {
  const hello = helloFor('echo')
  let done = 0
  let failed = 0
  const end = performance.now() + milliseconds
  await Promise.all(
    Array.from({ length: width }, async () => {
      while (performance.now() < end)
        await new Promise<void>((resolve) => {
          const socket = tcp({ port, host: '127.0.0.1', noDelay: true }, () => socket.write(hello))
          socket.once('data', () => {
            done += 1
            // A reset leaves no port behind in TIME_WAIT.
            socket.resetAndDestroy()
          })
          socket.once('error', () => (failed += 1))
          socket.once('close', () => resolve())
        })
    }),
  )
  if (failed > done / 100) throw new Error(`${failed} of ${done + failed} connections failed`)
  return done / (milliseconds / 1000)
}

/** Microseconds of one small message there and back. */
export async function latency(port: number, times: number): Promise<{ p50: number; p99: number }> {
  let arrived: (() => void) | null = null
  const socket = await open(port, () => arrived?.())
  const turn = (bytes: Uint8Array) =>
    new Promise<void>((resolve) => {
      arrived = resolve
      socket.write(bytes)
    })
  await turn(helloFor('echo'))
  const message = Buffer.alloc(64, 1)
  const taken: number[] = []
  for (let count = 0; count < times; count++) {
    const start = performance.now()
    await turn(message)
    taken.push((performance.now() - start) * 1000)
  }
  socket.destroy()
  taken.sort((a, b) => a - b)
  return { p50: taken[Math.floor(times * 0.5)] ?? 0, p99: taken[Math.floor(times * 0.99)] ?? 0 }
}

/** Terminated requests per second over kept TLS connections, one at a time on each. */
export async function requests(port: number, milliseconds: number, width = 32): Promise<number> {
  const bytes = Buffer.from('GET /x HTTP/1.1\r\nHost: web.example.com\r\n\r\n')
  let done = 0
  const sockets = await Promise.all(
    Array.from(
      { length: width },
      () =>
        new Promise<Socket>((resolve, reject) => {
          const socket = tls(
            {
              port,
              host: '127.0.0.1',
              servername: 'web.example.com',
              rejectUnauthorized: false,
              ALPNProtocols: ['http/1.1'],
            },
            () => resolve(socket),
          )
          socket.once('error', reject)
        }),
    ),
  )
  for (const socket of sockets) {
    socket.on('error', () => undefined)
    let tail = 0
    socket.on('data', (chunk: Buffer) => {
      // An answer is over with its 512th body byte; headers never hold that many x.
      for (let at = chunk.length - 1; at >= 0 && chunk[at] === 0x78; at--) tail += 1
      if (tail < 512) return
      tail = 0
      done += 1
      socket.write(bytes)
    })
    socket.write(bytes)
  }
  await pause(200)
  const [start, before] = [performance.now(), done]
  await pause(milliseconds)
  const rate = ((done - before) / (performance.now() - start)) * 1000
  for (const socket of sockets) socket.destroy()
  return rate
}

/** Opens connections that say hello and then nothing. */
export async function idle(port: number, count: number): Promise<() => void> {
  const sockets: Socket[] = []
  const hello = helloFor('echo')
  for (let batch = 0; batch < count; batch += 200)
    sockets.push(
      ...(await Promise.all(
        Array.from({ length: 200 }, async () => {
          let answered: () => void
          const answer = new Promise<void>((resolve) => (answered = resolve))
          const socket = await open(port, () => answered())
          socket.write(hello)
          await answer
          return socket
        }),
      )),
    )
  return () => {
    for (const socket of sockets) socket.resetAndDestroy()
  }
}
