// Runs one probe against a running edge and says what was seen, without judging it.

import type { ShownCertificate } from '../../domain-model/decision'
import type { Plan } from '../../domain-model/plan'
import type { Leaf } from './certificates'
import { postQuantumHello } from './cut-hello'
import { type RawRequest, type RawResponse, requestHttp1, requestsHttp2 } from './http-client'
import type { Probe, ProbeRequest } from './probe'
import { writeProxyHeader } from './proxy-header'
import { type BackendReport, type Backends, probeHeader, reportHeader } from './stand-ins'
import { openTcp, openTls, patience, Refusal, refusalOf, type SeenCertificate, type TlsConnection } from './tls-client'

export type Seen =
  | {
      kind: 'refused'
      /** The name of the TLS alert; null for a plain close. */
      alert: string | null
      detail: string
      certificate: SeenCertificate | null
      resumed: boolean
    }
  | {
      kind: 'http'
      status: number
      location: string | null
      headers: [name: string, value: string][]
      /** What the backend said it got; null when the edge answered itself. */
      backend: BackendReport | null
      certificate: SeenCertificate | null
      resumed: boolean
    }
  /** The TLS handshake was answered; all that a hello without a client behind it can show. */
  | { kind: 'server-hello'; upstream: string | null }

export interface Surroundings {
  plan: Plan
  backends: Backends
  /** Client certificates by trust bundle. */
  clients: ReadonlyMap<string, Leaf>
  untrusted: Leaf
}

export async function observe(around: Surroundings, probe: Probe): Promise<Seen[]> {
  try {
    if (probe.kind === 'raw-hello') return [await observeRawHello(around, probe)]
    return probe.tls ? await observeTls(around, probe) : [await observePlain(probe, around)]
  } catch (error) {
    const refusal = refusalOf(error as Error, null)
    return probe.requests.map(() => refused(refusal, false))
  }
}

async function observeTls(around: Surroundings, probe: Probe): Promise<Seen[]> {
  const { tls } = probe
  if (!tls) return []
  // An earlier connection that was refused leaves no session; then this one is a plain handshake.
  const session = tls.resumes ? await sessionOf(around, probe).catch(() => undefined) : undefined
  const connection = await openTls(await openTcp(tcpSide(probe)), {
    ...tls,
    protocols: probe.http === 2 ? ['h2', 'http/1.1'] : ['http/1.1'],
    certificate: tls.resumes ? null : leafOf(around, tls.certificate),
    session,
  })
  const requests = probe.requests.map((request) => rawRequest(around.plan, request))
  // A backend behind passthrough may not speak HTTP/2; then one request in HTTP/1.1 is all the connection can show.
  const answers =
    connection.socket.alpnProtocol === 'h2'
      ? await requestsHttp2(connection.socket, requests, probe.atOnce)
      : [await requestHttp1(connection.socket, requests[0] as RawRequest).catch((error: Error) => error)]
  return answers.map((answer) => seenOf(answer, connection))
}

async function observePlain(probe: Probe, around: Surroundings): Promise<Seen> {
  const socket = await openTcp(tcpSide(probe))
  const answer = await requestHttp1(socket, rawRequest(around.plan, probe.requests[0] as ProbeRequest)).catch(
    (error: Error) => error,
  )
  return seenOf(answer, null)
}

/** A session that an earlier, separate connection was given. TLS 1.3 gives it after the handshake, so one request is made. */
async function sessionOf(around: Surroundings, probe: Probe): Promise<Buffer | undefined> {
  const resumes = probe.tls?.resumes
  if (!probe.tls || !resumes) return undefined
  const first = await openTls(await openTcp(tcpSide(probe)), {
    ...probe.tls,
    serverName: resumes.serverName,
    protocols: ['http/1.1'],
    certificate: leafOf(around, resumes.certificate),
  })
  await requestHttp1(
    first.socket,
    rawRequest(around.plan, { method: 'GET', target: '/', host: resumes.serverName }),
  ).catch(() => null)
  return first.session()
}

async function observeRawHello(around: Surroundings, probe: Probe): Promise<Seen> {
  const hello = postQuantumHello(probe.tls?.serverName ?? null)
  const socket = await openTcp(tcpSide(probe))
  const answer = await new Promise<Buffer>((resolve) => {
    let bytes: Buffer = Buffer.alloc(0)
    const timer = setTimeout(() => socket.destroy(), patience)
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk])
      if (bytes.length >= 7) socket.destroy()
    })
    socket.once('close', () => {
      clearTimeout(timer)
      resolve(bytes)
    })
    socket.write(hello.bytes)
  })
  if (answer[0] === 22) return { kind: 'server-hello', upstream: around.backends.upstreamOfHello(hello.random) }
  const alert = answer[0] === 21 ? (alertNames[answer[6] ?? 0] ?? `alert ${answer[6]}`) : null
  return refused(
    new Refusal(alert, answer.length === 0 ? 'closed without an answer' : answer.toString('latin1')),
    false,
  )
}

const alertNames: Record<number, string> = {
  40: 'handshake_failure',
  47: 'illegal_parameter',
  50: 'decode_error',
  70: 'protocol_version',
  80: 'internal_error',
  112: 'unrecognized_name',
  120: 'no_application_protocol',
}

/** The PROXY header stands in for a load balancer in front: it names the client, and the balancer connects from loopback. */
function tcpSide(probe: Probe) {
  const { listener, from } = probe
  const address = listener.address ?? '127.0.0.1'
  if (!listener.acceptProxyProtocol) return { address, port: listener.port, from, proxyHeader: null }
  const version = probe.title.length % 2 === 0 ? 1 : 2
  return {
    address,
    port: listener.port,
    from: '127.0.0.8',
    proxyHeader: writeProxyHeader(version, from, listener.port),
  }
}

function leafOf(around: Surroundings, certificate: ShownCertificate): Leaf | null {
  if (certificate === 'none') return null
  return certificate === 'untrusted' ? around.untrusted : (around.clients.get(certificate.trust) ?? around.untrusted)
}

/** What clients may not be believed: every request claims another address and another person. */
export const forged = { address: '203.0.113.99', subject: 'CN=forged' }
/** Headers that plans of the tests may remove or replace. */
export const sentHeaders: readonly (readonly [string, string])[] = [
  ['X-Internal', 'leak'],
  ['X-Debug', 'leak'],
  ['X-Edge', 'from-client'],
  ['Accept-Language', 'xx'],
  ['X-Kept', 'kept'],
]

export function identityHeaders(plan: Plan): string[] {
  return [
    ...new Set(
      plan.routes.flatMap((route) =>
        route.mode !== 'passthrough' && route.clientAuth?.identityHeader ? [route.clientAuth.identityHeader] : [],
      ),
    ),
  ]
}

function rawRequest(plan: Plan, request: ProbeRequest): RawRequest {
  const identity = identityHeaders(plan).flatMap((name) =>
    [...new Set([name, name.replaceAll('-', '_')])].map((spelled) => [spelled, forged.subject] as const),
  )
  return {
    method: request.method,
    target: request.absolute === undefined ? request.target : `https://${request.absolute}${request.target}`,
    host: request.host,
    headers: [
      [probeHeader, '1'],
      ['X-Forwarded-For', forged.address],
      ['X-Forwarded-Proto', 'gopher'],
      ...sentHeaders,
      ...identity,
    ],
  }
}

function seenOf(answer: RawResponse | Error, connection: TlsConnection | null): Seen {
  const certificate = connection?.certificate ?? null
  const resumed = connection?.resumed ?? false
  if (answer instanceof Error) return refused(refusalOf(answer, certificate), resumed)
  const value = (name: string) => answer.headers.find(([known]) => known === name)?.[1] ?? null
  return {
    kind: 'http',
    status: answer.status,
    location: value('location'),
    headers: answer.headers,
    backend: reportOf(answer, value(reportHeader)),
    certificate,
    resumed,
  }
}

function reportOf(answer: RawResponse, inHeader: string | null): BackendReport | null {
  try {
    const report = JSON.parse(
      inHeader === null ? answer.body : Buffer.from(inHeader, 'base64').toString(),
    ) as Partial<BackendReport>
    return typeof report.upstream === 'string' && Array.isArray(report.headers) ? (report as BackendReport) : null
  } catch {
    return null
  }
}

function refused(refusal: Refusal, resumed: boolean): Seen {
  return { kind: 'refused', alert: refusal.alert, detail: refusal.detail, certificate: refusal.certificate, resumed }
}
