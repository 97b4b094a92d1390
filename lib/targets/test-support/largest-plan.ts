// A plan in which texts and lists are as long as the schema takes them, for the tests that ask engines whether they load it.
import { type Plan, planSchema } from '../../domain-model/plan'

/** Host names of 253 characters, the longest that DNS has, each different. */
function longHost(index: number): string {
  const label = 'h'.repeat(63)
  return `${String(index).padStart(7, 'a')}.${label}.${label}.${label}.${'e'.repeat(53)}`
}

const longPath = (index: number) => `/${index}/`.padEnd(1024, 'p')

/** `size` is how long every list is, where the schema takes that many. */
export function largestPlan(size: number): Plan {
  const name = (kind: string) => `${kind}-`.padEnd(63, 'n')
  const networks = (first: number) =>
    Array.from({ length: size }, (_, index) => `${first}.${index >> 8}.${index & 255}.0/24`)
  const servers = (port: number) =>
    Array.from({ length: size }, (_, index) => ({ host: `10.9.${index >> 8}.${index & 255}`, port, weight: 256 }))
  const listener = name('https')
  const certificate = name('certificate')
  const upstream = name('upstream')
  const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'CONNECT', 'TRACE']
  const hosts = Array.from({ length: size }, (_, index) => longHost(index))
  return planSchema.parse({
    apiVersion: 'signalbox/v1',
    kind: 'Plan',
    name: name('plan'),
    description: 'd'.repeat(4000),
    listeners: [
      { name: listener, port: 443, protocol: 'tls', acceptProxyProtocol: { from: networks(11).slice(0, 64) } },
      { name: 'http', port: 80, protocol: 'http' },
    ],
    certificates: [{ name: certificate, hosts, file: '/etc/ssl/edge/certificate-0.pem' }],
    trust: [{ name: name('trust'), file: '/etc/ssl/edge/trust-0.pem' }],
    upstreams: [
      { name: upstream, servers: servers(8080), health: { kind: 'http', path: longPath(0) } },
      { name: `${upstream}2`.slice(1), servers: servers(8443), balance: 'source', sendProxyProtocol: 'v2' },
    ],
    routes: [
      {
        name: name('web'),
        description: 'd'.repeat(1000),
        listener,
        hosts,
        mode: 'terminate',
        certificate,
        allow: networks(12),
        deny: networks(13),
        clientAuth: { mode: 'required', trust: name('trust'), identityHeader: 'X-Subject' },
        requestHeaders: { set: { [`X-${'n'.repeat(126)}`]: 'v'.repeat(4096) } },
        responseHeaders: { set: { [`X-${'n'.repeat(126)}`]: 'v'.repeat(4096) } },
        rateLimit: { requests: 1_000_000, per: 'second', burst: 1_000_000 },
        hsts: { maxAgeSeconds: 315_360_000 },
        paths: Array.from({ length: size }, (_, index) =>
          index % 3 === 0
            ? { path: longPath(index), match: 'exact', upstream, methods }
            : index % 3 === 1
              ? { path: longPath(index), upstream, rewrite: { prefix: longPath(0) } }
              : { path: longPath(index).slice(0, 512), match: 'regex', upstream: `${upstream}2`.slice(1) },
        ),
        plainHttp: 'serve',
      },
      {
        name: name('pass'),
        listener,
        hosts: hosts.map((host) => `*.${host.slice(2).replace(/^a/, 'p')}`),
        mode: 'passthrough',
        upstream,
        allow: networks(14),
        plainHttp: 'closed',
      },
    ],
  })
}
