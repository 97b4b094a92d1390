// Whether what was seen is what match-route decided. Empty when it is; else one line per difference.

import type { Decision } from '../../domain-model/decision'
import { hostOfAuthority } from '../../domain-model/hostname'
import type { HeaderRules } from '../../domain-model/http-header'
import { edgeAcmeUpstream } from '../../domain-model/match-plain-http'
import { normalizePath } from '../../domain-model/model-path'
import type { Plan } from '../../domain-model/plan'
import { type HttpRoute, type Route, terminatesTls } from '../../domain-model/route'
import { forged, type Seen, sentHeaders } from './observe'
import type { Probe, ProbeRequest } from './probe'
import { type BackendReport, backendHeaders } from './stand-ins'

export interface Trial {
  plan: Plan
  probe: Probe
  request: ProbeRequest
  decision: Decision
  seen: Seen
}

export interface Difference {
  /** What differs, as a word that known differences can name. */
  aspect: string
  expected: string
  seen: string
}

export function compare(trial: Trial): Difference[] {
  const { probe, decision, seen } = trial
  const differences: Difference[] = []
  const expect = (aspect: string, expected: unknown, found: unknown) => {
    if (show(expected) !== show(found)) differences.push({ aspect, expected: show(expected), seen: show(found) })
  }

  if (probe.kind === 'not-tls') {
    if (seen.kind !== 'refused') expect('outcome', 'closed without an answer', show(seen))
    return differences
  }
  if (seen.kind === 'server-hello') {
    if (decision.certificateFrom === null) expect('outcome', describeDecision(decision), 'a ServerHello')
    else expect('upstream', decision.certificateFrom === 'backend' ? decision.upstream : null, seen.upstream)
    return differences
  }
  if (probe.kind === 'raw-hello') {
    // Client certificates are asked for after what a raw hello can see, so a handshake that fails for one still begins.
    if (decision.certificateFrom !== null) expect('outcome', 'a ServerHello', describeSeen(seen))
    else expect('alert', expectedAlert(decision), seen.kind === 'refused' ? seen.alert : show(seen))
    return differences
  }

  const endsWithoutHttp = decision.outcome === 'reject' && decision.status === null
  if (endsWithoutHttp) {
    if (seen.kind !== 'refused') expect('outcome', describeDecision(decision), describeSeen(seen))
    else if (probe.tls && decision.certificateFrom === null && decision.route === null)
      expect('alert', expectedAlert(decision), seen.alert)
    return differences
  }
  if (seen.kind === 'refused') {
    expect('outcome', describeDecision(decision), describeSeen(seen))
    return differences
  }

  const owner = decision.certificateFrom && {
    owner: decision.certificateFrom,
    name: decision.certificateFrom === 'edge' ? decision.certificate : decision.upstream,
  }
  // A resumed session does not carry the certificate again.
  if (!seen.resumed || seen.certificate) expect('certificate', owner, seen.certificate)
  const forwards = decision.outcome === 'forward'
  if (forwards !== (seen.backend !== null)) expect('outcome', describeDecision(decision), describeSeen(seen))
  else {
    expect('status', forwards ? 200 : decision.status, seen.status)
    if (decision.outcome === 'redirect') expect('location', decision.path, seen.location)
  }
  if (forwards && seen.backend) {
    compareForward(trial, seen.backend, expect)
    if (decision.mode !== 'passthrough') compareResponse(trial, seen.headers, expect)
  }
  return differences
}

/** A refusal before any certificate is a TLS alert that says so; a denied address may simply be cut off. */
const expectedAlert = (decision: Decision) => (decision.route === null ? 'unrecognized_name' : null)

type Expect = (aspect: string, expected: unknown, found: unknown) => void

function compareForward({ plan, probe, request, decision }: Trial, backend: BackendReport, expect: Expect): void {
  const may = decision.upstreams.filter((entry) => entry.weight > 0).map((entry) => entry.upstream)
  expect('upstream', may.includes(backend.upstream) ? backend.upstream : may.join(' or '), backend.upstream)
  if (!may.includes(backend.upstream)) return
  const upstream = plan.upstreams.find((candidate) => candidate.name === backend.upstream)
  const route = plan.routes[decision.routeIndex ?? -1]
  if (!upstream || !route) return
  const server = upstream.servers[backend.server]
  const idle = server?.backup ? 'a backup' : server?.weight === 0 ? 'drained' : null
  if (idle) expect('server', 'a server in rotation', `server ${backend.server}, which is ${idle}`)

  expect('method', request.method, backend.method)
  const opaque = probe.tls !== null && decision.mode === 'passthrough'
  if (opaque) {
    expect('transport', 'tls', backend.transport)
    // A resumed TLS 1.2 session has no name of its own.
    if (!probe.tls?.resumes) expect('sni', probe.tls?.serverName ?? null, backend.sni)
  } else compareRequest({ plan, probe, request, decision }, route, backend, expect)

  // The plain HTTP port gets the address in X-Forwarded-For.
  const proxied = backend.port === 'main' && upstream.sendProxyProtocol !== 'none'
  expect('proxy', proxied ? upstream.sendProxyProtocol : null, backend.proxy && `v${backend.proxy.version}`)
  if (backend.proxy) expect('proxy address', probe.from, backend.proxy.source)
}

function compareRequest(
  { plan, probe, request, decision }: Omit<Trial, 'seen'>,
  route: Route,
  backend: BackendReport,
  expect: Expect,
): void {
  const handed = probe.tls === null && decision.pathIndex === null
  const reencrypts = route.mode === 'reencrypt' && !handed
  if (!handed || decision.mode !== 'passthrough') expect('transport', reencrypts ? 'tls' : 'plain', backend.transport)
  // Where one port is both, it counts as the main one.
  const upstream = plan.upstreams.find((candidate) => candidate.name === backend.upstream)
  const sharesPort = upstream?.servers[backend.server]?.port === upstream?.httpPort
  const isSolver = edgeAcmeUpstream(probe.listener, route) === decision.upstream
  expect('port', handed && !isSolver && !sharesPort ? 'http' : 'main', backend.port)

  const [path = '', ...query] = backend.target.split('?')
  const [, ...sentQuery] = request.target.split('?')
  const rule = terminatesTls(route) && decision.pathIndex !== null ? route.paths[decision.pathIndex] : undefined
  const normal = normalizePath(path)
  if (rule?.rewrite) expect('rewritten path', decision.path, path)
  else expect('path', decision.path, normal.ok ? normal.path : path)
  expect('query', sentQuery.join('?'), query.join('?'))

  const header = headerReader(backend.headers)
  expect('host', hostOfAuthority(request.absolute ?? request.host ?? ''), hostOfAuthority(header('host')[0] ?? ''))
  expect('x-forwarded-for', [probe.from], header('x-forwarded-for'))
  expect('x-forwarded-proto', [probe.tls ? 'https' : 'http'], header('x-forwarded-proto'))
  if (handed || !terminatesTls(route)) return

  if (reencrypts && route.mode === 'reencrypt') {
    if (route.upstreamTls.serverName) expect('upstream sni', route.upstreamTls.serverName, backend.sni)
    expect('upstream client certificate', route.upstreamTls.clientCertificate ?? null, backend.clientCertificate)
  }
  for (const [name, value] of expectedHeaders([...sentHeaders], [route.requestHeaders, rule?.requestHeaders]))
    expect(`request header ${name}`, value === null ? [] : [value], header(name))
  compareIdentity(route, probe, backend, expect)
}

function compareIdentity(route: HttpRoute, probe: Probe, backend: BackendReport, expect: Expect): void {
  const name = route.clientAuth?.identityHeader
  if (!name) return
  const flat = (text: string) => text.toLowerCase().replaceAll('_', '-')
  const values = backend.headers.filter(([known]) => flat(known) === flat(name)).map(([, value]) => value)
  if (values.some((value) => value.includes(forged.subject)))
    expect('identity header', 'what the client sent is removed', values)
  const shown = probe.tls?.resumes?.certificate ?? probe.tls?.certificate ?? 'none'
  const authenticated = values.filter((value) => value !== '')
  if (typeof shown === 'object' && !probe.tls?.resumes)
    expect(
      'identity header',
      true,
      authenticated.length === 1 && authenticated[0]?.includes(`CN=client-of-${shown.trust}`),
    )
  else if (shown === 'none') expect('identity header', [], authenticated)
}

function compareResponse({ plan, probe, decision }: Trial, headers: [string, string][], expect: Expect): void {
  const route = plan.routes[decision.routeIndex ?? -1]
  if (!route || !terminatesTls(route) || decision.pathIndex === null) return
  const header = headerReader(headers)
  const rule = route.paths[decision.pathIndex]
  for (const [name, value] of expectedHeaders(Object.entries(backendHeaders), [
    route.responseHeaders,
    rule?.responseHeaders,
  ]))
    expect(`response header ${name}`, value === null ? [] : [value], header(name))
  const { hsts } = route
  const value =
    hsts &&
    [
      `max-age=${hsts.maxAgeSeconds}`,
      ...(hsts.includeSubDomains ? ['includesubdomains'] : []),
      ...(hsts.preload ? ['preload'] : []),
    ].join(';')
  const found = header('strict-transport-security').map((text) => text.toLowerCase().replace(/\s/g, ''))
  expect('hsts', hsts && probe.tls ? [value] : [], found)
}

/** Headers after the rules: the route's, then the path's, each removing before it sets. Null for a header that must be gone. */
function expectedHeaders(
  sent: (readonly [string, string])[],
  rules: (HeaderRules | undefined)[],
): Map<string, string | null> {
  const headers = new Map<string, string | null>(sent.map(([name, value]) => [name.toLowerCase(), value]))
  for (const rule of rules) {
    for (const name of rule?.remove ?? []) headers.set(name.toLowerCase(), null)
    for (const [name, value] of Object.entries(rule?.set ?? {})) headers.set(name.toLowerCase(), value)
  }
  return headers
}

const headerReader = (headers: readonly (readonly [string, string])[]) => (name: string) =>
  headers.filter(([known]) => known.toLowerCase() === name.toLowerCase()).map(([, value]) => value)

const show = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined'))

export function describeDecision(decision: Decision): string {
  const by = decision.route === null ? '' : ` by ${decision.route}`
  const certificate = decision.certificateFrom ? `, ${decision.certificateFrom} certificate` : ''
  switch (decision.outcome) {
    case 'forward':
      return `forward${by} to ${decision.upstreams.map((entry) => entry.upstream).join('|')}${decision.path === null ? '' : ` ${decision.path}`}${certificate}`
    case 'redirect':
      return `${decision.status} to ${decision.path}`
    default:
      return `${decision.outcome}${by}${decision.status === null ? ', no HTTP' : ` with ${decision.status}`}${certificate}`
  }
}

export function describeSeen(seen: Seen): string {
  if (seen.kind === 'refused')
    return `refused (${seen.alert ?? seen.detail})${seen.certificate ? ` after ${seen.certificate.owner} certificate ${seen.certificate.name}` : ''}`
  if (seen.kind === 'server-hello') return `ServerHello${seen.upstream ? ` of ${seen.upstream}` : ''}`
  return `${seen.status}${seen.location ? ` to ${seen.location}` : ''}${seen.backend ? ` from ${seen.backend.upstream} ${seen.backend.target}` : ' by the edge'}${seen.certificate ? `, ${seen.certificate.owner} certificate ${seen.certificate.name}` : ''}`
}
