import { routeUpstreams, upstreamServerName } from '../../domain-model/route'
import { defineRule } from '../define-rule'
import { nameList } from '../shared/name-list'

export const unnamedUpstreamCertificate = defineRule({
  id: 'unnamed-upstream-certificate',
  severity: 'error',
  summary: "A route checks its upstream's certificate without a name to check.",
  why: 'Without a name only the chain is checked: every certificate of that authority passes, of any other machine in the house, and with the system store any certificate in the world. HAProxy before 3.3 does exactly that; later versions let the Host of the client choose the name. NGINX compares with the name of the upstream group, which matches nothing.',
  fix: 'Say upstreamTls.serverName: the name in the certificate that the upstream shows.',
  references: [
    'RFC 9525 section 6',
    'https://docs.haproxy.org/2.8/configuration.html',
    'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_ssl_name',
  ],
  bad: [
    {
      title: 'Servers by address, and no name',
      yaml: `trust:
  - { name: internal, secret: internal-ca, file: /etc/ssl/edge/internal.pem }
upstreams:
  - { name: app, health: { kind: tls, serverName: app.internal.example.com } }
routes:
  - { name: www, mode: reencrypt, upstreamTls: { trust: internal } }
`,
    },
  ],
  good: [
    {
      title: 'The name is said',
      yaml: `trust:
  - { name: internal, secret: internal-ca, file: /etc/ssl/edge/internal.pem }
routes:
  - { name: www, mode: reencrypt, upstreamTls: { trust: internal, serverName: app.internal.example.com } }
`,
    },
    {
      title: 'All servers share one DNS name',
      yaml: `trust:
  - { name: internal, secret: internal-ca, file: /etc/ssl/edge/internal.pem }
upstreams:
  - { name: app, servers: [{ host: app.internal.example.com, port: 8443 }] }
routes:
  - { name: www, mode: reencrypt, upstreamTls: { trust: internal } }
`,
    },
  ],
  check(plan, facts, report) {
    for (const [index, route] of plan.routes.entries()) {
      if (route.mode !== 'reencrypt' || !route.upstreamTls.verify) continue
      const upstreams = routeUpstreams(route).flatMap((name) => facts.upstreams.get(name) ?? [])
      const nameless = upstreams.filter(({ value }) => upstreamServerName(route, value) === null)
      if (nameless.length === 0) continue
      const names = new Set(
        upstreams.map(({ value }) =>
          value.health?.kind === 'tls' ? (value.health.serverName ?? null) : upstreamServerName(route, value),
        ),
      )
      const [only] = names
      report({
        path: `/routes/${index}/upstreamTls`,
        related: nameless.map(({ path }) => path),
        message: `Route ${route.name} cannot check the name of ${nameList(nameless.map(({ value }) => value.name))}: the plan says none, and the servers share no DNS name.`,
        ...(names.size === 1 && only
          ? {
              fix: `Say serverName. The proposed change takes ${only}, the name that the health check uses.`,
              patch: [{ op: 'add' as const, path: `/routes/${index}/upstreamTls/serverName`, value: only }],
            }
          : {}),
      })
    }
  },
})
