import { defineRule } from '../define-rule'

export const repeatedHost = defineRule({
  id: 'repeated-host',
  severity: 'warning',
  summary: 'A route lists the same name twice.',
  why: 'Case and a trailing dot carry no meaning on the wire, so spellings that differ only there are one name. NGINX refuses a map that holds it twice; other engines ignore the second one. Mostly the second was meant to be another name, which is now missing.',
  fix: 'Remove the repetition, or write the name that was meant.',
  references: ['RFC 4343 section 3', 'RFC 6066 section 3'],
  bad: [
    {
      title: 'The same name in two spellings',
      yaml: 'routes:\n  - { name: www, hosts: [www.example.com, WWW.example.com.] }\n',
    },
  ],
  good: [{ title: 'Once is enough', yaml: 'routes:\n  - { name: www, hosts: [www.example.com] }\n' }],
  check(plan, _facts, report) {
    for (const [index, route] of plan.routes.entries()) {
      const seen = new Map<string, number>()
      for (const [place, host] of route.hosts.entries()) {
        const first = seen.get(host)
        const path = `/routes/${index}/hosts/${place}`
        if (first === undefined) seen.set(host, place)
        else
          report({
            path,
            related: [`/routes/${index}/hosts/${first}`],
            message: `Route ${route.name} lists ${host} twice.`,
            patch: [{ op: 'remove', path }],
          })
      }
    }
  },
})
