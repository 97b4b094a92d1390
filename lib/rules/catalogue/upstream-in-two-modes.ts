import { defineRule } from '../define-rule'

export const upstreamInTwoModes = defineRule({
  id: 'upstream-in-two-modes',
  severity: 'error',
  summary: 'One upstream gets TLS from one route and clear text from another.',
  why: 'A port of a server speaks TLS or it does not. Passthrough and re-encrypt send it a ClientHello, terminate sends a plain HTTP request: one of them gets an error for every request. A PROXY header that passthrough needs would go in front of the plain requests as well, which NGINX cannot send in HTTP.',
  fix: 'Make two upstreams, one for each port of the server, or re-encrypt where the edge terminates.',
  references: ['https://nginx.org/en/docs/http/ngx_http_proxy_module.html'],
  bad: [
    {
      title: 'The passthrough backend also serves a terminated path',
      yaml: 'routes:\n  - { name: www, paths: [{ path: /vault, upstream: vault }, { path: /, upstream: app }] }\n',
    },
  ],
  good: [
    {
      title: 'The same server twice, by port',
      yaml: `upstreams:
  - { name: vault-plain, servers: [{ host: 10.0.2.10, port: 8080 }], service: { name: vault, port: 80 } }
routes:
  - { name: www, paths: [{ path: /vault, upstream: vault-plain }, { path: /, upstream: app }] }
`,
    },
  ],
  check(plan, facts, report) {
    for (const [index, { name }] of plan.upstreams.entries()) {
      const uses = facts.upstreamUses.get(name) ?? []
      const clear = uses.find(({ route }) => route.mode === 'terminate')
      const tls = uses.find(({ route }) => route.mode !== 'terminate')
      if (!clear || !tls) continue
      report({
        path: `/upstreams/${index}`,
        related: [tls.path, clear.path],
        message: `Upstream ${name} gets TLS from route ${tls.route.name} (${tls.route.mode}) and clear text from route ${clear.route.name} (terminate): one of them cannot work.`,
      })
    }
  },
})
