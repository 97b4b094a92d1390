import { parse } from 'tldts'
import { routeUpstreams, upstreamServerName } from '../../domain-model/route'
import { defineRule } from '../define-rule'

export const privateNamePublicTrust = defineRule({
  id: 'private-name-public-trust',
  severity: 'warning',
  summary: 'A private name is checked against the public authorities.',
  why: 'Without a trust bundle the edge asks the system store. No public authority issues certificates for names such as app.internal or app.default.svc.cluster.local, so the check fails for every connection, or passes only after somebody turned it off.',
  fix: 'Name the bundle of the private authority in upstreamTls.trust.',
  references: ['RFC 6762 appendix G', 'https://cabforum.org/working-groups/server/baseline-requirements/documents/'],
  bad: [
    {
      title: 'A cluster name and the system store',
      yaml: 'routes:\n  - { name: www, mode: reencrypt, upstreamTls: { serverName: app.default.svc.cluster.local } }\n',
    },
  ],
  good: [
    {
      title: 'A public name and the system store',
      yaml: 'routes:\n  - { name: www, mode: reencrypt, upstreamTls: { serverName: app.example.com } }\n',
    },
    {
      title: 'A private name and its authority',
      yaml: `trust:
  - { name: internal, secret: internal-ca, file: /etc/ssl/edge/internal.pem }
routes:
  - { name: www, mode: reencrypt, upstreamTls: { trust: internal, serverName: app.internal } }
`,
    },
  ],
  check(plan, facts, report) {
    for (const [index, route] of plan.routes.entries()) {
      if (route.mode !== 'reencrypt' || !route.upstreamTls.verify || route.upstreamTls.trust !== undefined) continue
      const names = routeUpstreams(route).map((name) => {
        const upstream = facts.upstreams.get(name)
        return upstream ? upstreamServerName(route, upstream.value) : null
      })
      const secret = names.find((name) => name !== null && isPrivate(name))
      if (!secret) continue
      report({
        path: `/routes/${index}/upstreamTls`,
        message: `Route ${route.name} checks ${secret} against the system's authorities, of which none issues certificates for such a name.`,
      })
    }
  },
})

function isPrivate(name: string): boolean {
  const { isIcann, isPrivate } = parse(name, { allowPrivateDomains: true })
  // Names under .example and its like (RFC 2606) stand for public ones in documentation.
  return !isIcann && !isPrivate && !/\.(?:example|test)$/.test(name)
}
