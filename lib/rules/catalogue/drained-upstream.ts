import { defineRule } from '../define-rule'

export const drainedUpstream = defineRule({
  id: 'drained-upstream',
  severity: 'error',
  summary: 'Every server of an upstream has weight 0.',
  why: 'Weight 0 drains a server: it gets no new connections. With all of them drained HAProxy answers 503 and NGINX, which has no weight 0, refuses to start or needs them left out.',
  fix: 'Give at least one server a weight above 0.',
  references: [
    'https://docs.haproxy.org/2.8/configuration.html',
    'https://nginx.org/en/docs/http/ngx_http_upstream_module.html',
  ],
  bad: [
    {
      title: 'Nobody is left',
      yaml: 'upstreams:\n  - { name: app, servers: [{ host: 10.0.1.10, port: 8080, weight: 0 }] }\n',
    },
  ],
  good: [
    {
      title: 'One is drained',
      yaml: 'upstreams:\n  - { name: app, servers: [{ host: 10.0.1.10, port: 8080, weight: 0 }, { host: 10.0.1.11, port: 8080 }] }\n',
    },
  ],
  check(plan, _facts, report) {
    for (const [index, { name, servers }] of plan.upstreams.entries()) {
      if (servers.length === 0 || servers.some(({ weight }) => weight > 0)) continue
      report({
        path: `/upstreams/${index}/servers`,
        message: `All servers of upstream ${name} are drained (weight 0): it takes no connection.`,
      })
    }
  },
})
