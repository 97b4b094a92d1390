import { plainHttpPolicy } from '@/lib/domain-model/advice'
import type { AdviceAnswers } from '@/lib/domain-model/advice-questions'
import { certificateNameCovers, hostPatternProblem, isHostName } from '@/lib/domain-model/hostname'
import { toPointer } from '@/lib/domain-model/json-pointer'
import { isIpAddress } from '@/lib/domain-model/network-address'
import { applyPatch, type PatchOperation } from '@/lib/domain-model/patch'
import type { Mode } from '@/lib/domain-model/route'
import { addThing, freeName } from '../plan-editor/edits/list-edits'
import { type ThingKind, thingsOf } from '../plan-editor/edits/things'

/** What a person says about the route that the advisor makes. */
export interface RouteWish {
  host: string
  /** An upstream of the plan, or null for a new one at `backendHost` and `backendPort`. */
  upstream: string | null
  backendHost: string
  backendPort: string
}

export interface AdvisedRoute {
  operations: PatchOperation[]
  /** The pointer of the new route. */
  pointer: string
  /** What else is added, in words. */
  additions: string[]
  /** What the plan already has that stands in the way, in words. */
  notes: string[]
}

/** Why the wish cannot become a route yet, by field; empty when it can. */
export function wishProblems(wish: RouteWish): Partial<Record<'host' | 'backendHost' | 'backendPort', string>> {
  const host = hostPatternProblem(wish.host)
  const backend = wish.upstream === null && !isHostName(wish.backendHost) && !isIpAddress(wish.backendHost)
  const port = Number(wish.backendPort)
  const isPort = /^\d+$/.test(wish.backendPort) && port >= 1 && port <= 65535
  return {
    ...(host ? { host } : {}),
    ...(backend ? { backendHost: 'a DNS name in lower case, or an address' } : {}),
    ...(wish.upstream === null && !isPort ? { backendPort: 'a number from 1 to 65535' } : {}),
  }
}

/**
 * The route that an advice stands for, with whatever the plan lacks for it: one edit, one step of undo. Takes what the plan has where
 * it fits: the first TLS listener, a certificate that covers the name, an upstream of that name.
 */
export function advisedRoute(data: unknown, mode: Mode, answers: AdviceAnswers, wish: RouteWish): AdvisedRoute {
  const work = new Work(data)
  const { host } = wish
  const stem = nameStem(host)
  const listener = work.listener('tls', 443, 'https')
  const plainHttp = answers.plainHttp
    ? plainHttpPolicy(answers.plainHttp)
    : mode === 'passthrough'
      ? 'closed'
      : 'redirect'
  if (plainHttp !== 'closed') work.listener('http', 80, 'http')
  const owner = thingsOf(data, 'routes').find(
    (route) => route.listener === listener && Array.isArray(route.hosts) && route.hosts.includes(host),
  )
  if (owner)
    work.notes.push(
      `Route ${String(owner.name)} has ${host} already, and one name has one route: a finding will say so.`,
    )

  const upstream = wish.upstream ?? work.add('upstreams', stem, (name) => newUpstream(name, mode, answers, wish))
  if (wish.upstream !== null) work.noteProxy(wish.upstream, mode, answers)
  const common = { listener, hosts: [host], mode }
  const route: Record<string, unknown> =
    mode === 'passthrough'
      ? { ...common, upstream, plainHttp }
      : { ...common, ...httpFields(work, mode, answers, wish, upstream, stem), plainHttp }
  if (mode !== 'passthrough' && answers.plainHttp === 'acme-edge') work.acmeSolver()
  const pointer = work.addRoute(stem, route)
  return { operations: work.operations, pointer, additions: work.additions, notes: work.notes }
}

function httpFields(work: Work, mode: Mode, answers: AdviceAnswers, wish: RouteWish, upstream: string, stem: string) {
  const { protection, clientCertificates } = answers
  const limits = protection === 'rate-limit' || protection === 'both'
  const firewall = protection === 'waf' || protection === 'both'
  return {
    certificate: work.certificate(wish.host, stem),
    paths: [{ path: '/', upstream }],
    ...(limits ? { rateLimit: { requests: 50, per: 'second', burst: 100 } } : {}),
    ...(clientCertificates === 'edge'
      ? { clientAuth: { mode: 'required', trust: work.trust('clients'), identityHeader: 'X-Client-Subject' } }
      : {}),
    ...(firewall ? { waf: { mode: 'detect' } } : {}),
    ...(mode === 'reencrypt' ? { upstreamTls: { verify: true, serverName: serverName(wish) } } : {}),
  }
}

/** The name in the backend's certificate: that of the server where it has one, else the public name. */
function serverName({ host, upstream, backendHost }: RouteWish): string {
  if (upstream === null && isHostName(backendHost) && !isIpAddress(backendHost)) return backendHost
  return host.replace(/^\*\.?/, '') || 'backend.internal'
}

function newUpstream(name: string, mode: Mode, answers: AdviceAnswers, wish: RouteWish): Record<string, unknown> {
  const asked = wish.host.replace(/^\*\.?/, '')
  const byHandshake = { kind: 'tls', ...(asked ? { serverName: mode === 'reencrypt' ? serverName(wish) : asked } : {}) }
  const health =
    mode === 'terminate'
      ? { kind: 'http', path: '/' }
      : answers.clientCertificates === 'backend'
        ? { kind: 'tcp' }
        : byHandshake
  return {
    name,
    servers: [{ host: wish.backendHost, port: Number(wish.backendPort) }],
    service: { name: name.toLowerCase(), port: Number(wish.backendPort) },
    health,
    ...(mode === 'passthrough' && answers.address === 'proxy'
      ? { sendProxyProtocol: 'v2', acceptsProxyProtocol: true }
      : {}),
  }
}

/** `*.shop.example.com` → `shop`; what no name can be made of is called `route`. */
function nameStem(host: string): string {
  const [label = ''] = host.replace(/^\*\.?/, '').split('.')
  return /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(label) ? label.slice(0, 50) : 'route'
}

/** Collects operations; each sees the document as the ones before it left it. */
class Work {
  readonly operations: PatchOperation[] = []
  readonly additions: string[] = []
  readonly notes: string[] = []
  private data: unknown

  constructor(data: unknown) {
    this.data = data ?? {}
  }

  listener(protocol: 'tls' | 'http', port: number, wish: string): string {
    const found = thingsOf(this.data, 'listeners').find((listener) => listener.protocol === protocol)
    if (typeof found?.name === 'string') return found.name
    const name = this.add(
      'listeners',
      wish,
      (free) => ({ name: free, port, protocol }),
      `listener ${wish} on port ${port}`,
    )
    return name
  }

  certificate(host: string, stem: string): string {
    const found = thingsOf(this.data, 'certificates').find(
      ({ hosts }) =>
        Array.isArray(hosts) && hosts.some((name) => typeof name === 'string' && certificateNameCovers(name, host)),
    )
    if (typeof found?.name === 'string') return found.name
    return this.add('certificates', stem, (name) => ({
      name,
      hosts: [host],
      secret: `${name}-tls`.toLowerCase(),
      file: `/etc/ssl/edge/${name}.pem`,
    }))
  }

  trust(wish: string): string {
    const found = thingsOf(this.data, 'trust')[0]?.name
    if (typeof found === 'string') {
      this.notes.push(`Client certificates are checked against ${found}, the first trust bundle of the plan.`)
      return found
    }
    return this.add('trust', wish, (name) => ({ name, secret: `${name}-ca`, file: `/etc/ssl/edge/${name}.pem` }))
  }

  acmeSolver() {
    const index = thingsOf(this.data, 'listeners').findIndex(({ protocol }) => protocol === 'http')
    if (index === -1 || thingsOf(this.data, 'listeners')[index]?.acmeUpstream !== undefined) return
    const solver = this.add(
      'upstreams',
      'acme',
      (name) => ({ name, servers: [{ host: '127.0.0.1', port: 8402 }], service: { name, port: 8402 } }),
      'upstream acme, the ACME client on this machine',
    )
    this.push([{ op: 'add', path: toPointer(['listeners', index, 'acmeUpstream']), value: solver }])
  }

  noteProxy(name: string, mode: Mode, { address }: AdviceAnswers) {
    const found = thingsOf(this.data, 'upstreams').find((upstream) => upstream.name === name)
    const sends = found?.sendProxyProtocol !== undefined && found.sendProxyProtocol !== 'none'
    if (mode === 'passthrough' && address === 'proxy' && !sends)
      this.notes.push(
        `Upstream ${name} sends no PROXY header yet. Turn it on there once every server behind it reads one; other routes may use it too.`,
      )
  }

  add(
    kind: ThingKind,
    wish: string,
    make: (name: string) => Record<string, unknown>,
    words = `${{ listeners: 'listener', routes: 'route', upstreams: 'upstream', certificates: 'certificate', trust: 'trust bundle' }[kind]} ${wish}`,
  ): string {
    const name = freeName(this.data, kind, wish)
    this.push(addThing(this.data, kind, make(name)).operations)
    this.additions.push(words.replace(wish, name))
    return name
  }

  addRoute(wish: string, route: Record<string, unknown>): string {
    const name = freeName(this.data, 'routes', wish)
    const { operations, pointer } = addThing(this.data, 'routes', { name, ...route })
    this.push(operations)
    return pointer
  }

  private push(operations: PatchOperation[]) {
    this.operations.push(...operations)
    const patched = applyPatch(this.data, operations)
    if (!patched.ok) throw new Error(`the advisor made an edit that does not fit: ${patched.reason}`)
    this.data = patched.data
  }
}
