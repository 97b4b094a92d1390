import type { ShownCertificate } from '../../domain-model/decision'
import type { TlsListener } from '../../domain-model/listener'
import type { Plan } from '../../domain-model/plan'
import { type HttpRoute, type Route, terminatesTls } from '../../domain-model/route'
import { type Probe, type ProbeKind, type ProbeLimits, type ProbeRequest, type ProbeTls, usualAddress } from './probe'

/** What the probes of one TLS listener are made with. */
export interface ProbeKit {
  listener: TlsListener
  limits: ProbeLimits
  routes: Route[]
  httpRoutes: HttpRoute[]
  alpn: readonly string[]
  versions: readonly ('TLSv1.2' | 'TLSv1.3')[]
  tls(serverName: string | null, more?: Partial<ProbeTls>): ProbeTls
  probe(kind: ProbeKind, title: string, more: Partial<Probe> & Pick<Probe, 'tls'>): Probe
  get(host: string | null, target?: string): ProbeRequest
  /** The certificate that gets a client into a route. */
  key(route: Route): ShownCertificate
}

export function probeKit(plan: Plan, listener: TlsListener, limits: ProbeLimits): ProbeKit {
  const routes = plan.routes.filter((route) => route.listener === listener.name)
  return {
    listener,
    limits,
    routes,
    httpRoutes: routes.filter(terminatesTls),
    alpn: listener.alpn,
    versions: listener.tlsProfile === 'modern' ? ['TLSv1.3'] : ['TLSv1.2', 'TLSv1.3'],
    tls: (serverName, more = {}) => ({
      serverName,
      certificate: 'none',
      shape: 'whole',
      large: false,
      resumes: null,
      ...more,
    }),
    probe: (kind, title, more) => ({
      kind,
      title,
      listener,
      from: usualAddress,
      http: 1,
      requests: [{ method: 'GET', target: '/', host: more.tls?.serverName ?? null }],
      ...more,
    }),
    get: (host, target = '/') => ({ method: 'GET', target, host }),
    key: (route) => (terminatesTls(route) && route.clientAuth ? { trust: route.clientAuth.trust } : 'none'),
  }
}
