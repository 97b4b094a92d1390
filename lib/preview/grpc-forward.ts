import type { ClientHttp2Stream, IncomingHttpHeaders, IncomingHttpStatusHeader } from 'node:http2'
import { type Exchange, emitterOf, isWhole } from './http-exchange'
import { type Attempt, fail, idleMsOf, relay, requestHeaders, targetOf } from './http-forward'
import { asRecord, hasBody } from './http-message'

/** gRPC needs HTTP/2 to the server: trailers and both directions at once. */
export function isGrpc({ request }: Exchange): boolean {
  return /^application\/grpc(?:$|[+;])/.test(request.headers['content-type'] ?? '')
}

/** Sends a request over HTTP/2 and streams the answer back. */
export async function sendHttp2(exchange: Exchange, { upstream, dial }: Attempt): Promise<void> {
  const { request, response, facts, record } = exchange
  const session = await upstream.agents.sessionFor(dial)
  const { host, ...fields } = asRecord(requestHeaders(exchange))
  const stream: ClientHttp2Stream = session.request(
    {
      ...fields,
      // gRPC over HTTP/2 demands it; it was hop-by-hop before.
      te: 'trailers',
      ':method': facts.method,
      ':path': targetOf(exchange),
      ':authority': String(host ?? ''),
      ':scheme': dial.tls ? 'https' : 'http',
    },
    { endStream: !hasBody(request) },
  )
  return new Promise((resolve) => {
    let trailers: string[] = []
    const done = () => {
      if (dial.proxy) session.close()
      resolve()
    }
    stream.setTimeout(idleMsOf(exchange), () => {
      fail(exchange, Object.assign(new Error('no answer in time'), { code: 'UPSTREAM_TIMEOUT' }))
      stream.close()
    })
    emitterOf(response).once('close', () => {
      if (!isWhole(response)) stream.close(8 /* CANCEL, RFC 9113 section 7 */)
      done()
    })
    stream.on('error', (error) => {
      if (!response.destroyed) fail(exchange, error)
    })
    stream.on('trailers', (_headers, _flags, raw: unknown) => {
      trailers = Array.isArray(raw) ? raw : Object.entries(_headers).flatMap(([name, value]) => [name, String(value)])
    })
    stream.on('response', (headers: IncomingHttpHeaders & IncomingHttpStatusHeader) => {
      const raw = Object.entries(headers).flatMap(([name, value]) =>
        (Array.isArray(value) ? value : [value]).flatMap((one) =>
          one === undefined || name.startsWith(':') ? [] : [name, String(one)],
        ),
      )
      relay(exchange, stream, headers[':status'] ?? 502, raw, () => trailers)
    })
    if (!hasBody(request)) return
    request.on('data', (chunk: Buffer) => {
      record.bytesUp += chunk.length
    })
    request.pipe(stream)
  })
}
