import { type CompiledListener, type CompiledPlan, hostCandidates, ownersOf } from './compile-plan'
import { answer, chosen, type Decision, type Inquiry, named, quoted, runnerUpOf, whyHost } from './decision'
import { hostOfAuthority, normalizeServerName } from './hostname'
import type { TlsListener } from './listener'
import { matchPlainHttp } from './match-plain-http'
import { matchRequest, refusedAddress } from './match-request'
import { canonicalAddress, isUnspecifiedAddress } from './network-address'
import { clientAuthClass, terminatesTls } from './route'

/**
 * What happens to a connection or request under a plan. Pure; every target, the preview and the rules obey it.
 * Precedence: exact host, longest wildcard, `*`; then exact path, longest prefix by segment, regular expressions in order.
 */
export function matchRoute(compiled: CompiledPlan, inquiry: Inquiry): Decision {
  const tables = findListener(compiled, inquiry)
  if (!tables)
    return answer(
      null,
      'reject',
      null,
      `nothing listens on ${inquiry.address ? `${inquiry.address} ` : ''}port ${inquiry.port}`,
    )
  return tables.listener.protocol === 'tls'
    ? matchTls(compiled, tables, tables.listener, inquiry)
    : matchPlainHttp(compiled, tables, tables.listener, inquiry)
}

/** The listener that the kernel would give the connection to: the exact address first, then one that takes every address. */
function findListener(compiled: CompiledPlan, inquiry: Inquiry): CompiledListener | null {
  const onPort = compiled.listeners.filter((tables) => tables.listener.port === inquiry.port)
  if (inquiry.address == null || onPort.every(({ listener }) => listener.address === undefined))
    return onPort[0] ?? null
  // Written alike they are the same; reading addresses would be a thirtieth of what the preview's edge does for a connection.
  const alike = onPort.find(({ listener }) => listener.address === inquiry.address)
  if (alike) return alike
  const address = canonicalAddress(inquiry.address)
  return (
    onPort.find(({ listener }) => listener.address !== undefined && canonicalAddress(listener.address) === address) ??
    onPort.find(({ listener }) => listener.address === undefined || takesEvery(listener.address, address)) ??
    null
  )
}

function takesEvery(listening: string, address: string): boolean {
  return isUnspecifiedAddress(listening) && (listening.includes(':') || !address.includes(':'))
}

function matchTls(compiled: CompiledPlan, tables: CompiledListener, listener: TlsListener, inquiry: Inquiry): Decision {
  const name = normalizeServerName(inquiry.sni)
  const candidates = hostCandidates(tables, name)
  const asked =
    name ?? (inquiry.sni === null ? 'no SNI' : `${quoted(inquiry.sni)}, which is no DNS name and counts as no SNI,`)
  let [entry] = candidates
  const runnerUp = runnerUpOf(candidates, name)
  let why = entry ? whyHost(entry, name, asked) : ''
  if (!entry) {
    const none =
      name === null ? `no route has "*", and the client sent ${asked.replace(/,$/, '')}` : `no route has ${name}`
    if (listener.unmatched === 'reject')
      return answer(tables, 'reject', null, `${none}; the listener refuses it with a TLS alert`)
    const fallback = listener.unmatched.route
    if (!tables.unmatched)
      return answer(
        tables,
        'reject',
        null,
        `${none}; the route ${fallback} for unmatched names does not exist on this listener, so it is refused with a TLS alert`,
      )
    entry = tables.unmatched
    why = `${none}; the listener gives unmatched names to route ${fallback}`
  }
  const { route } = entry

  if (!terminatesTls(route)) {
    const refused = refusedAddress(route, inquiry)
    if (refused) return answer(tables, 'reject', entry, `${why}; ${refused}`, { runnerUp })
    return answer(tables, 'forward', entry, `${why}; passthrough: the backend ends TLS`, {
      certificateFrom: 'backend',
      ...chosen([{ upstream: route.upstream, weight: 1 }]),
      runnerUp,
    })
  }

  const handshake = { certificateFrom: 'edge' as const, certificate: route.certificate, runnerUp }
  const shown = inquiry.clientCertificate ?? 'none'
  if (route.clientAuth) {
    const trusted = typeof shown === 'object' && shown.trust === route.clientAuth.trust
    if (!trusted && (shown !== 'none' || route.clientAuth.mode === 'required'))
      return answer(
        tables,
        'reject',
        entry,
        `${why}; the route asks for a client certificate of ${route.clientAuth.trust}, and the client showed ${shown === 'none' ? 'none' : 'another'}`,
        handshake,
      )
  }

  // A server name that counts as none names no authority either, however much of it looks like a host.
  const authority = inquiry.host === undefined ? name : inquiry.host
  if (authority === null || authority === '') {
    // Without SNI and without an explicit host there is no request to judge: the handshake alone is the answer.
    if (inquiry.host === undefined)
      return answer(
        tables,
        'forward',
        entry,
        `${why}; TLS ends here, and the request's host decides further`,
        handshake,
      )
    return answer(tables, 'reject', entry, `${why}; the request names no host`, { ...handshake, status: 400 })
  }
  const host = hostOfAuthority(authority)
  const owners = ownersOf(tables, host)
  const owner = owners[0]
  if (!owner || !terminatesTls(owner.route))
    return answer(
      tables,
      'misdirected',
      entry,
      `${why}; but the request asks for ${named(host)}, which ${owner ? `is passed through by route ${owner.route.name}` : 'no route has'}: 421, so that the client opens another connection`,
      { ...handshake, status: 421 },
    )
  if (clientAuthClass(owner.route) !== clientAuthClass(route))
    return answer(
      tables,
      'misdirected',
      entry,
      `${why}; but the request asks for ${host}, and route ${owner.route.name} asks for other client certificates than this handshake did: 421`,
      { ...handshake, status: 421 },
    )
  const crossed =
    owner.index === entry.index ? why : `${why}; the request asks for ${host}, which route ${owner.route.name} has`
  return matchRequest(compiled, tables, owner, inquiry, crossed, {
    ...handshake,
    runnerUp: owner.index === entry.index ? runnerUp : runnerUpOf(owners, host),
  })
}
