import { defineRule } from '../define-rule'

export const routeOnPlainHttpListener = defineRule({
  id: 'route-on-plain-http-listener',
  severity: 'error',
  summary: 'A route stands on a listener for plain HTTP.',
  why: 'Routes are about TLS: they belong to a tls listener, and say in plainHttp what their names answer on every http listener. A route on an http listener answers nowhere.',
  fix: 'Put the route on a tls listener and set plainHttp: serve, redirect or forward.',
  references: [],
  bad: [{ title: 'On port 80', yaml: 'routes:\n  - { name: www, listener: http }\n' }],
  good: [
    {
      title: 'On 443, served on port 80 as well',
      yaml: 'routes:\n  - { name: www, listener: https, plainHttp: serve }\n',
    },
  ],
  check(plan, facts, report) {
    const [only, ...others] = plan.listeners.filter(({ protocol }) => protocol === 'tls')
    for (const [index, route] of plan.routes.entries()) {
      const listener = facts.listeners.get(route.listener)
      if (listener?.value.protocol !== 'http') continue
      const path = `/routes/${index}/listener`
      report({
        path,
        related: [listener.path],
        message: `Route ${route.name} stands on ${route.listener}, which speaks plain HTTP: its names are answered nowhere.`,
        ...(only && others.length === 0 && facts.listeners.get(only.name)?.value === only
          ? { patch: [{ op: 'replace' as const, path, value: only.name }] }
          : {}),
      })
    }
  },
})
