import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createHttp2Server, type ServerHttp2Session } from 'node:http2'
import type { Duplex } from 'node:stream'
import type { ConnectionContext } from './connection-context'
import { isGrpc, sendHttp2 } from './grpc-forward'
import { decideRequest, emitterOf } from './http-exchange'
import { forward, sendHttp1 } from './http-forward'
import type { AnyRequest, AnyResponse } from './http-message'
import type { EdgeLimits } from './limits'
import { boundResets, resetsMax } from './stream-resets'
import { handleUpgrade } from './upgrade-forward'

/** HTTP servers that never listen: connections are handed in, whatever came before on them. */
export interface HttpDoor {
  /** Takes a connection over. */
  receive(socket: Duplex, context: ConnectionContext, protocol: 'h2' | 'http/1.1'): void
  /** Connections finish what they have begun and take no more requests. */
  drain(): void
  close(): void
}

export function createHttpDoor(limits: EdgeLimits, onFault: (error: Error) => void): HttpDoor {
  const contexts = new WeakMap<object, ConnectionContext>()
  const sessions = new Set<ServerHttp2Session>()
  /** HTTP/1.1 answers under way: what their connections do next is decided when they are sent. */
  const answering = new Set<ServerResponse>()
  let isDraining = false

  const handle = (
    context: ConnectionContext | undefined,
    request: AnyRequest,
    response: AnyResponse,
    expectsContinue = false,
  ) => {
    if (!context) return void request.destroy()
    if (request.httpVersionMajor < 2) {
      const own = response as ServerResponse
      if (isDraining) own.shouldKeepAlive = false
      answering.add(own)
      own.once('close', () => answering.delete(own))
    }
    // A client that resets is told by `close`; without a listener the error would end the process.
    request.on('error', () => undefined)
    emitterOf(response).on('error', () => undefined)
    const exchange = decideRequest(context, request, response, expectsContinue)
    if (!exchange) return
    forward(exchange, (attempt) =>
      isGrpc(exchange) ? sendHttp2(exchange, attempt) : sendHttp1(exchange, attempt),
    ).catch(onFault)
  }

  const http1 = createServer({
    // Node's parser is strict: both Content-Length and Transfer-Encoding, or chunks out of order, are answered 400.
    insecureHTTPParser: false,
    maxHeaderSize: limits.headerBytesMax,
    headersTimeout: limits.headerSeconds * 1000,
    requestTimeout: 0,
    keepAliveTimeout: 15_000,
    connectionsCheckingInterval: 500,
    // match-route answers what no Host means.
    requireHostHeader: false,
    noDelay: true,
  })
  http1.timeout = limits.idleSeconds * 1000
  // The parts of a server that watch for slow headers start with `listening`, which never comes to a server that is handed connections.
  http1.emit('listening')
  http1.on('request', (request, response) => handle(contexts.get(request.socket), request, response))
  http1.on('checkContinue', (request, response) => handle(contexts.get(request.socket), request, response, true))
  http1.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const context = contexts.get(socket)
    if (!context) return void socket.destroy()
    handleUpgrade(context, request, socket, head).catch(onFault)
  })
  // CONNECT asks for a tunnel to anywhere, which an edge never is.
  http1.on('connect', (_request, socket: Duplex) =>
    socket.end('HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'),
  )
  http1.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    const context = contexts.get(socket)
    const isGone = error.code === 'ECONNRESET' || !socket.writable
    const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400
    const reason = `this is no HTTP request: ${error.code ?? error.message}`
    if (context && !isGone) logRefusal(context, reason, status, 'answered')
    if (isGone) return void socket.destroy()
    socket.end(
      `HTTP/1.1 ${status} ${{ 400: 'Bad Request', 408: 'Request Timeout', 431: 'Request Header Fields Too Large' }[status]}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
    )
  })

  const http2 = createHttp2Server({
    maxSessionMemory: 16,
    maxHeaderListPairs: 256,
    settings: { maxHeaderListSize: limits.headerBytesMax, maxConcurrentStreams: 128, initialWindowSize: 1024 * 1024 },
  })
  let arriving: ConnectionContext | null = null
  http2.on('session', (session) => {
    const context = arriving
    if (context) contexts.set(session, context)
    sessions.add(session)
    boundResets(session, () => {
      if (context)
        logRefusal(context, `the client reset more than ${resetsMax} streams on one connection`, null, 'refused')
    })
    session.once('close', () => sessions.delete(session))
    session.on('error', () => undefined)
    session.setTimeout(limits.idleSeconds * 1000, () => session.close())
  })
  // A reset stream closes only when its request was read to the end, which a request without a body never is: nobody would hear of it.
  http2.on('stream', (stream) => stream.once('aborted', () => stream.destroy()))
  http2.on('request', (request, response) => handle(contexts.get(request.stream.session ?? {}), request, response))
  http2.on('checkContinue', (request, response) =>
    handle(contexts.get(request.stream.session ?? {}), request, response, true),
  )
  http2.on('sessionError', () => undefined)

  return {
    receive(socket, context, protocol) {
      contexts.set(socket, context)
      if (protocol === 'http/1.1') return void http1.emit('connection', socket)
      arriving = context
      http2.emit('connection', socket)
      arriving = null
    },
    drain() {
      isDraining = true
      for (const response of answering) {
        response.shouldKeepAlive = false
        // One that was begun with the promise of a next request is closed once it is idle.
        response.once('close', () => setImmediate(() => http1.closeIdleConnections()))
      }
      http1.closeIdleConnections()
      for (const session of sessions) session.close()
    },
    close() {
      // A server that never listened says so when it is closed; its watch over connections ends all the same.
      http1.close(() => undefined)
      http1.closeAllConnections()
      for (const session of sessions) session.destroy()
    },
  }
}

function logRefusal(context: ConnectionContext, reason: string, status: number | null, ending: string): void {
  const record = context.log.open({
    connection: context.connection,
    listener: context.listener.name,
    client: context.ends.sourceAddress,
    sni: context.sni,
    hello: context.hello,
    outcome: 'reject',
    reason,
    status,
  })
  context.log.close(record, ending)
}
