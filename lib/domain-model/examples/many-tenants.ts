import type { PlanInput } from '../plan'
import { printPlan } from '../plan-document'

/** A plan of `count` tenants: four of five terminated with a certificate of their own, every fifth passed through. Same count, same plan. */
export function manyTenantsPlan(count: number): PlanInput {
  const tenants = Array.from({ length: count }, (_, index) => ({
    index,
    name: `tenant-${String(index + 1).padStart(5, '0')}`,
    passthrough: index % 5 === 4,
  }))
  const address = (index: number) => `10.${16 + (index >> 14)}.${(index >> 6) & 255}.${(index & 63) * 4 + 1}`
  return {
    apiVersion: 'signalbox/v1',
    kind: 'Plan',
    name: 'many-tenants',
    description: `${count} tenants on one port: most terminated, every fifth with its own certificate passed through.`,
    listeners: [
      { name: 'https', port: 443, protocol: 'tls' },
      { name: 'http', port: 80, protocol: 'http' },
    ],
    certificates: tenants
      .filter((tenant) => !tenant.passthrough)
      .map(({ name }) => ({
        name,
        hosts: [`${name}.example.com`],
        secret: `${name}-tls`,
        file: `/etc/ssl/edge/${name}.pem`,
      })),
    upstreams: tenants.map(({ name, index, passthrough }) => ({
      name,
      servers: [{ host: address(index), port: passthrough ? 443 : 8080 }],
      service: { name, port: passthrough ? 443 : 80 },
      health: passthrough
        ? { kind: 'tls' as const, serverName: `${name}.example.com` }
        : { kind: 'http' as const, path: '/healthz' },
      ...(passthrough ? { sendProxyProtocol: 'v2' as const, acceptsProxyProtocol: true } : {}),
    })),
    routes: tenants.map(({ name, passthrough }) =>
      passthrough
        ? {
            name,
            listener: 'https',
            hosts: [`${name}.example.com`],
            mode: 'passthrough' as const,
            upstream: name,
            plainHttp: 'closed' as const,
          }
        : {
            name,
            listener: 'https',
            hosts: [`${name}.example.com`],
            mode: 'terminate' as const,
            certificate: name,
            paths: [{ path: '/', upstream: name }],
            plainHttp: 'redirect' as const,
          },
    ),
  }
}

export function manyTenants(count: number): string {
  return printPlan(manyTenantsPlan(count))
}
