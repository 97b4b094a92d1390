import { toPointer } from '@/lib/domain-model/json-pointer'
import type { PatchOperation } from '@/lib/domain-model/plan-edit'
import type { Mode } from '@/lib/domain-model/route'
import { namesOf, thingsOf } from './things'

export interface ModeConsequence {
  what: string
  reason: string
}

/** A change of mode before it happens: what it costs, what it asks for, and the one step that does it. */
export interface ModeChange {
  from: Mode
  to: Mode
  lost: ModeConsequence[]
  needed: ModeConsequence[]
  gained: ModeConsequence[]
  operations: PatchOperation[]
}

/** What only an edge that decrypts can do, by field: the words for the loss. */
const needsDecryption: Record<string, (value: unknown) => ModeConsequence> = {
  certificate: (value) => ({
    what: `edge certificate ${String(value)}`,
    reason: 'Clients see the certificate of the backend.',
  }),
  paths: (value) => ({
    what: `${
      pathsOf(value)
        .map((path) => `path ${path}`)
        .join(', ') || 'paths'
    }`,
    reason: 'Paths are inside the encryption; all of a name goes to one upstream.',
  }),
  requestHeaders: () => ({ what: 'request header rules', reason: 'Headers are inside the encryption.' }),
  responseHeaders: () => ({ what: 'response header rules', reason: 'Headers are inside the encryption.' }),
  rateLimit: () => ({ what: 'rate limit', reason: 'The edge sees connections, not requests.' }),
  clientAuth: () => ({
    what: 'client certificates checked at the edge',
    reason: 'They travel to the backend, which must check them itself.',
  }),
  hsts: () => ({ what: 'HSTS', reason: 'Only the backend can add response headers.' }),
  waf: () => ({ what: 'web application firewall', reason: 'It needs a route that decrypts.' }),
  upstreamTls: () => ({ what: 'TLS settings to the upstream', reason: "The client's own TLS reaches the upstream." }),
}

/** Describes and prepares a change of mode for a route of a document that parses. */
export function changeMode(data: unknown, index: number, to: Mode): ModeChange | null {
  const route = thingsOf(data, 'routes')[index]
  const from = route?.mode
  if (!route || (from !== 'terminate' && from !== 'passthrough' && from !== 'reencrypt') || from === to) return null
  const at = (...segments: PropertyKey[]) => toPointer(['routes', index, ...segments])
  const change: ModeChange = {
    from,
    to,
    lost: [],
    needed: [],
    gained: [],
    operations: [{ op: 'replace', path: at('mode'), value: to }],
  }
  const remove = (field: string) => change.operations.push({ op: 'remove', path: at(field) })
  const hosts = Array.isArray(route.hosts) ? route.hosts.join(', ') : 'its names'

  if (to === 'passthrough') {
    // Of several upstreams the one that had everything else is the best guess.
    const upstreams = pathUpstreamNames([
      ...rulesOf(route.paths).filter(({ path }) => path === '/'),
      ...rulesOf(route.paths),
    ])
    for (const [field, explain] of Object.entries(needsDecryption)) {
      if (route[field] === undefined) continue
      change.lost.push(explain(route[field]))
      remove(field)
    }
    if (upstreams.length > 1)
      change.lost.push({
        what: `upstream ${upstreams.slice(1).join(', ')}`,
        reason: `Everything goes to ${upstreams[0]}: without paths there is one upstream.`,
      })
    change.operations.push({
      op: 'add',
      path: at('upstream'),
      value: upstreams[0] ?? namesOf(data, 'upstreams')[0] ?? 'upstream',
    })
    if (route.plainHttp === 'serve') {
      change.lost.push({
        what: 'serving the paths on plain HTTP',
        reason: 'There are no paths to serve; plain HTTP is handed to the upstream.',
      })
      change.operations.push({ op: 'replace', path: at('plainHttp'), value: 'forward' })
    }
    change.needed.push({
      what: `The backend must present a certificate for ${hosts}`,
      reason: 'Nobody else does any more.',
    })
    change.needed.push({
      what: "Clients' addresses need PROXY protocol",
      reason: 'Without it the backend sees the address of the edge.',
    })
    change.gained.push({ what: 'The edge never sees clear text or holds the key', reason: 'Bytes pass untouched.' })
    change.gained.push({
      what: 'The backend can check client certificates itself',
      reason: 'The handshake reaches it.',
    })
    return change
  }

  if (from === 'passthrough') {
    const upstream = typeof route.upstream === 'string' ? route.upstream : (namesOf(data, 'upstreams')[0] ?? 'upstream')
    if (route.upstream !== undefined) remove('upstream')
    change.operations.push({ op: 'add', path: at('certificate'), value: certificateFor(data, route.hosts) })
    change.operations.push({ op: 'add', path: at('paths'), value: [{ path: '/', upstream }] })
    change.lost.push({
      what: 'end-to-end encryption',
      reason: 'The edge decrypts, so it holds the key and sees clear text.',
    })
    change.lost.push({
      what: 'client certificates at the backend',
      reason: 'The handshake ends at the edge; check them there instead.',
    })
    change.needed.push({ what: `The edge must present a certificate for ${hosts}`, reason: 'The handshake ends here.' })
    change.gained.push({ what: 'Paths, headers, rate limits, HSTS', reason: 'The edge sees requests.' })
    if (to === 'terminate')
      change.needed.push({
        what: `Upstream ${upstream} must speak clear HTTP on its port`,
        reason: 'A terminated route sends no TLS to it; re-encrypt does.',
      })
  }
  if (to === 'reencrypt') {
    change.operations.push({ op: 'add', path: at('upstreamTls'), value: { verify: true } })
    change.needed.push({
      what: 'The upstream must speak TLS, with a certificate that the edge can check',
      reason: 'Verification is on; name its trust bundle and server name.',
    })
    change.gained.push({ what: 'Encryption also from the edge to the upstream', reason: 'TLS starts again there.' })
  }
  if (from === 'reencrypt' && to === 'terminate' && route.upstreamTls !== undefined) {
    remove('upstreamTls')
    change.lost.push({
      what: 'encryption from the edge to the upstream',
      reason: 'A terminated route sends clear HTTP.',
    })
    change.needed.push({ what: 'The upstream must speak clear HTTP on its port', reason: 'TLS ends at the edge.' })
  }
  return change
}

function rulesOf(paths: unknown): { path?: unknown }[] {
  return Array.isArray(paths) ? paths.filter((rule) => typeof rule === 'object' && rule !== null) : []
}

function pathsOf(value: unknown): string[] {
  return Array.isArray(value)
    ? value.flatMap((rule: { path?: unknown } | null) => (typeof rule?.path === 'string' ? [rule.path] : []))
    : []
}

function pathUpstreamNames(paths: unknown): string[] {
  if (!Array.isArray(paths)) return []
  const names = paths.flatMap((rule: { upstream?: unknown; upstreams?: unknown } | null) => [
    rule?.upstream,
    ...(Array.isArray(rule?.upstreams)
      ? rule.upstreams.map((share: { upstream?: unknown } | null) => share?.upstream)
      : []),
  ])
  return [...new Set(names.filter((name): name is string => typeof name === 'string'))]
}

/** The certificate that names the first host, else the first one there is. */
function certificateFor(data: unknown, hosts: unknown): string {
  const certificates = thingsOf(data, 'certificates')
  const [host] = Array.isArray(hosts) ? hosts : []
  const covering = certificates.find(
    (certificate) => Array.isArray(certificate.hosts) && certificate.hosts.includes(host),
  )
  const name = (covering ?? certificates[0])?.name
  return typeof name === 'string' ? name : 'certificate'
}
