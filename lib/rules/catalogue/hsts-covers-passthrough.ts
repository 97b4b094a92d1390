import { terminatesTls } from '../../domain-model/route'
import { defineRule } from '../define-rule'
import { nameList } from '../shared/name-list'

export const hstsCoversPassthrough = defineRule({
  id: 'hsts-covers-passthrough',
  severity: 'warning',
  summary: 'HSTS with includeSubDomains reaches names whose TLS or plain HTTP other routes answer for.',
  why: 'The header binds every name below the host. A passthrough backend with a private or expired certificate then locks its users out: with HSTS browsers offer no way past the warning. Names that answer plain HTTP become unreachable there. The browsers remember it for the whole max-age, whatever you change later.',
  fix: 'Leave includeSubDomains out, or make sure that every name below has a publicly trusted certificate and needs no plain HTTP.',
  references: ['RFC 6797 section 6.1.2', 'RFC 6797 section 8.4', 'RFC 6797 section 12.1'],
  bad: [
    {
      title: 'The apex binds the passthrough name',
      yaml: 'certificates:\n  - { name: www, hosts: [example.com] }\nroutes:\n  - { name: www, hosts: [example.com], hsts: { maxAgeSeconds: 63072000, includeSubDomains: true } }\n',
    },
  ],
  good: [
    {
      title: 'Nothing below this name',
      yaml: 'routes:\n  - { name: www, hsts: { maxAgeSeconds: 63072000, includeSubDomains: true } }\n',
    },
  ],
  check(plan, _facts, report) {
    const bound = new Map<string, number>()
    for (const [index, route] of plan.routes.entries())
      if (terminatesTls(route) && route.hsts?.includeSubDomains && route.hsts.maxAgeSeconds > 0)
        for (const host of route.hosts)
          bound.set(host.replace(/^\*\./, ''), bound.get(host.replace(/^\*\./, '')) ?? index)
    if (bound.size === 0) return
    const reached = new Map<number, { host: string; path: string }[]>()
    for (const [index, route] of plan.routes.entries()) {
      if (terminatesTls(route) && route.plainHttp !== 'serve' && route.plainHttp !== 'forward') continue
      for (const [place, host] of route.hosts.entries()) {
        for (let dot = host.indexOf('.'); dot !== -1; dot = host.indexOf('.', dot + 1)) {
          const by = bound.get(host.slice(dot + 1))
          if (by === undefined || by === index) continue
          const found = { host, path: `/routes/${index}/hosts/${place}` }
          const list = reached.get(by)
          if (list) list.push(found)
          else reached.set(by, [found])
          break
        }
      }
    }
    for (const [index, names] of reached)
      report({
        path: `/routes/${index}/hsts/includeSubDomains`,
        related: names.slice(0, 8).map(({ path }) => path),
        message: `HSTS of route ${plan.routes[index]?.name} binds ${nameList(names.map(({ host }) => host))} as well, where ${names.length > 1 ? 'others answer' : 'another route answers'}: browsers will refuse plain HTTP and any certificate they do not trust there.`,
      })
  },
})
