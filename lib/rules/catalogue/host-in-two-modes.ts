import { defineRule } from '../define-rule'
import { collisionFix, collisions } from '../shared/collision'

export const hostInTwoModes = defineRule({
  id: 'host-in-two-modes',
  severity: 'error',
  summary: 'One name on one listener is claimed by routes of different modes.',
  why: 'The edge decides by the name in the ClientHello, before it can see anything else: one name has one answer. NGINX refuses a map with conflicting keys, HAProxy lets the first line of its map win without a word, and Kubernetes controllers differ. Here the first route wins, so the later one is never reached for this name.',
  fix: 'Decide whether the edge or the backend ends TLS for this name, and keep it in that route only.',
  references: ['RFC 6066 section 3', 'https://nginx.org/en/docs/http/ngx_http_map_module.html'],
  bad: [
    {
      title: 'A name is terminated and passed through',
      yaml: 'routes:\n  - { name: vault, hosts: [www.example.com] }\n',
    },
    {
      title: 'Only one of several names collides',
      yaml: 'routes:\n  - { name: vault, hosts: [vault.example.com, www.example.com] }\n',
    },
  ],
  good: [
    {
      title: 'Each name has one mode; an exact name may stand beside a wildcard',
      yaml: 'routes:\n  - { name: vault, hosts: [vault.example.com, "*.example.com"] }\n',
    },
  ],
  check(_plan, facts, report) {
    for (const collision of collisions(facts)) {
      const { winner, loser } = collision
      if (winner.route.mode === loser.route.mode) continue
      report({
        path: loser.path,
        related: [winner.path],
        message: `${loser.host} has two modes on listener ${loser.route.listener}: ${winner.route.mode} by route ${winner.route.name}, ${loser.route.mode} by route ${loser.route.name}. The first one, ${winner.route.name}, gets it.`,
        ...collisionFix(collision, facts),
      })
    }
  },
})
