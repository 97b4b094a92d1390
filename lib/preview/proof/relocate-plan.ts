// The same plan on this machine: listeners, servers and files move to loopback and to a private folder, everything else stays.
// What comes out goes to match-route and to the engines alike.
import { join } from 'node:path'
import type { Plan } from '../../domain-model/plan'
import { type ReencryptRoute, upstreamServerName } from '../../domain-model/route'
import type { Upstream } from '../../domain-model/upstream'
import type { TakePort } from './loopback-ports'

/** Stands in for the system's trust store, which cannot know a throw-away authority. */
export const systemTrust = 'system-store'

/**
 * Moves what stands behind the edge. Equal hosts and ports of one upstream stay equal. A Kubernetes service is one server here, so
 * that a plan for a cluster can be proved too.
 */
export async function relocateServers(plan: Plan, directory: string, takePort: TakePort): Promise<Plan> {
  const ports = new Map<number, number>()
  for (const upstream of plan.upstreams) {
    for (const port of [...serversOf(upstream).map((server) => server.port), upstream.httpPort])
      if (!ports.has(port)) ports.set(port, await takePort())
  }
  const moved = (port: number) => ports.get(port) ?? port
  return {
    ...relocateFiles(plan, directory),
    upstreams: plan.upstreams.map((upstream, index) => {
      const servers = serversOf(upstream)
      const hosts = [...new Set(servers.map((server) => server.host))]
      const address = (host: string) => `127.${64 + (index >> 8)}.${index & 255}.${hosts.indexOf(host) + 1}`
      return {
        ...upstream,
        servers: servers.map((server) => ({
          ...server,
          host: address(server.host),
          port: moved(server.port),
        })),
        httpPort: moved(upstream.httpPort),
      }
    }),
  }
}

/** Moves certificates and trust bundles to files in `directory`, and writes out what followed from the servers' names. */
export function relocateFiles(plan: Plan, directory: string): Plan {
  const needsSystemTrust = plan.routes.some(
    (route) => route.mode === 'reencrypt' && route.upstreamTls.verify && !route.upstreamTls.trust,
  )
  return {
    ...plan,
    certificates: plan.certificates.map((certificate) => ({
      ...certificate,
      file: join(directory, `certificate-${certificate.name}.pem`),
    })),
    trust: [...plan.trust, ...(needsSystemTrust ? [{ name: systemTrust }] : [])].map((trust) => ({
      ...trust,
      file: join(directory, `trust-${trust.name}.pem`),
    })),
    routes: plan.routes.map((route) =>
      route.mode === 'reencrypt' ? { ...route, upstreamTls: relocateTls(plan, route) } : route,
    ),
  }
}

/** What stands for an upstream on this machine. */
export function serversOf({ servers, service }: Upstream): Upstream['servers'] {
  return servers.length > 0 || !service
    ? servers
    : [{ host: service.name, port: service.port, weight: 1, backup: false }]
}

/** Servers lose their DNS names, so the name that followed from them is written out. */
function relocateTls(plan: Plan, route: ReencryptRoute): ReencryptRoute['upstreamTls'] {
  const trust = route.upstreamTls.verify ? (route.upstreamTls.trust ?? systemTrust) : route.upstreamTls.trust
  const users = plan.upstreams.filter((upstream) =>
    route.paths.some(
      (rule) => rule.upstream === upstream.name || rule.upstreams?.some((entry) => entry.upstream === upstream.name),
    ),
  )
  const names = [...new Set(users.map((upstream) => upstreamServerName(route, upstream)))]
  if (names.length > 1)
    throw new Error(`route ${route.name} checks several names (${names.join(', ')}), which cannot move to loopback`)
  const [serverName] = names
  return {
    ...route.upstreamTls,
    ...(trust === undefined ? {} : { trust }),
    ...(serverName == null ? {} : { serverName }),
  }
}

/** Moves the listeners to free loopback ports: once per engine, so that several run from one plan at a time. */
export async function relocateListeners(plan: Plan, takePort: TakePort): Promise<Plan> {
  const addresses = [...new Set(plan.listeners.map((listener) => listener.address ?? ''))]
  const ports = new Map<number, number>()
  for (const { port } of plan.listeners) if (!ports.has(port)) ports.set(port, await takePort())
  return {
    ...plan,
    listeners: plan.listeners.map((listener) => ({
      ...listener,
      address: `127.0.0.${addresses.indexOf(listener.address ?? '') + 1}`,
      port: ports.get(listener.port) ?? listener.port,
    })),
  }
}
