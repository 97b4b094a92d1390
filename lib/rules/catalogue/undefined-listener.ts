import { defineRule } from '../define-rule'
import { reportUndefined } from '../shared/undefined-reference'

export const undefinedListener = defineRule({
  id: 'undefined-listener',
  severity: 'error',
  summary: 'A route names a listener that the plan does not define.',
  why: 'Without a listener the route answers nowhere: its names are unknown on every port, and clients get what unmatched says.',
  fix: 'Name a tls listener of the plan, or define this one.',
  references: [],
  bad: [{ title: 'A slip in the name', yaml: 'routes:\n  - { name: www, listener: htps }\n' }],
  good: [{ title: 'A listener of the plan', yaml: 'routes:\n  - { name: www, listener: https }\n' }],
  check(plan, facts, report) {
    const [only, ...others] = plan.listeners.filter(({ protocol }) => protocol === 'tls')
    const sole = only && others.length === 0 ? only.name : null
    reportUndefined(facts, 'listener', report, 'The names of this route are answered nowhere.', () => sole)
  },
})
