import { STATUS_CODES } from 'node:http'
import type { Decision } from '../domain-model/decision'
import { matchRoute } from '../domain-model/match-route'
import { type HttpRoute, type PathRule, type Route, terminatesTls } from '../domain-model/route'
import type { ConnectionContext } from './connection-context'
import type { ConnectionRecord } from './connection-log'
import {
  type AnyRequest,
  type AnyResponse,
  type HeaderList,
  hasBody,
  type RequestFacts,
  readRequest,
  startAnswer,
} from './http-message'

/** One request and what was decided about it. */
export interface Exchange {
  context: ConnectionContext
  facts: RequestFacts
  request: AnyRequest
  response: AnyResponse
  decision: Decision
  route: Route | null
  rule: PathRule | null
  record: ConnectionRecord
  /** The client waits for `100 Continue` before it sends the body. */
  expectsContinue: boolean
}

/** Asks match-route, writes the log record, and answers what the edge answers itself. Null when nothing is left to do. */
export function decideRequest(
  context: ConnectionContext,
  request: AnyRequest,
  response: AnyResponse,
  expectsContinue = false,
): Exchange | null {
  const facts = readRequest(request)
  const { snapshot, listener, ends } = context
  const decision = matchRoute(snapshot.compiled, {
    port: listener.port,
    address: listener.address ?? '0.0.0.0',
    sni: context.sni,
    host: facts.authority,
    path: facts.target,
    method: facts.method,
    clientCertificate: context.clientCertificate,
    clientAddress: ends.sourceAddress,
  })
  const route = decision.routeIndex === null ? null : (snapshot.plan.routes[decision.routeIndex] ?? null)
  const rule =
    route && terminatesTls(route) && decision.pathIndex !== null ? (route.paths[decision.pathIndex] ?? null) : null
  const record = context.log.open({
    connection: context.connection,
    listener: listener.name,
    client: ends.sourceAddress,
    sni: context.sni,
    hello: context.hello,
    host: facts.authority,
    method: facts.method,
    path: facts.target.slice(0, 2048),
    route: decision.route,
    mode: decision.mode,
    outcome: decision.outcome,
    reason: decision.reason,
  })
  const exchange: Exchange = { context, facts, request, response, decision, route, rule, record, expectsContinue }
  watchEnd(exchange)
  if (facts.problem) {
    record.outcome = 'reject'
    answer(exchange, 400, `${facts.problem}: refused`)
    return null
  }
  if (decision.status !== null) {
    answer(
      exchange,
      decision.status,
      null,
      decision.outcome === 'redirect' && decision.path !== null ? [['Location', decision.path]] : [],
    )
    return null
  }
  if (decision.outcome !== 'forward') {
    // Ended without HTTP.
    context.log.close(record, 'refused')
    destroy(response)
    return null
  }
  const wait = waitOf(exchange)
  if (wait > 0) {
    record.outcome = 'reject'
    answer(exchange, 429, `${decision.reason}; but ${ends.sourceAddress} reached its rate limit`, [
      ['Retry-After', String(wait)],
    ])
    return null
  }
  return exchange
}

/** Seconds that a rate limit makes the client wait; 0 for none. A request that one limit refuses costs the other nothing worth counting. */
function waitOf({ context, route, rule }: Exchange): number {
  if (!rule || !route) return 0
  const { limiters } = context.snapshot
  const address = context.ends.sourceAddress
  return limiters.get(route)?.take(address) || limiters.get(rule)?.take(address) || 0
}

/** The edge's own answer. The reason stays in the log: names of other routes are nobody's business. */
export function answer(exchange: Exchange, status: number, reason: string | null, more: HeaderList = []): void {
  const { response, request, record, context } = exchange
  record.status = status
  if (reason !== null) record.reason = reason
  if (response.headersSent || response.destroyed) {
    destroy(response)
    return
  }
  const body = `${status} ${STATUS_CODES[status] ?? ''}\n`
  const list: HeaderList = [
    ['Content-Type', 'text/plain; charset=utf-8'],
    ['Content-Length', String(Buffer.byteLength(body))],
    ...more,
    ...(status === 421 ? [] : hstsOf(exchange)),
  ]
  // A body that nobody will read must not be taken for the next request.
  if (request.httpVersionMajor < 2 && !request.complete && hasBody(request)) list.push(['Connection', 'close'])
  startAnswer(response, status, list)
  if (request.method === 'HEAD') response.end()
  else response.end(body)
  request.resume()
  context.log.close(record, status === 502 || status === 503 || status === 504 ? 'upstream-failed' : 'answered', {
    bytesDown: body.length,
  })
}

/** RFC 6797 section 7.2: only over TLS. */
export function hstsOf({ context, route }: Exchange): HeaderList {
  const hsts = route && terminatesTls(route) ? (route as HttpRoute).hsts : undefined
  if (!hsts || context.listener.protocol !== 'tls') return []
  const words = [
    `max-age=${hsts.maxAgeSeconds}`,
    ...(hsts.includeSubDomains ? ['includeSubDomains'] : []),
    ...(hsts.preload ? ['preload'] : []),
  ]
  return [['Strict-Transport-Security', words.join('; ')]]
}

/** Ends an answer that cannot be finished, so that the client does not take it for whole. */
export function destroy(response: AnyResponse): void {
  if ('stream' in response) response.stream?.destroy()
  else response.socket?.destroy()
}

/** Whatever happens, the record is closed when the answer's stream is. */
function watchEnd({ response, record, context }: Exchange): void {
  emitterOf(response).once('close', () => {
    context.log.close(record, isWhole(response) ? 'finished' : 'client-reset')
  })
}

/** Whether the whole answer went out. Node counts a stream that the client reset as finished. */
export function isWhole(response: AnyResponse): boolean {
  return response.writableFinished && !('stream' in response && response.stream?.aborted)
}

/** Both kinds of response are event emitters, but their overloads do not meet in one call. */
export function emitterOf(response: AnyResponse): NodeJS.EventEmitter {
  return response as unknown as NodeJS.EventEmitter
}
