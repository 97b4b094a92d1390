import { defineRule } from '../define-rule'

export const unheardPlainHttp = defineRule({
  id: 'unheard-plain-http',
  severity: 'warning',
  summary: 'Routes say what they answer on plain HTTP, but nothing listens for it.',
  why: 'A redirect, a challenge or a page needs a listener with protocol http. Without one these lines do nothing, and clients on port 80 get a network error.',
  fix: 'Add a listener with protocol http on port 80.',
  references: ['RFC 9110 section 4.2.1'],
  bad: [
    {
      title: 'A redirect that nobody hears',
      yaml: `kind: Plan
apiVersion: signalbox/v1
name: example
listeners: [{ name: https, port: 443, protocol: tls }]
certificates: [{ name: www, hosts: [www.example.com], file: /etc/ssl/edge/www.pem }]
upstreams: [{ name: app, servers: [{ host: 10.0.1.10, port: 8080 }] }]
routes:
  - { name: www, listener: https, hosts: [www.example.com], mode: terminate, certificate: www, plainHttp: redirect,
      paths: [{ path: /, upstream: app }] }
`,
    },
  ],
  good: [{ title: 'A listener for it', yaml: 'routes:\n  - { name: www, plainHttp: redirect }\n' }],
  check(plan, facts, report) {
    if (facts.httpListeners.length > 0) return
    const asking = plan.routes.flatMap(({ name, plainHttp }, index) =>
      plainHttp && plainHttp !== 'closed' ? [{ name, plainHttp, path: `/routes/${index}/plainHttp` }] : [],
    )
    const [first, ...others] = asking
    if (!first) return
    const free = !plan.listeners.some(({ port }) => port === 80)
    const name = ['http', 'plain-http', 'http-80'].find((wanted) => !facts.listeners.has(wanted))
    report({
      path: first.path,
      related: others.slice(0, 8).map(({ path }) => path),
      message: `Route ${first.name} says ${first.plainHttp} for plain HTTP${others.length > 0 ? `, as ${others.length} more do in their way` : ''}, but the plan has no listener with protocol http.`,
      ...(free && name !== undefined
        ? { patch: [{ op: 'add' as const, path: '/listeners/-', value: { name, port: 80, protocol: 'http' } }] }
        : {}),
    })
  },
})
