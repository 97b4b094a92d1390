import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import type { HeaderRules } from '../domain-model/http-header'

export type AnyRequest = IncomingMessage | Http2ServerRequest
export type AnyResponse = ServerResponse | Http2ServerResponse
export type HeaderList = [name: string, value: string][]

/** Fields that belong to one connection (RFC 9110 section 7.6.1) and HTTP/2's own. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
  'proxy-authenticate',
  'proxy-authorization',
])

/** What a request says of itself, whichever HTTP version carried it. */
export interface RequestFacts {
  method: string
  /** Path and query as sent. */
  target: string
  /** Null when there is none. */
  authority: string | null
  /** A sentence when the request contradicts itself. */
  problem: string | null
}

export function readRequest(request: AnyRequest): RequestFacts {
  const method = request.method ?? 'GET'
  if (request.httpVersionMajor >= 2) {
    const authority = request.headers[':authority']
    const host = request.headers.host
    const contradicts = typeof authority === 'string' && host !== undefined && host !== authority
    return {
      method,
      target: request.url ?? '/',
      authority: (typeof authority === 'string' ? authority : host) ?? null,
      // RFC 9113 section 8.3.1.
      problem: contradicts ? 'the Host header and :authority differ' : null,
    }
  }
  const hosts = valuesOf(request.rawHeaders, 'host')
  const problem = hosts.length > 1 ? 'the request has two Host headers' : null
  const absolute = /^https?:\/\/([^/?#]*)(.*)$/is.exec(request.url ?? '')
  // RFC 9112 section 3.2.2: an authority in the request target outranks the Host header.
  if (absolute)
    return {
      method,
      target: absolute[2]?.startsWith('/') ? absolute[2] : `/${absolute[2] ?? ''}`,
      authority: absolute[1] ?? '',
      problem,
    }
  return { method, target: request.url ?? '/', authority: hosts[0] ?? null, problem }
}

function valuesOf(raw: readonly string[], name: string): string[] {
  const values: string[] = []
  for (let at = 0; at + 1 < raw.length; at += 2) if (raw[at]?.toLowerCase() === name) values.push(raw[at + 1] ?? '')
  return values
}

/** End-to-end header fields: pseudo fields, hop-by-hop fields and those that `Connection` names are left out. */
export function endToEnd(raw: readonly string[]): HeaderList {
  const named = new Set(
    valuesOf(raw, 'connection').flatMap((value) =>
      value
        .toLowerCase()
        .split(',')
        .map((word) => word.trim()),
    ),
  )
  const list: HeaderList = []
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at] as string
    const lower = name.toLowerCase()
    if (lower.startsWith(':') || hopByHop.has(lower) || named.has(lower)) continue
    list.push([name, raw[at + 1] as string])
  }
  return list
}

/** Backends that read CGI variables take `_` for `-`, so a name is removed in both spellings. */
export const flatName = (name: string) => name.toLowerCase().replaceAll('_', '-')

export function without(list: HeaderList, names: ReadonlySet<string>): HeaderList {
  return names.size === 0 ? list : list.filter(([name]) => !names.has(flatName(name)))
}

/** Remove, then set, as the plan says. */
export function applyRules(list: HeaderList, rules: HeaderRules | undefined): HeaderList {
  if (!rules) return list
  const set = Object.entries(rules.set ?? {})
  const gone = new Set([...(rules.remove ?? []), ...set.map(([name]) => name)].map((name) => name.toLowerCase()))
  return [...list.filter(([name]) => !gone.has(name.toLowerCase())), ...set]
}

export function hasBody(request: AnyRequest): boolean {
  if (request.httpVersionMajor >= 2) return !(request as Http2ServerRequest).stream.endAfterHeaders
  return request.headers['transfer-encoding'] !== undefined || (request.headers['content-length'] ?? '0') !== '0'
}

/** Header lists as HTTP/2 wants them: lower case, repeated fields as arrays. */
export function asRecord(list: HeaderList): Record<string, string | string[]> {
  const record: Record<string, string | string[]> = {}
  for (const [name, value] of list) {
    const lower = name.toLowerCase()
    const known = record[lower]
    record[lower] = known === undefined ? value : [...(Array.isArray(known) ? known : [known]), value]
  }
  return record
}

/** Starts an answer. On HTTP/1 names keep their spelling. */
export function startAnswer(response: AnyResponse, status: number, list: HeaderList): void {
  if ('stream' in response) response.writeHead(status, asRecord(list))
  else response.writeHead(status, list.flat())
}
