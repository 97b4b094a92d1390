import { type ClientRequest, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Http2ServerResponse } from 'node:http2'
import type { Readable } from 'node:stream'
import { edgeAcmeUpstream } from '../domain-model/match-plain-http'
import { type ReencryptRoute, terminatesTls, upstreamServerName } from '../domain-model/route'
import { answer, destroy, type Exchange, emitterOf, hstsOf, isWhole } from './http-exchange'
import { applyRules, endToEnd, flatName, type HeaderList, hasBody, startAnswer, without } from './http-message'
import type { PooledServer } from './server-pool'
import type { UpstreamAtWork } from './snapshot'
import { type Dial, type UpstreamTls, UpstreamUnreachable } from './upstream-agents'

/** How many servers of an upstream one request may try. */
const serversTriedMax = 3

/** Where one attempt goes. */
export interface Attempt {
  upstream: UpstreamAtWork
  server: PooledServer
  dial: Dial
}

/** Chooses the upstream by weight and then servers until one takes the request. `send` throws `UpstreamUnreachable` when the next may be tried. */
export async function forward(exchange: Exchange, send: (attempt: Attempt) => Promise<void>): Promise<void> {
  const { context, decision, rule, record } = exchange
  const name = (rule ? context.snapshot.choices.get(rule)?.next() : null) ?? decision.upstream
  const upstream = name === null ? undefined : context.snapshot.upstreams.get(name)
  if (!upstream) return answer(exchange, 503, `${decision.reason}; but there is no upstream ${name}`)
  record.upstream = upstream.pool.upstream.name
  const tried = new Set<PooledServer>()
  let why = upstream.pool.whyNone()
  let timedOut = false
  for (let attempt = 0; attempt < serversTriedMax; attempt++) {
    const server = upstream.pool.pick(context.ends.sourceAddress, tried)
    if (!server) break
    tried.add(server)
    record.server = server.name
    server.active += 1
    try {
      await send({ upstream, server, dial: dialOf(exchange, upstream, server) })
      upstream.pool.succeeded(server)
      return
    } catch (error) {
      if (!(error instanceof UpstreamUnreachable)) return fail(exchange, error as Error)
      // A kept connection that went stale says nothing about the server, nor does a refusal of our own guard.
      if (error.code === 'STALE') tried.delete(server)
      else if (error.code !== 'DIAL_REFUSED') upstream.pool.failed(server, error.message)
      why = `${server.name}: ${error.code} ${error.message}`
      timedOut = error.timedOut
    } finally {
      server.active -= 1
    }
    if (exchange.response.destroyed) return
  }
  record.detail = why
  answer(
    exchange,
    tried.size === 0 ? 503 : timedOut ? 504 : 502,
    `${decision.reason}; but the upstream ${name} cannot be reached: ${why}`,
  )
}

/** The upstream broke after the request went out. */
export function fail(exchange: Exchange, error: Error): void {
  const { record, decision, response } = exchange
  const code = (error as NodeJS.ErrnoException).code ?? error.message
  record.detail = code
  if (response.headersSent) {
    exchange.context.log.close(record, 'upstream-reset')
    destroy(response)
    return
  }
  answer(exchange, code === 'UPSTREAM_TIMEOUT' ? 504 : 502, `${decision.reason}; but the upstream failed: ${code}`)
}

function dialOf(
  { context, route, decision, rule }: Exchange,
  upstream: UpstreamAtWork,
  { server }: PooledServer,
): Dial {
  const plan = upstream.pool.upstream
  // What no path rule decided is plain HTTP. Handed over as a whole it goes to the port where the same servers answer it, without a
  // PROXY header; the edge's own ACME client is an upstream like any other.
  const isPlain = rule === null
  const handed = isPlain && !(route && edgeAcmeUpstream(context.listener, route) === plan.name)
  const version = plan.sendProxyProtocol
  return {
    guard: context.snapshot.guard,
    host: server.host,
    port: handed ? plan.httpPort : server.port,
    connectTimeoutMs: (route?.timeouts?.connectSeconds ?? context.limits.connectSeconds) * 1000,
    tls:
      !isPlain && decision.mode === 'reencrypt'
        ? upstreamTlsOf(route as ReencryptRoute, upstream, context.snapshot.materials)
        : null,
    proxy: handed || version === 'none' ? null : { version, ends: context.ends },
  }
}

function upstreamTlsOf(
  route: ReencryptRoute,
  upstream: UpstreamAtWork,
  materials: Exchange['context']['snapshot']['materials'],
): UpstreamTls {
  const { verify, trust, clientCertificate } = route.upstreamTls
  return {
    verify,
    // A bundle that is not at hand must not silently become the system's: with an empty one nobody is believed.
    trust: trust === undefined ? null : (materials.trust[trust] ?? ' '),
    serverName: upstreamServerName(route, upstream.pool.upstream),
    clientCertificate: clientCertificate === undefined ? null : (materials.certificates[clientCertificate] ?? null),
  }
}

export const idleMsOf = ({ context, route }: Exchange) =>
  (route?.timeouts?.idleSeconds ?? context.limits.idleSeconds) * 1000

/** The path for the upstream, with the query as it came. */
export function targetOf({ decision, facts }: Exchange): string {
  const query = facts.target.indexOf('?')
  return `${decision.path ?? '/'}${query === -1 ? '' : facts.target.slice(query)}`
}

/** What clients may not say of themselves, in `flatName` spelling. */
const forwarding = new Set([
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-real-ip',
  'forwarded',
])

/** The request's header fields as the upstream gets them, framing left out. */
export function requestHeaders(exchange: Exchange): HeaderList {
  const { context, facts, request, route, rule } = exchange
  const strip = new Set(forwarding)
  for (const name of ['host', 'expect', 'content-length']) strip.add(name)
  const identity = route && terminatesTls(route) ? route.clientAuth?.identityHeader : undefined
  if (identity) strip.add(flatName(identity))
  let list: HeaderList = [
    ['Host', facts.authority ?? ''],
    ...without(endToEnd(request.rawHeaders), strip),
    ['X-Forwarded-For', context.ends.sourceAddress],
    ['X-Forwarded-Proto', context.listener.protocol === 'tls' ? 'https' : 'http'],
    ['X-Forwarded-Host', facts.authority ?? ''],
  ]
  if (!route || !terminatesTls(route) || !rule) return list
  list = applyRules(applyRules(list, route.requestHeaders), rule.requestHeaders)
  if (identity && context.clientSubject !== null) list.push([identity, context.clientSubject])
  return list
}

/** The answer's header fields as the client gets them. */
export function responseHeaders(exchange: Exchange, raw: readonly string[]): HeaderList {
  const { route, rule } = exchange
  const list = endToEnd(raw)
  if (!route || !terminatesTls(route) || !rule) return list
  const hsts = hstsOf(exchange)
  const ruled = applyRules(applyRules(list, route.responseHeaders), rule.responseHeaders)
  return hsts.length === 0 ? ruled : [...without(ruled, new Set(['strict-transport-security'])), ...hsts]
}

/** Sends a request over HTTP/1.1 and streams the answer back. Resolves when the exchange is over. */
export function sendHttp1(exchange: Exchange, { upstream, dial }: Attempt): Promise<void> {
  const { request, response, record } = exchange
  const body = hasBody(request)
  const headers = requestHeaders(exchange)
  const length = request.headers['content-length']
  if (body) headers.push(length === undefined ? ['Transfer-Encoding', 'chunked'] : ['Content-Length', length])
  else if (!['GET', 'HEAD', 'OPTIONS', 'TRACE', 'DELETE'].includes(exchange.facts.method))
    headers.push(['Content-Length', '0'])
  const agent = upstream.agents.agentFor(dial)
  headers.push(['Connection', dial.proxy ? 'close' : 'keep-alive'])

  return new Promise((resolve, reject) => {
    const outgoing: ClientRequest = httpRequest({
      agent,
      method: exchange.facts.method,
      path: targetOf(exchange),
      headers: headers.flat() as unknown as Record<string, string>,
      setHost: false,
      insecureHTTPParser: false,
      maxHeaderSize: 65_536,
    })
    let answered = false
    let sending = false
    const onClientGone = () => {
      if (!isWhole(response)) outgoing.destroy()
      resolve()
    }
    emitterOf(response).once('close', onClientGone)
    outgoing.setTimeout(idleMsOf(exchange), () =>
      outgoing.destroy(Object.assign(new Error('no answer in time'), { code: 'UPSTREAM_TIMEOUT' })),
    )
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      if (response.destroyed) return resolve()
      emitterOf(response).off('close', onClientGone)
      // A kept connection that the server closed at the same moment: nothing came back, and a request without body may go again.
      const stale =
        outgoing.reusedSocket && !answered && !body && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
      reject(stale ? new UpstreamUnreachable('STALE', 'a kept connection was closed') : error)
    })
    outgoing.on('socket', () => {
      // Only now is there a server that takes the request; before, the body must stay unread for the next one.
      if (sending) return
      sending = true
      if (!body) return void outgoing.end()
      if (exchange.expectsContinue) (response as ServerResponse).writeContinue()
      request.on('data', (chunk: Buffer) => {
        record.bytesUp += chunk.length
      })
      request.once('end', () => addTrailers(outgoing, request.rawTrailers ?? []))
      request.pipe(outgoing)
    })
    outgoing.on('response', (incoming: IncomingMessage) => {
      answered = true
      relay(exchange, incoming, incoming.statusCode ?? 502, incoming.rawHeaders, () => incoming.rawTrailers)
      incoming.once('close', () => {
        if (!incoming.complete) fail(exchange, new Error('the upstream broke off'))
      })
    })
  })
}

/** Streams an upstream's answer to the client, trailers included. */
export function relay(
  exchange: Exchange,
  incoming: Readable,
  status: number,
  rawHeaders: readonly string[],
  rawTrailers: () => readonly string[],
): void {
  const { response, record } = exchange
  record.status = status
  startAnswer(response, status, responseHeaders(exchange, rawHeaders))
  incoming.on('data', (chunk: Buffer) => {
    record.bytesDown += chunk.length
  })
  incoming.once('end', () => addTrailers(response as ServerResponse | Http2ServerResponse, rawTrailers()))
  incoming.pipe(response as unknown as NodeJS.WritableStream)
}

function addTrailers(to: ClientRequest | ServerResponse | Http2ServerResponse, raw: readonly string[]): void {
  const list = endToEnd(raw)
  if (list.length > 0) to.addTrailers(Object.fromEntries(list.map(([name, value]) => [name.toLowerCase(), value])))
}
