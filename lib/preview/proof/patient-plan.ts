import type { Plan } from '../../domain-model/plan'

/**
 * The plan with generous timings. They decide nothing that match-route decides, and on a busy machine a short one trips: HAProxy takes a
 * server out at the first failed check after its start, and a connect timeout covers the TLS handshake of the upstream.
 */
export function patientPlan(plan: Plan): Plan {
  return {
    ...plan,
    listeners: plan.listeners.map((listener) =>
      listener.protocol === 'tls' ? { ...listener, clientHelloSeconds: 30 } : listener,
    ),
    upstreams: plan.upstreams.map((upstream) =>
      upstream.health
        ? { ...upstream, health: { ...upstream.health, intervalSeconds: 60, timeoutSeconds: 30 } }
        : upstream,
    ),
    routes: plan.routes.map((route) => {
      const { connectSeconds, idleSeconds } = route.timeouts ?? {}
      const timeouts = {
        ...(connectSeconds === undefined ? {} : { connectSeconds: Math.max(connectSeconds, 10) }),
        ...(idleSeconds === undefined ? {} : { idleSeconds: Math.max(idleSeconds, 60) }),
      }
      return route.timeouts ? { ...route, timeouts } : route
    }),
  }
}
