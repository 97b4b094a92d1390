import { terminatesTls } from '../../domain-model/route'
import { defineRule } from '../define-rule'

const oneYear = 31_536_000

export const hstsPreloadRefused = defineRule({
  id: 'hsts-preload-refused',
  severity: 'warning',
  summary: 'HSTS asks for the preload list without what the list demands.',
  why: 'Browsers take a site into their built-in list only with includeSubDomains, a max-age of at least a year and a redirect from plain HTTP. Otherwise the word preload does nothing, except that a later change of one of the others makes it come true by surprise; leaving the list takes months.',
  fix: 'Say includeSubDomains: true, at least 31536000 seconds and plainHttp: redirect, or leave preload out.',
  references: ['https://hstspreload.org/', 'RFC 6797 section 12.3'],
  bad: [
    { title: 'A short promise', yaml: 'routes:\n  - { name: www, hsts: { maxAgeSeconds: 86400, preload: true } }\n' },
  ],
  good: [
    {
      title: 'What the list demands',
      yaml: 'routes:\n  - { name: www, hsts: { maxAgeSeconds: 63072000, includeSubDomains: true, preload: true } }\n',
    },
  ],
  check(plan, _facts, report) {
    for (const [index, route] of plan.routes.entries()) {
      if (!terminatesTls(route) || !route.hsts?.preload) continue
      const { includeSubDomains, maxAgeSeconds } = route.hsts
      const missing = [
        ...(includeSubDomains ? [] : ['includeSubDomains']),
        ...(maxAgeSeconds < oneYear ? ['a max-age of a year'] : []),
        ...(route.plainHttp === 'redirect' ? [] : ['a redirect from plain HTTP']),
      ]
      if (missing.length === 0) continue
      report({
        path: `/routes/${index}/hsts/preload`,
        message: `The preload list does not take route ${route.name}: it lacks ${missing.join(' and ')}.`,
      })
    }
  },
})
