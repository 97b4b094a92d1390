import { request as httpRequest, type IncomingMessage, ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { ConnectionContext } from './connection-context'
import { decideRequest, type Exchange } from './http-exchange'
import {
  type Attempt,
  fail,
  forward,
  relay,
  requestHeaders,
  responseHeaders,
  sendHttp1,
  targetOf,
} from './http-forward'

/** WebSocket and its like (RFC 6455, RFC 9110 section 7.8): after 101 the connection belongs to the two ends. */
export async function handleUpgrade(
  context: ConnectionContext,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  // Node hands over the bare socket; a response of our own answers what is no upgrade.
  const response = new ServerResponse(request)
  response.shouldKeepAlive = false
  response.assignSocket(socket as Parameters<ServerResponse['assignSocket']>[0])
  response.once('finish', () => socket.end())
  socket.once('error', () => socket.destroy())
  socket.once('close', () => response.emit('close'))
  const exchange = decideRequest(context, request, response)
  if (!exchange) return
  // Only WebSocket is passed on; other protocols are offered, not needed, and the request is answered as if nothing was asked.
  const isWebSocket = request.headers.upgrade?.toLowerCase() === 'websocket'
  await forward(exchange, (attempt) =>
    isWebSocket ? sendUpgrade(exchange, attempt, socket, head) : sendHttp1(exchange, attempt),
  )
}

function sendUpgrade(exchange: Exchange, { upstream, dial }: Attempt, socket: Duplex, head: Buffer): Promise<void> {
  const { request, response, record, context, route } = exchange
  const headers = [...requestHeaders(exchange), ['Connection', 'Upgrade'], ['Upgrade', request.headers.upgrade ?? '']]
  const idleMs = (route?.timeouts?.idleSeconds ?? context.limits.tunnelIdleSeconds) * 1000
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({
      agent: upstream.agents.agentFor(dial),
      method: exchange.facts.method,
      path: targetOf(exchange),
      headers: headers.flat() as unknown as Record<string, string>,
      setHost: false,
    })
    outgoing.on('error', reject)
    outgoing.on('response', (incoming) => {
      relay(exchange, incoming, incoming.statusCode ?? 502, incoming.rawHeaders, () => incoming.rawTrailers)
      incoming.once('close', () => {
        if (!incoming.complete) fail(exchange, new Error('the upstream broke off'))
        resolve()
      })
    })
    outgoing.on('upgrade', (incoming, server, rest) => {
      record.status = 101
      const lines = responseHeaders(exchange, incoming.rawHeaders)
      lines.push(['Connection', 'Upgrade'], ['Upgrade', incoming.headers.upgrade ?? ''])
      const own = response as ServerResponse
      own.detachSocket(socket as Parameters<ServerResponse['detachSocket']>[0])
      socket.write(
        `HTTP/1.1 101 ${STATUS_CODES[101]}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
        'latin1',
      )
      if (rest.length > 0) socket.write(rest)
      if (head.length > 0) server.write(head)
      const finish = (ending: string) => {
        socket.destroy()
        server.destroy()
        context.log.close(record, ending)
        resolve()
      }
      socket.on('data', (chunk: Buffer) => {
        record.bytesUp += chunk.length
      })
      server.on('data', (chunk: Buffer) => {
        record.bytesDown += chunk.length
      })
      server.setTimeout(idleMs, () => finish('idle-timeout'))
      // One timer serves both directions: every byte passes the server's socket.
      ;(socket as typeof server).setTimeout(0)
      server.on('error', () => finish('upstream-reset'))
      server.once('close', () => finish('finished'))
      socket.once('close', () => finish('finished'))
      socket.pipe(server)
      server.pipe(socket)
    })
    outgoing.end()
  })
}
