import { firstUpstream } from '../../domain-model/match-plain-http'
import { type HttpRoute, terminatesTls } from '../../domain-model/route'
import { defineRule } from '../define-rule'

export const forwardSkipsRoute = defineRule({
  id: 'forward-skips-route',
  severity: 'warning',
  summary: 'Plain HTTP is forwarded past what the route does with requests.',
  why: 'With forward the request goes as it is to one upstream, the one of the first path: no paths, no methods, no header rules, no limit, no firewall. It is meant for backends that answer plain HTTP themselves. What the route promises holds on HTTPS only.',
  fix: 'Use redirect, or serve, which applies the same paths and rules to plain HTTP.',
  references: ['RFC 9110 section 4.2'],
  bad: [
    {
      title: 'A limit that only HTTPS knows',
      yaml: 'routes:\n  - { name: www, rateLimit: { requests: 50, burst: 100 }, plainHttp: forward }\n',
    },
    {
      title: 'Two upstreams, of which plain HTTP knows one',
      yaml: 'routes:\n  - { name: www, paths: [{ path: /, upstream: app }, { path: /acme, upstream: acme }], plainHttp: forward }\n',
    },
  ],
  good: [
    { title: 'Nothing to skip', yaml: 'routes:\n  - { name: www, plainHttp: forward }\n' },
    {
      title: 'The same rules on plain HTTP',
      yaml: 'routes:\n  - { name: www, rateLimit: { requests: 50, burst: 100 }, plainHttp: serve }\n',
    },
  ],
  check(plan, facts, report) {
    if (facts.httpListeners.length === 0) return
    for (const [index, route] of plan.routes.entries()) {
      if (!terminatesTls(route) || route.plainHttp !== 'forward') continue
      const skipped = skippedBy(route)
      if (skipped.length === 0) continue
      report({
        path: `/routes/${index}/plainHttp`,
        message: `Plain HTTP of route ${route.name} goes to ${firstUpstream(route)} as it is, past ${skipped.join(', ')}.`,
      })
    }
  },
})

function skippedBy(route: HttpRoute): string[] {
  const [only] = route.paths
  const simple =
    route.paths.length === 1 && only?.match === 'prefix' && only.path === '/' && !only.rewrite && !only.upstreams
  const asks = (member: 'rateLimit' | 'requestHeaders' | 'responseHeaders') =>
    [route, ...route.paths].some((place) => place[member])
  return [
    ...(simple ? [] : ['its paths']),
    ...(route.waf ? ['its firewall'] : []),
    ...(asks('rateLimit') ? ['its rate limit'] : []),
    ...(asks('requestHeaders') || asks('responseHeaders') ? ['its header rules'] : []),
    ...(route.paths.some(({ methods }) => methods) ? ['its methods'] : []),
  ]
}
