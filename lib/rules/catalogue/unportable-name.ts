import { listOf, type NamedKind } from '../../domain-model/references'
import { defineRule } from '../define-rule'

export const unportableName = defineRule({
  id: 'unportable-name',
  severity: 'hint',
  summary: 'A name that HAProxy and NGINX take, and Kubernetes does not.',
  why: 'Kubernetes objects and Gateway listeners are named in lower case, with digits and dashes; services take no dots either. A target for Kubernetes must change the name, and what is written in dashboards and runbooks no longer matches the cluster.',
  fix: 'Use lower-case letters, digits and dashes.',
  references: ['RFC 1123 section 2.1', 'https://kubernetes.io/docs/concepts/overview/working-with-objects/names/'],
  bad: [
    { title: 'Upper case', yaml: 'name: Finance\n' },
    {
      title: 'A dot and an underscore',
      yaml: 'upstreams:\n  - { name: acme_v2.0, servers: [{ host: 10.0.3.10, port: 8402 }], service: { name: acme, port: 80 } }\nlisteners:\n  - { name: http, acmeUpstream: acme_v2.0 }\n',
    },
  ],
  good: [{ title: 'Lower case, digits, dashes', yaml: 'name: finance-2\n' }],
  check(plan, facts, report) {
    if (!portable.test(plan.name))
      report({
        path: '/name',
        message: `The plan's name ${plan.name} cannot name Kubernetes objects.`,
        patch: [{ op: 'replace', path: '/name', value: portableForm(plan.name) }],
      })
    for (const kind of Object.keys(listOf) as NamedKind[]) {
      const items: readonly { name: string }[] = plan[listOf[kind]]
      if (items.every(({ name }) => portable.test(name))) continue
      const names = new Map<string, number>()
      for (const { name } of items) names.set(portableForm(name), (names.get(portableForm(name)) ?? 0) + 1)
      for (const [index, { name }] of items.entries()) {
        if (portable.test(name)) continue
        const path = `/${listOf[kind]}/${index}/name`
        const value = portableForm(name)
        const places = [path, ...facts.referencesTo(kind, name).map((reference) => reference.path)]
        report({
          path,
          message: `The ${kind === 'trust' ? 'trust bundle' : kind} name ${name} cannot name Kubernetes objects.`,
          // Two names that become one would mix up what refers to them.
          ...(names.get(value) === 1
            ? {
                fix: `Use lower-case letters, digits and dashes. The proposed change writes ${value} here and wherever the plan names it.`,
                patch: places.map((place) => ({ op: 'replace' as const, path: place, value })),
              }
            : {}),
        })
      }
    }
  },
})

const portable = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/
const portableForm = (name: string) => name.toLowerCase().replace(/[._]/g, '-')
