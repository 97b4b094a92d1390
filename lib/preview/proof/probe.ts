import type { Inquiry, ShownCertificate } from '../../domain-model/decision'
import type { Listener } from '../../domain-model/listener'
import type { HelloShape } from './cut-hello'

export type ProbeKind =
  | 'name'
  | 'path'
  | 'method'
  | 'authority'
  | 'absolute-form'
  | 'http2'
  | 'client-certificate'
  | 'resumption'
  | 'hello-shape'
  | 'raw-hello'
  | 'not-tls'
  | 'address'
  | 'plain-http'

export interface ProbeRequest {
  method: string
  target: string
  /** The Host header or :authority as sent; null leaves it out. */
  host: string | null
  /** An authority in the request target itself, which then outranks the Host header (RFC 9112 section 3.2.2). */
  absolute?: string
}

export interface ProbeTls {
  serverName: string | null
  version?: 'TLSv1.2' | 'TLSv1.3'
  certificate: ShownCertificate
  shape: HelloShape
  large: boolean
  /** An earlier connection whose session this one offers; it then shows no certificate of its own. */
  resumes: { serverName: string; certificate: ShownCertificate } | null
}

export interface Probe {
  kind: ProbeKind
  title: string
  listener: Listener
  /** The client's address: bound locally, or named by a PROXY header where the listener expects one. */
  from: string
  tls: ProbeTls | null
  http: 1 | 2
  requests: ProbeRequest[]
  /** How many of the requests travel at a time over HTTP/2; left out, one after the other. */
  atOnce?: number
}

/** What `match-route` is asked about one request of a probe. */
export function inquiryOf(probe: Probe, request: ProbeRequest, resumed: boolean): Inquiry {
  const { tls } = probe
  const certificate = tls?.resumes ? (resumed ? tls.resumes.certificate : 'none') : (tls?.certificate ?? 'none')
  return {
    port: probe.listener.port,
    address: probe.listener.address ?? null,
    sni: tls?.serverName ?? null,
    host: request.absolute ?? request.host,
    path: request.target,
    method: request.method,
    clientCertificate: certificate,
    clientAddress: probe.from,
  }
}

export interface ProbeLimits {
  /** How many names, path samples and pairs are tried where a plan offers more. */
  names: number
  pathsPerRoute: number
  pairs: number
}

export const defaultLimits: ProbeLimits = { names: 40, pathsPerRoute: 40, pairs: 30 }

/** Where a client comes from if the probe is not about that. Not 127.0.0.1, so that a proxy's own address is told apart. */
export const usualAddress = '127.0.0.7'
export const otherAddresses = ['127.0.0.1', '127.0.0.9', '127.0.0.7']
/** Only a PROXY header can bring these. */
export const remoteAddresses = ['192.0.2.77', '203.0.113.5', '10.1.2.3']

/** At most `count` items, spread evenly over the list, the first among them. */
export function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items]
  return Array.from({ length: Math.floor(count) }, (_, index) => items[Math.floor((index * items.length) / count)] as T)
}
