import { defineRule } from '../define-rule'
import { collisionFix, collisions } from '../shared/collision'

export const hostInTwoRoutes = defineRule({
  id: 'host-in-two-routes',
  severity: 'error',
  summary: 'Two routes of one mode claim the same name on one listener.',
  why: 'A name belongs to one route. The first one gets every connection and request for it; the paths, limits and upstream of the other are never used. NGINX refuses such a map or ignores the second server, HAProxy takes the first line, Gateway controllers merge or reject.',
  fix: 'Keep the name in one route. Routes that terminate can be merged by moving the path rules into one of them.',
  references: ['https://nginx.org/en/docs/http/server_names.html'],
  bad: [
    {
      title: 'A second route for the same site',
      yaml: `routes:
  - { name: shop, listener: https, hosts: [www.example.com], mode: terminate, certificate: www, plainHttp: redirect,
      paths: [{ path: /shop, upstream: app }] }
`,
    },
  ],
  good: [
    {
      title: 'One route, two paths',
      yaml: 'routes:\n  - { name: www, paths: [{ path: /shop, upstream: app }, { path: /, upstream: app }] }\n',
    },
  ],
  check(_plan, facts, report) {
    for (const collision of collisions(facts)) {
      const { winner, loser } = collision
      if (winner.route.mode !== loser.route.mode) continue
      report({
        path: loser.path,
        related: [winner.path],
        message: `${loser.host} stands in the routes ${winner.route.name} and ${loser.route.name} of listener ${loser.route.listener}. The first one, ${winner.route.name}, gets it.`,
        ...collisionFix(collision, facts),
      })
    }
  },
})
