import { defineRule } from '../define-rule'

export const missingPlainHttpListener = defineRule({
  id: 'missing-plain-http-listener',
  severity: 'hint',
  summary: 'The plan listens on 443 and has no plan for port 80.',
  why: 'People type names without a scheme, old links say http, and ACME HTTP-01 challenges come on port 80. Without a listener there, the first get a network error, and certificates that are renewed by HTTP-01, at the edge or behind passthrough, expire.',
  fix: 'Add a listener with protocol http on port 80 and say per route what it answers (plainHttp). Leave it out if something else answers there.',
  references: ['RFC 8555 section 8.3', 'https://letsencrypt.org/docs/challenge-types/'],
  bad: [
    {
      title: 'Port 443 alone',
      yaml: `kind: Plan
apiVersion: signalbox/v1
name: example
listeners: [{ name: https, port: 443, protocol: tls }]
upstreams: [{ name: vault, servers: [{ host: 10.0.2.10, port: 8443 }], acceptsProxyProtocol: false }]
routes: [{ name: vault, listener: https, hosts: [vault.example.com], mode: passthrough, upstream: vault }]
`,
    },
  ],
  good: [
    { title: 'A listener for plain HTTP', yaml: 'listeners:\n  - { name: http, port: 80 }\n' },
    {
      title: 'A port that nobody types',
      yaml: `kind: Plan
apiVersion: signalbox/v1
name: example
listeners: [{ name: amqps, port: 5671, protocol: tls }]
upstreams: [{ name: broker, servers: [{ host: 10.0.2.10, port: 5671 }], acceptsProxyProtocol: false }]
routes: [{ name: broker, listener: amqps, hosts: [broker.example.com], mode: passthrough, upstream: broker }]
`,
    },
  ],
  check(plan, facts, report) {
    // A route that asks for something on plain HTTP makes it a broken promise: unheard-plain-http.
    if (facts.httpListeners.length > 0 || plan.routes.some(({ plainHttp }) => plainHttp && plainHttp !== 'closed'))
      return
    const index = plan.listeners.findIndex(({ port, protocol }) => port === 443 && protocol === 'tls')
    const listener = plan.listeners[index]
    if (!listener || !facts.routesByListener.has(listener.name)) return
    report({
      path: `/listeners/${index}`,
      message: `Nothing listens for plain HTTP beside ${listener.name}: names typed without https get a network error, and ACME HTTP-01 cannot work.`,
    })
  },
})
