// Where an engine cannot do what match-route decides. Each entry has a source, and a pin in e2e/engine/known-differences.test.ts that shows what
// the engine really does: an entry that is no longer needed fails there.

import { compilePlan } from '../../domain-model/compile-plan'
import { hostOfAuthority, isHostName, normalizeServerName } from '../../domain-model/hostname'
import { matchRoute } from '../../domain-model/match-route'
import { normalizePath } from '../../domain-model/model-path'
import { terminatesTls } from '../../domain-model/route'
import { compare, type Difference, type Trial } from './compare'
import type { EngineId, ProgramId } from './engine-process'
import { inquiryOf, type ProbeRequest } from './probe'

export interface KnownDifference {
  id: string
  engine: ProgramId
  /** The first engine version without it; left out, none is known. */
  until?: string
  says: string
  source: string
  /** Whether this difference of this trial is the known one. */
  covers(trial: Trial, difference: Difference): boolean
}

export const knownDifferences: readonly KnownDifference[] = [
  {
    id: 'hello-split-over-records',
    engine: 'haproxy',
    says: 'A ClientHello split over several TLS records counts as one without SNI: HAProxy reads the name from the first record only.',
    source: 'HAProxy src/payload.c, smp_fetch_ssl_hello_sni; measured on 2.6.12 and 3.4.0.',
    // Whatever happens is what the plan says of a client that sends no name. (Refused with or without an alert: see below.)
    covers: (trial) =>
      /^records/.test(trial.probe.tls?.shape ?? '') &&
      differencesWithoutName(trial).every(({ aspect, seen }) => aspect === 'alert' && seen === 'null'),
  },
  {
    id: 'absolute-form-other-host',
    engine: 'haproxy',
    says: 'A target in absolute form whose authority is not the Host header is answered 400 before any rule runs.',
    source: 'HAProxy src/h1.c, h1_parse_msg_hdrs; RFC 9112 section 3.2.2.',
    covers: ({ request, seen }) =>
      request.absolute !== undefined && request.absolute !== request.host && isEdgeStatus(seen, 400),
  },
  {
    id: 'query-unreserved-decoded',
    engine: 'haproxy',
    says: 'Percent-encoded unreserved characters are decoded in the query too, which RFC 3986 section 6.2.2.2 calls equivalent.',
    source: 'HAProxy configuration manual 2.6, http-request normalize-uri percent-decode-unreserved.',
    covers: (_, { aspect, expected, seen }) => aspect === 'query' && decodeUnreserved(expected) === seen,
  },
  {
    id: 'refusal-without-certificate',
    engine: 'haproxy',
    says: 'Where a listener terminates nothing there is no certificate to answer with: unknown names are closed without an alert.',
    source: 'HAProxy configuration manual 2.6, section 5.1, strict-sni; a bind with ssl needs a certificate.',
    covers: ({ plan, probe, seen }, { aspect }) =>
      aspect === 'alert' &&
      seen.kind === 'refused' &&
      seen.alert === null &&
      !plan.routes.some((route) => route.listener === probe.listener.name && terminatesTls(route)),
  },
  {
    id: 'client-certificate-400',
    engine: 'nginx',
    says: 'A missing or bad client certificate is answered 400 after the handshake, not by a TLS alert.',
    source: 'nginx.org, ngx_http_ssl_module, Error Processing (495, 496).',
    covers: ({ decision, seen }) =>
      decision.outcome === 'reject' &&
      decision.status === null &&
      decision.certificateFrom === 'edge' &&
      isEdgeStatus(seen, 400),
  },
  {
    id: 'sni-with-port',
    engine: 'nginx',
    says: 'A server name with a port, which is no name, is routed as none, but the certificate is that of the name before the port.',
    source:
      'nginx src/http/ngx_http_request.c, ngx_http_ssl_servername calls ngx_http_validate_host, which drops a port.',
    covers: ({ probe }, { aspect }) => aspect === 'certificate' && /:\d*$/.test(probe.tls?.serverName ?? ''),
  },
  {
    id: 'client-certificate-421',
    engine: 'nginx',
    says: 'On a name that asks for client certificates every authority but the SNI is answered 421, also another name of the same route.',
    source: 'nginx src/http/ngx_http_request.c, ngx_http_set_virtual_server.',
    covers: ({ plan, probe, request, decision, seen }) => {
      const route = plan.routes[decision.routeIndex ?? -1]
      const authority = request.absolute ?? request.host
      const isOther = normalizeServerName(authority) !== normalizeServerName(probe.tls?.serverName ?? null)
      return (
        route !== undefined &&
        terminatesTls(route) &&
        route.clientAuth !== undefined &&
        isOther &&
        isEdgeStatus(seen, 421)
      )
    },
  },
  {
    id: 'bad-path-first',
    engine: 'nginx',
    says: 'A path that cannot be parsed is answered 400 before host, address or plan are looked at.',
    source: 'nginx src/http/ngx_http_request.c, ngx_http_process_request_uri.',
    covers: ({ request, seen }) => !normalizePath(request.target).ok && isEdgeStatus(seen, 400),
  },
  {
    id: 'bad-host-400',
    engine: 'nginx',
    says: 'A Host that is no name, such as one with an empty label, is answered 400 and not by what the plan says of other hosts.',
    source: 'nginx src/http/ngx_http_request.c, ngx_http_validate_host.',
    covers: ({ request, seen }) =>
      !isHostName(hostOfAuthority(request.absolute ?? request.host ?? '')) && isEdgeStatus(seen, 400),
  },
  {
    id: 'encoded-slash',
    engine: 'nginx',
    says: 'An encoded slash is a slash: /a%2Fb is routed and rewritten like /a/b.',
    source: 'nginx.org, ngx_http_core_module, location: matching is against the decoded URI.',
    covers: (trial) => {
      const decoded = trial.request.target.replace(/%2f/gi, '/')
      if (decoded === trial.request.target) return false
      // The path may be forwarded as it came, although it was matched decoded.
      return differencesFor(trial, { ...trial.request, target: decoded }).every(
        ({ aspect, expected, seen }) => aspect === 'path' && seen.replace(/%2f/gi, '/') === expected,
      )
    },
  },
  {
    id: 'upstream-name-always-checked',
    engine: 'nginx',
    says: 'Where the plan checks the chain of an upstream but gives no name, NGINX checks the name of its upstream group and answers 502.',
    source: 'nginx.org, ngx_http_proxy_module, proxy_ssl_verify and proxy_ssl_name; the target reports it.',
    covers: ({ plan, decision, seen }) => {
      const route = plan.routes[decision.routeIndex ?? -1]
      return (
        route?.mode === 'reencrypt' &&
        route.upstreamTls.verify &&
        !route.upstreamTls.serverName &&
        isEdgeStatus(seen, 502)
      )
    },
  },
  {
    id: 'proxy-v1-only',
    engine: 'nginx',
    says: 'PROXY headers are of version 1 where the plan says version 2.',
    source: 'nginx.org, ngx_stream_proxy_module, proxy_protocol; nginx/nginx pull request 1204.',
    covers: (_, { aspect, expected, seen }) => aspect === 'proxy' && expected === 'v2' && seen === 'v1',
  },
  {
    id: 'proxy-address-of-http',
    engine: 'nginx',
    says: 'To the upstream of a terminated route the PROXY header is written by an inner hop and cannot carry the client address.',
    source:
      'nginx.org: ngx_http_proxy_module has no proxy_protocol; ngx_stream_proxy_module writes the address of its own client.',
    covers: ({ decision }, { aspect }) => aspect === 'proxy address' && decision.mode !== 'passthrough',
  },
  {
    id: 'empty-header',
    engine: 'nginx',
    says: 'A header that is set to nothing is left out.',
    source: 'nginx.org, ngx_http_proxy_module, proxy_set_header; ngx_http_headers_module, add_header.',
    covers: (_, { aspect, expected, seen }) =>
      /^(request|response) header/.test(aspect) && expected === '[""]' && seen === '[]',
  },
]

/** The first known difference that explains this one. */
export function knownDifference(
  engine: EngineId,
  version: string,
  trial: Trial,
  difference: Difference,
): KnownDifference | null {
  const holds = (known: KnownDifference) =>
    known.engine === engine &&
    (known.until === undefined || version.localeCompare(known.until, 'en', { numeric: true }) < 0)
  return knownDifferences.find((known) => holds(known) && known.covers(trial, difference)) ?? null
}

const isEdgeStatus = (seen: Trial['seen'], status: number) =>
  seen.kind === 'http' && seen.status === status && seen.backend === null

/** What would still differ if the request had been another one. */
function differencesFor(trial: Trial, request: ProbeRequest): Difference[] {
  const decision = matchRoute(compilePlan(trial.plan), inquiryOf(trial.probe, request, false))
  return compare({ ...trial, request, decision })
}

/** What would still differ if the client had sent no SNI. */
function differencesWithoutName(trial: Trial): Difference[] {
  const decision = matchRoute(compilePlan(trial.plan), { ...inquiryOf(trial.probe, trial.request, false), sni: null })
  return compare({ ...trial, decision })
}

const decodeUnreserved = (text: string) =>
  text.replace(/%[0-9a-f]{2}/gi, (escaped) => {
    const character = String.fromCharCode(Number.parseInt(escaped.slice(1), 16))
    return /[A-Za-z0-9._~-]/.test(character) ? character : escaped
  })
