import { defineRule } from '../define-rule'

export const unseenByPassthrough = defineRule({
  id: 'unseen-by-passthrough',
  severity: 'error',
  summary: 'A passthrough route asks for something that only an edge which decrypts can do.',
  why: 'On passthrough the edge sees the ClientHello and then encrypted bytes: no path, no header, no request, no client certificate. HAProxy accepts path and header rules in TCP mode and never matches them, NGINX refuses to load, Kubernetes controllers drop them without a word. So a firewall, a limit or a login that stands on such a route protects nothing.',
  fix: 'Remove it here and let the backend do it, or let the edge decrypt: mode terminate or reencrypt.',
  references: ['RFC 8446 section 2', 'https://nginx.org/en/docs/stream/ngx_stream_ssl_preread_module.html'],
  bad: [
    {
      title: 'A rate limit and a path on encrypted bytes',
      yaml: `routes:
  - name: vault
    rateLimit: { requests: 10 }
    paths: [{ path: /admin, upstream: app }]
`,
    },
    { title: 'HSTS that nobody sends', yaml: 'routes:\n  - { name: vault, hsts: { maxAgeSeconds: 63072000 } }\n' },
    { title: 'Paths on plain HTTP that do not exist', yaml: 'routes:\n  - { name: vault, plainHttp: serve }\n' },
  ],
  good: [
    {
      title: 'What a passthrough route can have: names, address lists, timeouts, an upstream',
      yaml: 'routes:\n  - { name: vault, deny: [192.0.2.0/24], timeouts: { idleSeconds: 3600 } }\n',
    },
  ],
  check(_plan, facts, report) {
    for (const problem of facts.problems) {
      if (problem.code !== 'impossible') continue
      const { patch } = problem.fix ?? {}
      report({
        path: problem.path,
        message: problem.message,
        ...(patch
          ? { patch, fix: `${problem.fix?.text} Where the edge must do it, the mode is terminate or reencrypt.` }
          : {}),
      })
    }
  },
})
