import type { TlsListener } from '../../domain-model/listener'
import { filePathSchema } from '../../domain-model/name'
import type { HttpRoute, ReencryptRoute } from '../../domain-model/route'
import type { TlsProfile } from '../../domain-model/tls-policy'
import { type Directive, directive, type Node } from './ast'
import { type Context, once, pointer, routePointer } from './context'
import { plainName } from './tame'

/** Mozilla Server Side TLS 6.0, intermediate, for TLS 1.2; TLS 1.3 has suites of its own. */
const intermediateCiphers =
  'ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305'

/**
 * Key exchange groups are left to OpenSSL: the Mozilla list begins with X25519MLKEM768, which OpenSSL below 3.5 refuses to load, and
 * without it the list would take post-quantum key exchange away from those who have it. OpenSSL's own order agrees with it.
 */
export function profileDirectives(profile: TlsProfile, from: string[]): Directive[] {
  if (profile === 'modern') return [directive('ssl_protocols', ['TLSv1.3'], from)]
  if (profile === 'intermediate')
    return [
      directive('ssl_protocols', ['TLSv1.2', 'TLSv1.3'], from),
      directive('ssl_ciphers', [intermediateCiphers], from),
    ]
  // OpenSSL 3 offers TLS 1.0 and 1.1 at security level 0 only.
  return [
    directive('ssl_protocols', ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'], from),
    directive('ssl_ciphers', ['DEFAULT:!aNULL:!eNULL:!3DES:!RC4:!MD5@SECLEVEL=0'], from),
  ]
}

/** What all tls listeners agree on stands in the http block once. */
export function hasOneProfile(context: Context): boolean {
  return new Set(tlsListeners(context).map(({ listener }) => listener.tlsProfile)).size === 1
}

export function commonProfile(context: Context): Directive[] {
  const listeners = tlsListeners(context)
  const [first] = listeners
  if (!first || !hasOneProfile(context)) return []
  return profileDirectives(
    first.listener.tlsProfile,
    listeners.map(({ index }) => pointer('listeners', index, 'tlsProfile')),
  )
}

function tlsListeners(context: Context): { listener: TlsListener; index: number }[] {
  return context.plan.listeners.flatMap((listener, index) => (listener.protocol === 'tls' ? [{ listener, index }] : []))
}

const resumable = directive('ssl_session_cache', ['shared:edge_sessions:10m'])

/** The certificates of a terminated route's server block. */
export function serverTls(context: Context, route: HttpRoute, index: number): Node[] {
  const certificate = certificateFile(context, route.certificate, routePointer(index, 'certificate'))
  const at = [routePointer(index, 'certificate')]
  const nodes: Node[] = [
    directive('ssl_certificate', [certificate], at),
    directive('ssl_certificate_key', [certificate], at),
  ]
  if (!route.clientAuth) return [...nodes, resumable]
  const { mode, trust } = route.clientAuth
  return [
    ...nodes,
    // Every handshake shows its certificate anew: nothing to resume, so nothing that another name could have begun.
    directive('ssl_session_cache', ['off'], [routePointer(index, 'clientAuth')]),
    directive(
      'ssl_verify_client',
      [mode === 'required' ? 'on' : 'optional'],
      [routePointer(index, 'clientAuth', 'mode')],
    ),
    directive(
      'ssl_client_certificate',
      [trustFile(context, trust, routePointer(index, 'clientAuth', 'trust'))],
      [routePointer(index, 'clientAuth', 'trust')],
    ),
    directive('ssl_verify_depth', ['4']),
  ]
}

/** TLS from the edge to the upstream. The name may differ by upstream; then the path's location gives it. */
export function upstreamTls(context: Context, route: ReencryptRoute, index: number): Node[] {
  const { verify, trust, serverName, clientCertificate } = route.upstreamTls
  const at = (...more: string[]) => [routePointer(index, 'upstreamTls', ...more)]
  const nodes: Node[] = [directive('proxy_ssl_server_name', ['on'], at())]
  if (serverName !== undefined) nodes.push(directive('proxy_ssl_name', [serverName], at('serverName')))
  if (clientCertificate !== undefined) {
    const file = certificateFile(context, clientCertificate, routePointer(index, 'upstreamTls', 'clientCertificate'))
    nodes.push(
      directive('proxy_ssl_certificate', [file], at('clientCertificate')),
      directive('proxy_ssl_certificate_key', [file], at('clientCertificate')),
    )
  }
  if (!verify) return [...nodes, directive('proxy_ssl_verify', ['off'], at('verify'))]
  const bundle =
    trust === undefined ? systemTrust : trustFile(context, trust, routePointer(index, 'upstreamTls', 'trust'))
  return [
    ...nodes,
    directive('proxy_ssl_verify', ['on'], at('verify')),
    directive('proxy_ssl_verify_depth', ['4']),
    directive('proxy_ssl_trusted_certificate', [bundle], at('trust')),
  ]
}

const systemTrust = '/etc/ssl/certs/ca-certificates.crt'

function certificateFile(context: Context, name: string, from: string): string {
  return namedFile(context, 'certificates', name, from, 'mode.terminate')
}

function trustFile(context: Context, name: string, from: string): string {
  return namedFile(context, 'trust', name, from, 'client-auth.required')
}

/** The file a reference stands for; the customary place where the plan names none. */
function namedFile(
  context: Context,
  kind: 'certificates' | 'trust',
  name: string,
  from: string,
  feature: string,
): string {
  return once(context.http, `${kind} ${name}`, () => {
    const entry = byName(context, kind).get(name)
    const customary = `/etc/ssl/edge/${plainName(name)}.pem`
    if (!entry)
      context.lose(
        from,
        feature,
        `The plan has no ${kind === 'trust' ? 'trust bundle' : 'certificate'} ${plainName(name)}, so ${customary} is expected in its place.`,
      )
    if (entry?.file !== undefined && !filePathSchema.safeParse(entry.file).success) {
      context.lose(
        from,
        feature,
        `The file of ${plainName(name)} is no path a configuration file can hold, so ${customary} is used.`,
      )
      return customary
    }
    return entry?.file ?? customary
  })
}

const tables = new WeakMap<object, Map<string, { file?: string | undefined }>>()

function byName(context: Context, kind: 'certificates' | 'trust'): Map<string, { file?: string | undefined }> {
  const list: { name: string; file?: string | undefined }[] = context.plan[kind]
  const known = tables.get(list)
  if (known) return known
  const table = new Map<string, { file?: string | undefined }>()
  for (const entry of list) if (!table.has(entry.name)) table.set(entry.name, entry)
  tables.set(list, table)
  return table
}
