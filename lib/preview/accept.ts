import { createServer, type Server, type Socket } from 'node:net'
import { adoptSocket, plainWire, type Wire, wireOf } from './splice'

interface ListeningHandle {
  onconnection?: (status: number, handle: unknown) => void
}

/**
 * A TCP server that gives out wires. Node makes a socket with buffers of its own for every accepted connection; here the accepted
 * handle is wrapped once, in the socket that stays. Where a Node version keeps its handles elsewhere, the public way serves.
 */
export function createWireServer(
  protocol: 'tls' | 'http',
  onWire: (wire: Wire) => void,
  onFault: (error: Error) => void,
): Server {
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true })
  server.on('connection', (socket: Socket) => {
    // Node's HTTP parser wants sockets as Node makes them.
    onWire((protocol === 'tls' ? adoptSocket(socket) : null) ?? plainWire(socket))
  })
  server.on('listening', () => {
    // Before, an error is the answer to whoever asked to listen.
    server.on('error', onFault)
    const handle = (server as unknown as { _handle?: ListeningHandle })._handle
    const original = handle?.onconnection
    if (protocol === 'http' || !handle || typeof original !== 'function') return
    handle.onconnection = function onconnection(status, accepted) {
      // Out of file descriptors or another fault: libuv has shed the connection; Node reports it as an error of the server.
      if (status !== 0 || !accepted) return original.call(this, status, accepted)
      const { setNoDelay } = accepted as { setNoDelay?: (on: boolean) => void }
      setNoDelay?.call(accepted, true)
      onWire(wireOf(accepted))
    }
  })
  return server
}
