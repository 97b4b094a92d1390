import type { CompiledPlan } from '../domain-model/compile-plan'
import type { Decision } from '../domain-model/decision'
import { acmeChallengePrefix } from '../domain-model/match-plain-http'
import { matchRoute } from '../domain-model/match-route'
import { type Route, terminatesTls } from '../domain-model/route'

/** A question to an edge, with the line that asks it and what the plan answers. */
export interface ProbeLine {
  host: string | null
  question: 'handshake' | 'request'
  line: string
  decision: Decision
}

/** Shell text that stands for `text` and nothing else. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9@%+=:,./_-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`
}

/** Shows whose certificate a ClientHello with this name gets. `"$EDGE"` stands for the address of the edge. */
export function handshakeLine(sni: string | null, port: number): string {
  const name = sni === null ? '-noservername' : `-servername ${shellWord(sni)}`
  return `openssl s_client -connect "$EDGE:${port}" ${name} </dev/null 2>/dev/null | openssl x509 -noout -subject -issuer`
}

export interface RequestQuestion {
  scheme: 'https' | 'http'
  host: string
  port: number
  path: string
  method?: string
  /** Where it differs from the host of the connection. */
  authority?: string | null
  /** Whether a client certificate has to be shown. */
  clientCertificate?: boolean
}

/** Asks for one path and prints the status, and where a redirect leads. */
export function requestLine({
  scheme,
  host,
  port,
  path,
  method,
  authority,
  clientCertificate,
}: RequestQuestion): string {
  const standard = port === (scheme === 'https' ? 443 : 80)
  return [
    `curl -sS -k -o /dev/null -w '%{http_code} %{redirect_url}\\n' --path-as-is --resolve ${shellWord(`${host}:${port}:`)}"$EDGE"`,
    method === undefined || method === 'GET' ? [] : method === 'HEAD' ? '-I' : `-X ${shellWord(method)}`,
    authority === undefined || authority === null || authority === host ? [] : `-H ${shellWord(`Host: ${authority}`)}`,
    clientCertificate ? '--cert client.pem --key client.key' : [],
    shellWord(`${scheme}://${host}${standard ? '' : `:${port}`}${path}`),
  ]
    .flat()
    .join(' ')
}

/** A name that a host pattern matches and nothing else is likely to. */
export function sampleHost(pattern: string): string {
  if (pattern === '*') return 'signalbox-probe.example.net'
  return pattern.startsWith('*.') ? `signalbox-probe.${pattern.slice(2)}` : pattern
}

/** What a person asks an edge after it changed: each host once by handshake, terminated ones by a request, and plain HTTP. */
export function probeLines(compiled: CompiledPlan, hostsMax: number): { lines: ProbeLine[]; hostsLeft: number } {
  const { plan } = compiled
  const lines: ProbeLine[] = []
  const plain = plan.listeners.find((listener) => listener.protocol === 'http')
  let hosts = 0
  let left = 0
  for (const route of plan.routes) {
    const listener = plan.listeners.find((other) => other.name === route.listener)
    if (listener?.protocol !== 'tls') continue
    for (const pattern of route.hosts) {
      if (++hosts > hostsMax) left++
      else lines.push(...hostLines(compiled, route, sampleHost(pattern), listener.port, plain?.port ?? null))
    }
  }
  for (const listener of plan.listeners)
    if (listener.protocol === 'tls')
      lines.push({
        host: null,
        question: 'handshake',
        line: handshakeLine(null, listener.port),
        decision: matchRoute(compiled, { port: listener.port, sni: null }),
      })
  return { lines, hostsLeft: left }
}

function hostLines(
  compiled: CompiledPlan,
  route: Route,
  host: string,
  port: number,
  plainPort: number | null,
): ProbeLine[] {
  const lines: ProbeLine[] = [
    {
      host,
      question: 'handshake',
      line: handshakeLine(host, port),
      decision: matchRoute(compiled, { port, sni: host }),
    },
  ]
  if (terminatesTls(route)) {
    const clientCertificate = route.clientAuth ? ({ trust: route.clientAuth.trust } as const) : ('none' as const)
    const path = route.paths.find((rule) => rule.match !== 'regex')?.path ?? '/'
    lines.push({
      host,
      question: 'request',
      line: requestLine({
        scheme: 'https',
        host,
        port,
        path,
        clientCertificate: route.clientAuth?.mode === 'required',
      }),
      decision: matchRoute(compiled, { port, sni: host, path, clientCertificate }),
    })
  }
  if (plainPort !== null) {
    const path = route.plainHttp === 'acme-only' ? `${acmeChallengePrefix}probe` : '/'
    lines.push({
      host,
      question: 'request',
      line: requestLine({ scheme: 'http', host, port: plainPort, path }),
      decision: matchRoute(compiled, { port: plainPort, sni: null, host, path }),
    })
  }
  return lines
}

/** What to see, in a few words. A handshake shows a certificate and no more; a request shows an answer. */
export function expectation({ question, decision }: Pick<ProbeLine, 'question' | 'decision'>): string {
  const { outcome, certificateFrom, certificate, upstream, status, path, route } = decision
  if (question === 'handshake') {
    if (certificateFrom === 'backend') return `the backend's own certificate, from ${upstream}`
    return certificateFrom === 'edge'
      ? `the edge certificate ${certificate}`
      : 'no certificate: the connection is refused'
  }
  if (outcome === 'forward') return `answered by ${upstream ?? `route ${route}`}`
  if (outcome === 'redirect') return `${status} to ${path}`
  return status === null ? 'the connection ends without an answer' : String(status)
}
