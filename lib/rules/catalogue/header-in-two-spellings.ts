import { terminatesTls } from '../../domain-model/route'
import { defineRule } from '../define-rule'
import { headerPlaces } from '../shared/header-places'

export const headerInTwoSpellings = defineRule({
  id: 'header-in-two-spellings',
  severity: 'error',
  summary: 'One place sets the same header twice, in two spellings.',
  why: 'Case has no meaning in header names, so both lines set one header. The order of a mapping has none either: which value arrives differs by engine and by editor.',
  fix: 'Keep one spelling and one value.',
  references: ['RFC 9110 section 5.1'],
  bad: [
    {
      title: 'Two values for one header',
      yaml: 'routes:\n  - { name: www, requestHeaders: { set: { X-Edge: signalbox, x-edge: other } } }\n',
    },
  ],
  good: [{ title: 'One value', yaml: 'routes:\n  - { name: www, requestHeaders: { set: { X-Edge: signalbox } } }\n' }],
  check(plan, _facts, report) {
    for (const [index, route] of plan.routes.entries()) {
      if (!terminatesTls(route)) continue
      for (const { rules, path } of headerPlaces(route, index)) {
        const first = new Map<string, string>()
        for (const [name, value] of Object.entries(rules.set ?? {})) {
          const earlier = first.get(name.toLowerCase())
          if (earlier === undefined) {
            first.set(name.toLowerCase(), name)
            continue
          }
          report({
            path: `${path}/set/${name}`,
            related: [`${path}/set/${earlier}`],
            message: `Route ${route.name} sets ${earlier} and ${name}, which are one header.`,
            ...(rules.set?.[earlier] === value
              ? { patch: [{ op: 'remove' as const, path: `${path}/set/${name}` }] }
              : {}),
          })
        }
      }
    }
  },
})
