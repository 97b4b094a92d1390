import { terminatesTls } from '../../domain-model/route'
import { defineRule } from '../define-rule'

export const burstlessRateLimit = defineRule({
  id: 'burstless-rate-limit',
  severity: 'warning',
  summary: 'A rate limit without a burst refuses requests that come together.',
  why: 'NGINX reads 50 per second as one every 20 milliseconds: without a burst the second of two requests at once is answered 429, and a page with ten images loses most of them. HAProxy counts over a window and lets them pass, so the same plan behaves differently.',
  fix: 'Set a burst: as many requests as a client may send at once, such as one page with all its parts.',
  references: ['https://nginx.org/en/docs/http/ngx_http_limit_req_module.html'],
  bad: [{ title: 'One every 20 milliseconds', yaml: 'routes:\n  - { name: www, rateLimit: { requests: 50 } }\n' }],
  good: [{ title: 'Room for a page', yaml: 'routes:\n  - { name: www, rateLimit: { requests: 50, burst: 100 } }\n' }],
  check(plan, _facts, report) {
    for (const [index, route] of plan.routes.entries()) {
      if (!terminatesTls(route)) continue
      const limits = [
        { rateLimit: route.rateLimit, path: `/routes/${index}/rateLimit` },
        ...route.paths.map(({ rateLimit }, place) => ({
          rateLimit,
          path: `/routes/${index}/paths/${place}/rateLimit`,
        })),
      ]
      for (const { rateLimit, path } of limits)
        if (rateLimit?.burst === 0)
          report({
            path,
            message: `The limit of ${rateLimit.requests} per ${rateLimit.per} in route ${route.name} has no burst: requests that come together are answered 429.`,
          })
    }
  },
})
