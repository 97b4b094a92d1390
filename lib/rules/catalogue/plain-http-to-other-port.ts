import { firstUpstream } from '../../domain-model/match-plain-http'
import { defineRule } from '../define-rule'

export const plainHttpToOtherPort = defineRule({
  id: 'plain-http-to-other-port',
  severity: 'warning',
  summary: 'Plain HTTP goes to another port than the one where the servers are said to listen.',
  why: 'What comes in on plain HTTP (forward, acme-only) goes to httpPort of the upstream, which is 80 unless the plan says otherwise. That is right for a backend that speaks TLS on its own port. An application that gets clear text on 8080 anyway mostly has nothing on port 80: requests are answered 502 or 503.',
  fix: 'Set httpPort to the port where the servers answer plain HTTP.',
  references: ['RFC 8555 section 8.3'],
  bad: [{ title: 'The application listens elsewhere', yaml: 'routes:\n  - { name: www, plainHttp: forward }\n' }],
  good: [
    {
      title: 'The port is said',
      yaml: 'upstreams:\n  - { name: app, httpPort: 8080 }\nroutes:\n  - { name: www, plainHttp: forward }\n',
    },
    {
      title: 'The ACME client is dialled where it listens',
      yaml: 'upstreams:\n  - { name: acme, httpPort: null }\n',
    },
    {
      title: 'A TLS backend has a second port for plain HTTP',
      yaml: 'routes:\n  - { name: vault, plainHttp: forward }\n',
    },
  ],
  check(plan, facts, report) {
    if (facts.httpListeners.length === 0) return
    const seen = new Set<string>()
    const judge = (name: string, who: string, path: string) => {
      const upstream = facts.upstreams.get(name)
      const uses = facts.upstreamUses.get(name) ?? []
      // Servers that speak TLS have a second port for plain HTTP, so the ports differ on purpose.
      if (!upstream || seen.has(name) || uses.some(({ route }) => route.mode !== 'terminate')) return
      const { servers, httpPort } = upstream.value
      const ports = new Set(servers.map(({ port }) => port))
      if (ports.size === 0 || ports.has(httpPort)) return
      seen.add(name)
      const [only] = ports
      report({
        path: upstream.path,
        related: [path],
        message: `${who} to port ${httpPort} of ${name} (httpPort), but its servers are said to listen on ${[...ports].join(', ')}.`,
        ...(ports.size === 1
          ? { patch: [{ op: 'add' as const, path: `${upstream.path}/httpPort`, value: only }] }
          : {}),
      })
    }
    for (const [index, route] of plan.routes.entries())
      if (route.mode === 'terminate' && route.plainHttp === 'forward')
        judge(firstUpstream(route), `Plain HTTP of route ${route.name} goes`, `/routes/${index}/plainHttp`)
  },
})
