import { firstUpstream } from '../../domain-model/match-plain-http'
import { defineRule } from '../define-rule'

export const plainHttpToTlsPort = defineRule({
  id: 'plain-http-to-tls-port',
  severity: 'error',
  summary: 'Plain HTTP is handed to a port where the upstream speaks TLS.',
  why: 'The field httpPort says where the same servers answer in clear text. Where it is the port that TLS goes to, requests from port 80 get "400 The plain HTTP request was sent to HTTPS port" or a closed connection, ACME challenges included.',
  fix: 'Set httpPort to the port where the servers answer plain HTTP, mostly 80.',
  references: ['RFC 9110 section 4.2'],
  bad: [
    {
      title: 'One port for both',
      yaml: 'upstreams:\n  - { name: vault, httpPort: 8443 }\nroutes:\n  - { name: vault, plainHttp: forward }\n',
    },
  ],
  good: [
    {
      title: 'A port for each',
      yaml: 'upstreams:\n  - { name: vault, httpPort: 8080 }\nroutes:\n  - { name: vault, plainHttp: forward }\n',
    },
  ],
  check(plan, facts, report) {
    if (facts.httpListeners.length === 0) return
    const seen = new Set<string>()
    for (const [index, route] of plan.routes.entries()) {
      if (route.mode === 'terminate') continue
      if (route.plainHttp !== 'forward' && !(route.mode === 'passthrough' && route.plainHttp === 'acme-only')) continue
      const upstream = facts.upstreams.get(firstUpstream(route))
      if (!upstream || seen.has(upstream.value.name)) continue
      const { name, servers, httpPort } = upstream.value
      if (!servers.some(({ port }) => port === httpPort)) continue
      seen.add(name)
      report({
        path: `${upstream.path}/httpPort`,
        related: [`/routes/${index}/plainHttp`],
        message: `Plain HTTP of route ${route.name} goes to port ${httpPort} of ${name}, where the same upstream speaks TLS.`,
      })
    }
  },
})
