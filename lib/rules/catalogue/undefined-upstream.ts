import { defineRule } from '../define-rule'
import { reportUndefined } from '../shared/undefined-reference'

export const undefinedUpstream = defineRule({
  id: 'undefined-upstream',
  severity: 'error',
  summary: 'A route, a path or a listener sends to an upstream that the plan does not define.',
  why: 'The connection has nowhere to go. A dynamic backend that does not exist falls to the default backend in HAProxy without a word, which may be another customer; NGINX fails at run time, after its own check has passed.',
  fix: 'Name an upstream of the plan, or define this one.',
  references: ['https://docs.haproxy.org/2.8/configuration.html'],
  bad: [
    { title: 'A slip in the name', yaml: 'routes:\n  - { name: vault, upstream: valt }\n' },
    { title: 'No solver of that name', yaml: 'listeners:\n  - { name: http, acmeUpstream: certbot }\n' },
  ],
  good: [{ title: 'An upstream of the plan', yaml: 'routes:\n  - { name: vault, upstream: vault }\n' }],
  check(_plan, facts, report) {
    reportUndefined(facts, 'upstream', report, 'What is sent here has nowhere to go.')
  },
})
