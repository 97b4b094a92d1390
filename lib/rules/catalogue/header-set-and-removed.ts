import { terminatesTls } from '../../domain-model/route'
import { defineRule } from '../define-rule'
import { headerPlaces } from '../shared/header-places'

export const headerSetAndRemoved = defineRule({
  id: 'header-set-and-removed',
  severity: 'warning',
  summary: 'One place sets a header and removes it.',
  why: 'Removal comes first and setting second, and setting replaces what was there: the removal does nothing. Who wrote it may have wanted the header gone.',
  fix: 'Keep one of the two.',
  references: ['RFC 9110 section 5.1'],
  bad: [
    {
      title: 'Gone, and back',
      yaml: 'routes:\n  - { name: www, requestHeaders: { set: { X-Debug: "off" }, remove: [x-debug] } }\n',
    },
  ],
  good: [
    {
      title: 'Setting replaces what clients send',
      yaml: 'routes:\n  - { name: www, requestHeaders: { set: { X-Debug: "off" }, remove: [X-Internal] } }\n',
    },
  ],
  check(plan, _facts, report) {
    for (const [index, route] of plan.routes.entries()) {
      if (!terminatesTls(route)) continue
      for (const { rules, path } of headerPlaces(route, index)) {
        if (!rules.set || !rules.remove) continue
        const set = new Set(Object.keys(rules.set).map((name) => name.toLowerCase()))
        for (const [place, name] of rules.remove.entries()) {
          if (!set.has(name.toLowerCase())) continue
          report({
            path: `${path}/remove/${place}`,
            related: [`${path}/set`],
            message: `Route ${route.name} removes ${name} and sets it in one place; the removal does nothing.`,
            fix: 'Keep one of the two. The proposed change drops the removal, which does nothing as it stands.',
            patch: [{ op: 'remove', path: `${path}/remove/${place}` }],
          })
        }
      }
    }
  },
})
