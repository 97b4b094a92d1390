import { defineRule } from '../define-rule'

export const unverifiedUpstream = defineRule({
  id: 'unverified-upstream',
  severity: 'warning',
  summary: 'A route encrypts to its upstream without checking who answers.',
  why: 'Without verification whoever answers on the way gets the requests, cookies and tokens included, and nobody notices. It protects against passive listeners only. NGINX behaves so unless told otherwise, which is why many such edges exist.',
  fix: "Say verify: true, and name the trust bundle that the upstream's certificate chains to and the name in it.",
  references: ['RFC 9110 section 4.3.4', 'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_ssl_verify'],
  bad: [
    {
      title: 'Encrypted to anybody',
      yaml: 'routes:\n  - { name: www, mode: reencrypt, upstreamTls: { verify: false } }\n',
    },
    {
      title: 'A bundle that nobody asks',
      yaml: `trust:
  - { name: internal, secret: internal-ca, file: /etc/ssl/edge/internal.pem }
routes:
  - { name: www, mode: reencrypt, upstreamTls: { verify: false, trust: internal, serverName: app.example.com } }
`,
    },
  ],
  good: [
    {
      title: 'Chain and name are checked',
      yaml: `trust:
  - { name: internal, secret: internal-ca, file: /etc/ssl/edge/internal.pem }
routes:
  - { name: www, mode: reencrypt, upstreamTls: { trust: internal, serverName: app.example.com } }
`,
    },
  ],
  check(plan, _facts, report) {
    for (const [index, route] of plan.routes.entries()) {
      if (route.mode !== 'reencrypt' || route.upstreamTls.verify) continue
      const path = `/routes/${index}/upstreamTls/verify`
      const { trust } = route.upstreamTls
      report({
        path,
        message: `Route ${route.name} encrypts to its upstream and checks no certificate: anybody on the way can answer${trust === undefined ? '' : `, although the bundle ${trust} is named`}.`,
        ...(trust === undefined ? {} : { patch: [{ op: 'replace' as const, path, value: true }] }),
      })
    }
  },
})
