import { defineRule } from '../define-rule'

export const strandedAcmeChallenge = defineRule({
  id: 'stranded-acme-challenge',
  severity: 'warning',
  summary: 'Plain HTTP of a passthrough route is redirected, ACME challenges for the backend included.',
  why: 'The backend holds the certificate, so the backend must answer HTTP-01 challenges, which come on port 80 of the edge. A redirect for everything sends them to port 443, where the backend mostly answers nothing of the kind: its certificate is not renewed and expires weeks later.',
  fix: 'Say forward, and let the backend redirect everything but the challenge itself, or acme-only. With TLS-ALPN-01, which passes through, or DNS-01 the redirect may stay.',
  references: ['RFC 8555 section 8.3', 'RFC 8737 section 3', 'https://letsencrypt.org/docs/challenge-types/'],
  bad: [
    { title: 'A redirect that takes the challenge along', yaml: 'routes:\n  - { name: vault, plainHttp: redirect }\n' },
  ],
  good: [
    { title: 'The backend answers and redirects itself', yaml: 'routes:\n  - { name: vault, plainHttp: forward }\n' },
    { title: 'Only challenges reach the backend', yaml: 'routes:\n  - { name: vault, plainHttp: acme-only }\n' },
  ],
  check(plan, facts, report) {
    if (facts.httpListeners.length === 0) return
    for (const [index, route] of plan.routes.entries())
      if (route.mode === 'passthrough' && route.plainHttp === 'redirect')
        report({
          path: `/routes/${index}/plainHttp`,
          message: `Plain HTTP for route ${route.name} is redirected whole, so an HTTP-01 challenge never reaches ${route.upstream}, which holds the certificate.`,
        })
  },
})
