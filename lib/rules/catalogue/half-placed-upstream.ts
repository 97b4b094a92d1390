import { defineRule } from '../define-rule'

export const halfPlacedUpstream = defineRule({
  id: 'half-placed-upstream',
  severity: 'hint',
  summary: 'The plan is for proxies and Kubernetes, but an upstream is there for one of them only.',
  why: 'Proxies dial servers, Kubernetes targets name a service. For the target that this upstream says nothing about, its routes have nowhere to go.',
  fix: 'Say servers and service, or leave one of them out everywhere.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/service/'],
  bad: [{ title: 'A service is missing', yaml: 'upstreams:\n  - { name: app, service: null }\n' }],
  good: [{ title: 'Both', yaml: 'upstreams:\n  - { name: app, service: { name: app, port: 80 } }\n' }],
  check(plan, facts, report) {
    const used = plan.upstreams.flatMap((value, index) =>
      facts.referencesTo('upstream', value.name).length > 0 ? [{ value, index }] : [],
    )
    if (!used.some(({ value }) => value.service) || !used.some(({ value }) => value.servers.length > 0)) return
    for (const { value, index } of used) {
      if (value.service && value.servers.length > 0) continue
      report({
        path: `/upstreams/${index}`,
        message: `Upstream ${value.name} has ${value.service ? 'no servers for proxies' : 'no service for Kubernetes'}, unlike others of the plan.`,
      })
    }
  },
})
