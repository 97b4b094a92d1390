// HTTP clients that send exactly what a probe says: Node's own would tidy up paths and hosts.
import { connect as connectHttp2 } from 'node:http2'
import type { Duplex } from 'node:stream'
import type { TLSSocket } from 'node:tls'
import { patience, Refusal } from './tls-client'

export interface RawRequest {
  method: string
  /** The request target, byte for byte. */
  target: string
  /** The Host header or :authority; null leaves it out. */
  host: string | null
  headers: readonly (readonly [name: string, value: string])[]
}

export interface RawResponse {
  status: number
  /** Names in lower case. */
  headers: [name: string, value: string][]
  body: string
}

/** One HTTP/1.1 request with `Connection: close`. */
export function requestHttp1(stream: Duplex, request: RawRequest): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0)
    const timer = setTimeout(() => finish(new Refusal(null, 'no answer in time')), patience)
    const finish = (error: Error | null, ended = true) => {
      const response = parseResponse(bytes, request.method, ended)
      if (!response && !ended) return
      clearTimeout(timer)
      stream.destroy()
      if (response) resolve(response)
      else
        reject(
          error ??
            new Refusal(
              null,
              bytes.length === 0 ? 'closed without an answer' : `no HTTP: ${bytes.subarray(0, 60).toString('latin1')}`,
            ),
        )
    }
    stream.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk])
      finish(null, false)
    })
    stream.once('end', () => finish(null))
    stream.once('close', () => finish(null))
    stream.once('error', (error) => finish(error))
    const lines = [
      `${request.method} ${request.target} HTTP/1.1`,
      ...(request.host === null ? [] : [`Host: ${request.host}`]),
      ...request.headers.map(([name, value]) => `${name}: ${value}`),
      ...(['POST', 'PUT', 'PATCH'].includes(request.method) ? ['Content-Length: 2'] : []),
      'Connection: close',
    ]
    stream.write(
      `${lines.join('\r\n')}\r\n\r\n${['POST', 'PUT', 'PATCH'].includes(request.method) ? 'hi' : ''}`,
      'latin1',
    )
  })
}

/** Null while the message is not complete. */
function parseResponse(bytes: Buffer, method: string, ended: boolean): RawResponse | null {
  const end = bytes.indexOf('\r\n\r\n')
  if (end === -1) return null
  const [statusLine = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n')
  const status = Number(statusLine.match(/^HTTP\/1\.[01] (\d{3})/)?.[1])
  if (!status) return null
  if (status < 200) return parseResponse(bytes.subarray(end + 4), method, ended)
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
  })
  const value = (name: string) => headers.find(([known]) => known === name)?.[1]
  const rest = bytes.subarray(end + 4)
  if (method === 'HEAD' || status === 204 || status === 304) return { status, headers, body: '' }
  const length = value('content-length')
  if (length !== undefined)
    return rest.length >= Number(length) ? { status, headers, body: rest.toString('utf8') } : null
  if (value('transfer-encoding') === 'chunked') {
    const body = unchunk(rest)
    return body === null ? null : { status, headers, body }
  }
  return ended ? { status, headers, body: rest.toString('utf8') } : null
}

function unchunk(bytes: Buffer): string | null {
  let body = ''
  for (let at = 0; ; ) {
    const line = bytes.indexOf('\r\n', at)
    if (line === -1) return null
    const size = Number.parseInt(bytes.subarray(at, line).toString('latin1'), 16)
    if (size === 0) return body
    if (bytes.length < line + 2 + size + 2) return null
    body += bytes.subarray(line + 2, line + 2 + size).toString('utf8')
    at = line + 2 + size + 2
  }
}

/** Several requests on one HTTP/2 connection, so many at once. An answer that is an Error says how that request ended. */
export async function requestsHttp2(
  socket: TLSSocket,
  requests: readonly RawRequest[],
  atOnce = 1,
): Promise<(RawResponse | Error)[]> {
  const session = connectHttp2('https://probe.invalid', { createConnection: () => socket })
  session.on('error', () => undefined)
  const answers: (RawResponse | Error)[] = []
  try {
    for (let at = 0; at < requests.length; at += atOnce) {
      const batch = requests.slice(at, at + atOnce)
      answers.push(
        ...(await Promise.all(batch.map((request) => requestHttp2(session, request).catch((error: Error) => error)))),
      )
    }
  } finally {
    session.destroy()
    socket.destroy()
  }
  return answers
}

function requestHttp2(session: ReturnType<typeof connectHttp2>, request: RawRequest): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    if (session.destroyed || session.closed) return reject(new Refusal(null, 'the HTTP/2 connection is closed'))
    const hasBody = ['POST', 'PUT', 'PATCH'].includes(request.method)
    const stream = session.request(
      {
        ':method': request.method,
        ':path': request.target,
        ':scheme': 'https',
        ...(request.host === null ? {} : { ':authority': request.host }),
        ...Object.fromEntries(request.headers.map(([name, value]) => [name.toLowerCase(), value])),
      },
      { endStream: !hasBody },
    )
    if (hasBody) stream.end('hi')
    const timer = setTimeout(() => stream.destroy(new Refusal(null, 'no answer in time')), patience)
    let head: RawResponse | null = null
    let body = ''
    stream.setEncoding('utf8')
    stream.on('response', (headers) => {
      const list = Object.entries(headers).flatMap(([name, value]) =>
        name.startsWith(':') ? [] : [value].flat().map((one): [string, string] => [name, String(one)]),
      )
      head = { status: Number(headers[':status']), headers: list, body: '' }
    })
    stream.on('data', (chunk: string) => {
      body += chunk
    })
    const finish = (error?: Error) => {
      clearTimeout(timer)
      if (head) resolve({ ...head, body })
      else reject(error ?? new Refusal(null, 'the stream ended without an answer'))
    }
    stream.once('end', () => finish())
    stream.once('error', finish)
    stream.once('close', () => finish())
  })
}
