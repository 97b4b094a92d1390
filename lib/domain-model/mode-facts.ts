import { firstUpstream } from './match-plain-http'
import { checksItself, hiddenAddress } from './mode-words'
import { needsDecryption } from './needs-decryption'
import type { Plan } from './plan'
import {
  type HttpRoute,
  type PathRule,
  pathUpstreams,
  type Route,
  routeUpstreams,
  terminatesTls,
  upstreamServerName,
} from './route'
import type { Upstream } from './upstream'

/** The questions a person asks of a mode, in the order they ask them. */
export const modeFactTitles = {
  network: 'On the network',
  certificate: 'Who holds the certificate',
  logs: 'What logs see',
  health: 'What health checks see',
  address: "The client's address",
  mutualTls: 'Client certificates',
  plainHttp: 'Plain HTTP',
} as const

export type ModeFactId = keyof typeof modeFactTitles
export const modeFactIds = Object.keys(modeFactTitles) as ModeFactId[]
/** One or more sentences for each question. */
export type ModeFacts = Record<ModeFactId, string[]>

/** What one route of a plan means in the mode it has, answered from its own fields and those of its upstreams. */
export function modeFacts(plan: Plan, route: Route): ModeFacts {
  const names = routeUpstreams(route)
  const upstreams = names.flatMap((name) => plan.upstreams.find((upstream) => upstream.name === name) ?? [])
  const behind = listed(names) || 'the upstream'
  return {
    network: [network(route, behind)],
    certificate: certificate(plan, route, upstreams, behind),
    logs: [
      terminatesTls(route)
        ? 'Every request: method, path, status, upstream, times.'
        : 'Connections only: SNI, addresses, bytes, duration. No path, no status.',
    ],
    health: each(upstreams, (upstream) => health(route, upstream)),
    address: each(upstreams, (upstream) => address(route, upstream)),
    mutualTls: [mutualTls(route, behind)],
    plainHttp: [plainHttp(plan, route)],
  }
}

function network(route: Route, behind: string): string {
  switch (route.mode) {
    case 'terminate':
      return `Encrypted from the client to the edge; clear HTTP from the edge to ${behind}.`
    case 'passthrough':
      return `One TLS connection from the client to ${behind}; the edge cannot read it.`
    case 'reencrypt':
      return `Encrypted from the client to the edge, read there, and encrypted again to ${behind}.`
  }
}

function certificate(plan: Plan, route: Route, upstreams: readonly Upstream[], behind: string): string[] {
  if (!terminatesTls(route))
    return [`The backend: ${behind} presents and renews the one for ${listed(route.hosts)}. The edge holds no key.`]
  const found = plan.certificates.find(({ name }) => name === route.certificate)
  const place = found?.file ?? (found?.secret && `secret ${found.secret}`)
  const edge = `The edge: ${route.certificate}${found ? (place ? ` (${place})` : '') : ' (not in the plan)'}.`
  if (route.mode === 'terminate') return [edge]
  const { verify, trust } = route.upstreamTls
  if (!verify) return [edge, `${behind}: one of its own, which nobody checks.`]
  const checked = each(upstreams, (upstream) => {
    const name = upstreamServerName(route, upstream)
    return `one of its own, checked against ${trust ?? "the system's store"}${name ? ` for ${name}` : ', but for no name'}.`
  })
  return [edge, ...checked]
}

function health(route: Route, { health: check }: Upstream): string {
  if (!check) return `no check; a dead server stays in use.`
  switch (check.kind) {
    case 'http':
      if (route.mode === 'passthrough')
        return `the HTTP check of ${check.path} speaks clear text to a TLS port and fails; check by TLS handshake instead.`
      return `HTTP answer ${check.expect} from ${check.path}${route.mode === 'reencrypt' ? ', asked inside TLS' : ''}.`
    case 'tls':
      if (route.mode === 'terminate')
        return `the TLS check fails on a port that speaks clear HTTP; check by HTTP instead.`
      return `a TLS handshake${check.serverName ? ` for ${check.serverName}` : ' without a name'}; not whether the service answers.`
    case 'tcp':
      return `an open port only; neither TLS nor the service behind it.`
  }
}

function address(route: Route, { sendProxyProtocol }: Upstream): string {
  if (sendProxyProtocol !== 'none')
    return `in a PROXY ${sendProxyProtocol} header before the first byte${terminatesTls(route) ? ', and in X-Forwarded-For' : ''}.`
  return terminatesTls(route) ? `in the header X-Forwarded-For.` : `hidden; it ${hiddenAddress}.`
}

function mutualTls(route: Route, behind: string): string {
  if (!terminatesTls(route)) return `The client's handshake reaches ${behind}, which ${checksItself}. The edge cannot.`
  const { clientAuth } = route
  const edge = clientAuth
    ? `The edge asks (${clientAuth.mode}) and checks against ${clientAuth.trust}${clientAuth.identityHeader ? `; the subject goes on in ${clientAuth.identityHeader}` : '; the backend does not learn who it was'}.`
    : 'Nobody asks; the edge could. A certificate the client shows never reaches the backend.'
  const own = route.mode === 'reencrypt' ? route.upstreamTls.clientCertificate : undefined
  return own ? `${edge} To ${behind} the edge shows its own, ${own}.` : edge
}

function plainHttp(plan: Plan, route: Route): string {
  if (!plan.listeners.some(({ protocol }) => protocol === 'http')) return 'The plan has no listener for it.'
  const first = firstUpstream(route)
  const acme = terminatesTls(route)
    ? ''
    : ' An ACME HTTP-01 challenge for the backend never arrives; let it use TLS-ALPN-01, or choose acme-only.'
  switch (route.plainHttp) {
    case 'redirect':
      return `Redirected to HTTPS (308).${acme}`
    case 'serve':
      return 'The same paths, in clear text.'
    case 'forward':
      return `Handed to ${first} in clear text; redirects and ACME challenges are its own.`
    case 'acme-only':
      return `Only ACME challenges, which ${terminatesTls(route) ? 'the solver of the edge' : first} answers.`
    case 'closed':
      return `Closed without an answer.${acme}`
    case undefined:
      return 'Closed, but nobody decided it.'
  }
}

/** What a route does now, one short phrase each: what a person would miss. */
export function routeAbilities(route: Route): string[] {
  const common = [
    ...(route.allow ? [`allow list of ${counted(route.allow.length, 'address range')}`] : []),
    ...(route.deny ? [`deny list of ${counted(route.deny.length, 'address range')}`] : []),
  ]
  if (!terminatesTls(route))
    return [
      `all bytes of ${listed(route.hosts)} to ${route.upstream}`,
      'end-to-end encryption: the edge sees no clear text',
      'client certificates checked by the backend',
      ...common,
    ]
  return [...route.paths.map(pathWords), ...httpAbilities(route), ...common]
}

function pathWords(rule: PathRule): string {
  const extra = [
    rule.methods?.join(', '),
    rule.rewrite && 'rewritten',
    rule.rateLimit && 'with its own rate limit',
    (rule.requestHeaders || rule.responseHeaders) && 'with header rules',
  ].filter(Boolean)
  const sign = rule.match === 'regex' ? 'paths like ' : rule.match === 'exact' ? 'exactly ' : 'path '
  const to = listed(pathUpstreams(rule).map(({ upstream }) => upstream))
  return `${sign}${rule.path} to ${to}${extra.length > 0 ? ` (${extra.join('; ')})` : ''}`
}

function httpAbilities(route: HttpRoute): string[] {
  const { rateLimit, hsts, waf, clientAuth } = route
  return [
    ...(rateLimit
      ? [
          `${needsDecryption.rateLimit.what} ${rateLimit.requests} per ${rateLimit.per}${rateLimit.burst > 0 ? `, burst ${rateLimit.burst}` : ''}`,
        ]
      : []),
    ...(hsts ? [needsDecryption.hsts.what] : []),
    ...(route.requestHeaders ? [needsDecryption.requestHeaders.what] : []),
    ...(route.responseHeaders ? [needsDecryption.responseHeaders.what] : []),
    ...(clientAuth ? [`client certificates ${clientAuth.mode} at the edge (${clientAuth.trust})`] : []),
    ...(waf ? [`${needsDecryption.waf.what} (${waf.mode})`] : []),
    ...(route.mode === 'reencrypt' ? ['TLS again to the upstream'] : []),
  ]
}

/** One sentence per upstream; those that say the same say it together. */
function each(upstreams: readonly Upstream[], say: (upstream: Upstream) => string): string[] {
  if (upstreams.length === 0) return ['No upstream is defined yet.']
  const names = new Map<string, string[]>()
  for (const upstream of upstreams) {
    const words = say(upstream)
    names.set(words, [...(names.get(words) ?? []), upstream.name])
  }
  return [...names].map(([words, who]) => `${listed(who)}: ${words}`)
}
const listed = (names: readonly string[]) =>
  names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`
const counted = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`
