import { createServer, type Server, type Socket } from 'node:net'
import { ClientHelloReader } from './client-hello'
import { fatalAlert } from './tls-alert'

/** A browser opens a few connections and speaks on one. */
const connectionsMax = 16
const handshakeFailure = 40

export interface HelloCapture {
  port: number
  /** The first bytes of the first client that sent enough to be judged, or all that came when it went. */
  bytes: Promise<Uint8Array>
  close(): void
}

/** Listens on loopback for one ClientHello. Whoever sent it gets an alert: nothing is served here. */
export async function captureHello(address = '127.0.0.1'): Promise<HelloCapture> {
  const sockets = new Set<Socket>()
  let server: Server
  const close = () => {
    server.close()
    for (const socket of sockets) socket.destroy()
  }
  const bytes = new Promise<Uint8Array>((resolve) => {
    server = createServer({ noDelay: true }, (socket) => {
      if (sockets.size >= connectionsMax) return void socket.destroy()
      sockets.add(socket)
      const reader = new ClientHelloReader()
      const finish = () => {
        if (reader.length > 0) resolve(Buffer.concat(reader.bytes()))
      }
      socket.on('data', (chunk) => {
        if (reader.push(chunk).outcome === 'incomplete') return
        finish()
        socket.end(fatalAlert(handshakeFailure))
      })
      socket.on('error', () => socket.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        finish()
      })
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: address, port: 0 }, resolve)
  })
  const bound = server!.address()
  return { port: bound !== null && typeof bound === 'object' ? bound.port : 0, bytes, close }
}
