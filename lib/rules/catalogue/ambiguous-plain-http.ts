import { defineRule } from '../define-rule'

export const ambiguousPlainHttp = defineRule({
  id: 'ambiguous-plain-http',
  severity: 'warning',
  summary: 'A name on two tls listeners has two answers on plain HTTP.',
  why: 'On tls listeners the port tells the two routes apart; on plain HTTP there is only the name. The first route in the plan answers, and the plain HTTP plan of the other one is never used.',
  fix: 'Say the same in both routes, or closed in the one that does not mean it.',
  references: ['RFC 9110 section 7.2'],
  bad: [
    {
      title: 'Redirect to one port or serve from the other',
      yaml: `listeners:
  - { name: admin, port: 8443, protocol: tls }
routes:
  - { name: admin, listener: admin, hosts: [www.example.com], mode: terminate, certificate: www, plainHttp: serve,
      paths: [{ path: /, upstream: app }] }
`,
    },
  ],
  good: [
    {
      title: 'Only one of them answers plain HTTP',
      yaml: `listeners:
  - { name: admin, port: 8443, protocol: tls }
routes:
  - { name: admin, listener: admin, hosts: [www.example.com], mode: terminate, certificate: www, plainHttp: closed,
      paths: [{ path: /, upstream: app }] }
`,
    },
  ],
  check(plan, facts, report) {
    if (facts.httpListeners.length === 0 || facts.compiled.listeners.length < 3) return
    const first = new Map<string, number>()
    for (const [index, route] of plan.routes.entries()) {
      if (facts.listeners.get(route.listener)?.value.protocol !== 'tls') continue
      for (const [place, host] of route.hosts.entries()) {
        const key = `${host} ${host.startsWith('*.') ? route.wildcardDepth : ''}`
        const known = first.get(key)
        const winner = known === undefined ? undefined : plan.routes[known]
        if (known === undefined) first.set(key, index)
        // Collisions on one listener are errors of their own.
        if (!winner || winner.listener === route.listener) continue
        const mine = route.plainHttp ?? 'closed'
        if (mine === 'closed') continue
        report({
          path: `/routes/${index}/plainHttp`,
          related: [`/routes/${known}`, `/routes/${index}/hosts/${place}`],
          message: `On plain HTTP ${host} belongs to the earlier route ${winner.name} (${winner.plainHttp ?? 'closed'}); that ${route.name} says ${mine} has no effect.`,
        })
        break
      }
    }
  },
})
