import { type Plan, type PlanInput, planSchema } from '../../lib/domain-model/plan'

type RouteInput = NonNullable<PlanInput['routes']>[number]
type UpstreamInput = NonNullable<PlanInput['upstreams']>[number]

export interface PlanParts extends Partial<Omit<PlanInput, 'routes' | 'upstreams'>> {
  upstreams?: (Partial<UpstreamInput> & { name: string })[]
  routes: (Partial<RouteInput> & { name: string })[]
}

/**
 * A runnable plan from what a test is about. Routes are terminated at `<name>.example.com` with all paths to the first upstream unless
 * they say otherwise; upstreams have one server.
 */
export function buildPlan({ upstreams = [{ name: 'app' }], routes, ...more }: PlanParts): Plan {
  const first = upstreams[0]?.name ?? 'app'
  return planSchema.parse({
    apiVersion: 'signalbox/v1',
    kind: 'Plan',
    name: 'built',
    listeners: [
      { name: 'https', port: 443, protocol: 'tls' },
      { name: 'http', port: 80, protocol: 'http' },
    ],
    certificates: routes.map(({ name, hosts }) => ({ name, hosts: hosts ?? [`${name}.example.com`] })),
    trust: ['partners', 'internal'].map((name) => ({ name })),
    upstreams: upstreams.map((upstream, index) => ({
      servers: [{ host: `10.0.${index}.1`, port: 8443 }],
      ...upstream,
    })),
    routes: routes.map((route) => {
      const common = { listener: 'https', hosts: [`${route.name}.example.com`] }
      if (route.mode === 'passthrough') return { ...common, upstream: first, ...route }
      return {
        ...common,
        mode: 'terminate',
        certificate: route.name,
        paths: [{ path: '/', upstream: first }],
        ...route,
      }
    }),
    ...more,
  })
}

/** Servers on addresses of their own. */
export function servers(count: number, more: (index: number) => object = () => ({})): { host: string; port: number }[] {
  return Array.from({ length: count }, (_, index) => ({ host: `10.9.0.${index + 1}`, port: 8443, ...more(index) }))
}
