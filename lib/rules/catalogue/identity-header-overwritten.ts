import { terminatesTls } from '../../domain-model/route'
import { defineRule } from '../define-rule'
import { headerPlaces } from '../shared/header-places'

export const identityHeaderOverwritten = defineRule({
  id: 'identity-header-overwritten',
  severity: 'error',
  summary: 'A header rule sets or removes the header that carries the verified client.',
  why: 'The edge writes the subject of the verified certificate into this header, and the application believes it. A rule that sets it makes every client the same person; one that removes it makes all of them nobody. Which of the two comes last differs by engine.',
  fix: 'Take the header out of the header rules.',
  references: ['RFC 9440 section 4'],
  bad: [
    {
      title: 'Everybody is a guest',
      yaml: `trust:
  - { name: partners, secret: partners-ca, file: /etc/ssl/edge/partners.pem }
routes:
  - name: www
    clientAuth: { mode: required, trust: partners, identityHeader: X-Client-Subject }
    requestHeaders: { set: { x-client-subject: guest } }
`,
    },
  ],
  good: [
    {
      title: 'The edge alone writes it, and removes what clients send',
      yaml: `trust:
  - { name: partners, secret: partners-ca, file: /etc/ssl/edge/partners.pem }
routes:
  - name: www
    clientAuth: { mode: required, trust: partners, identityHeader: X-Client-Subject }
    requestHeaders: { set: { X-Edge: signalbox } }
`,
    },
  ],
  check(plan, _facts, report) {
    for (const [index, route] of plan.routes.entries()) {
      const header = terminatesTls(route) ? route.clientAuth?.identityHeader?.toLowerCase() : undefined
      if (header === undefined || !terminatesTls(route)) continue
      for (const { rules, path, direction } of headerPlaces(route, index)) {
        if (direction !== 'request') continue
        const set = Object.keys(rules.set ?? {})
          .filter((name) => name.toLowerCase() === header)
          .map((name) => `${path}/set/${name}`)
        const removed = (rules.remove ?? []).flatMap((name, place) =>
          name.toLowerCase() === header ? [`${path}/remove/${place}`] : [],
        )
        const [first] = [...set, ...removed]
        if (first === undefined) continue
        report({
          path: first,
          related: [`/routes/${index}/clientAuth/identityHeader`],
          message: `A header rule of route ${route.name} ${set.length > 0 ? 'sets' : 'removes'} ${route.clientAuth?.identityHeader}, which carries the verified client to the application.`,
          // From the end, so that the places still to remove keep their number.
          patch: [...set, ...removed.reverse()].map((place) => ({ op: 'remove', path: place })),
        })
      }
    }
  },
})
