import { terminatesTls } from '../../domain-model/route'
import { defineRule } from '../define-rule'
import { headerPlaces } from '../shared/header-places'

export const underscoreHeader = defineRule({
  id: 'underscore-header',
  severity: 'hint',
  summary: 'A header that the edge writes has an underscore in its name.',
  why: 'NGINX drops request headers with underscores unless told otherwise, so a backend behind another NGINX never sees them. CGI-style servers read X_User and X-User as one variable: a client that sends the other spelling forges what the edge has set.',
  fix: 'Write dashes instead of underscores, if the application can read that.',
  references: [
    'https://nginx.org/en/docs/http/ngx_http_core_module.html#underscores_in_headers',
    'RFC 3875 section 4.1.18',
  ],
  bad: [
    {
      title: 'A header that may not arrive',
      yaml: 'routes:\n  - { name: www, requestHeaders: { set: { X_Tenant: shop } } }\n',
    },
    {
      title: 'An identity that others can write',
      yaml: `trust:
  - { name: partners, secret: partners-ca, file: /etc/ssl/edge/partners.pem }
routes:
  - { name: www, clientAuth: { mode: required, trust: partners, identityHeader: X_Client } }
`,
    },
  ],
  good: [
    {
      title: 'Dashes',
      yaml: 'routes:\n  - { name: www, requestHeaders: { set: { X-Tenant: shop }, remove: [X_Tenant] } }\n',
    },
  ],
  check(plan, _facts, report) {
    for (const [index, route] of plan.routes.entries()) {
      if (!terminatesTls(route)) continue
      const places = headerPlaces(route, index)
        .filter(({ direction }) => direction === 'request')
        .flatMap(({ rules, path }) =>
          Object.keys(rules.set ?? {}).map((name) => ({ name, path: `${path}/set/${name}` })),
        )
      const identity = route.clientAuth?.identityHeader
      if (identity !== undefined) places.push({ name: identity, path: `/routes/${index}/clientAuth/identityHeader` })
      for (const { name, path } of places)
        if (name.includes('_'))
          report({
            path,
            message: `Header ${name} of route ${route.name} has an underscore: NGINX drops it by default, and CGI-style servers mix it up with ${name.replaceAll('_', '-')}.`,
          })
    }
  },
})
