import { type HttpRoute, type Route, terminatesTls } from '../../domain-model/route'

/**
 * Which use of an upstream a backend is for:
 * - `pass`: untouched TLS bytes
 * - `http`: HTTP in clear, to the servers' ports
 * - `reencrypt`: HTTP over TLS
 * - `plain`: what arrived on plain HTTP, to the port where the same servers answer it (`httpPort`)
 */
export type BackendKind = 'pass' | 'http' | 'reencrypt' | 'plain'

export interface Backend {
  name: string
  kind: BackendKind
  upstream: string
  /** The first route that uses it; its timeouts and upstream TLS hold for all that share it, because theirs are the same. */
  routeIndex: number | null
  /** The path rules that lead here, whose request and response rules therefore stand here, by their names. */
  rules: Map<string, { routeIndex: number; pathIndex: number }>
}

/**
 * The backends that a plan needs, in order of first use. An upstream gets one backend per kind of use, so that its health checks run once
 * and its balancing sees all traffic; only routes with timeouts or upstream TLS of their own get one for themselves.
 */
export class BackendRegistry {
  readonly #byUse = new Map<string, Backend>()

  get all(): Backend[] {
    return [...this.#byUse.values()]
  }

  use(kind: BackendKind, upstream: string, owner?: { route: Route; index: number; id: string }): Backend {
    const settings = owner ? settingsOf(kind, owner.route) : ''
    const use = `${kind} ${upstream} ${settings}`
    const known = this.#byUse.get(use)
    if (known) return known
    const base = `${kind}:${upstream || '_'}`
    const backend: Backend = {
      name: owner && settings ? `${base}:${owner.id}` : base,
      kind,
      upstream,
      routeIndex: owner?.index ?? null,
      rules: new Map(),
    }
    this.#byUse.set(use, backend)
    return backend
  }
}

/** What a route asks of a backend beyond its upstream, as text; empty when nothing. */
function settingsOf(kind: BackendKind, route: Route): string {
  const tls = kind === 'reencrypt' ? (route as HttpRoute & { upstreamTls?: unknown }).upstreamTls : undefined
  return tls === undefined && route.timeouts === undefined ? '' : JSON.stringify([route.timeouts, tls])
}

export function kindOf(route: Route): BackendKind {
  if (!terminatesTls(route)) return 'pass'
  return route.mode === 'reencrypt' ? 'reencrypt' : 'http'
}
