import { listOf, type NamedKind } from '../../domain-model/references'
import { defineRule } from '../define-rule'

export const duplicateName = defineRule({
  id: 'duplicate-name',
  severity: 'error',
  summary: 'Two things of one kind have the same name.',
  why: 'References go by name, and the first one gets them all. Engines differ: HAProxy 3.3 refuses two sections of one name, NGINX refuses two upstreams, Kubernetes overwrites one object with the other.',
  fix: 'Give each its own name.',
  references: ['https://docs.haproxy.org/2.8/configuration.html'],
  bad: [
    {
      title: 'Two upstreams of one name',
      yaml: `upstreams:
  - { name: app }
  - { name: app, servers: [{ host: 10.0.9.10, port: 8080 }], service: { name: app-2, port: 80 } }
`,
    },
  ],
  good: [{ title: 'A route may be named like its upstream', yaml: 'upstreams:\n  - { name: vault }\n' }],
  check(plan, _facts, report) {
    for (const kind of Object.keys(listOf) as NamedKind[]) {
      const items: readonly { name: string }[] = plan[listOf[kind]]
      const first = new Map<string, number>()
      const taken = new Set(items.map(({ name }) => name))
      for (const [index, { name }] of items.entries()) {
        const earlier = first.get(name)
        if (earlier === undefined) {
          first.set(name, index)
          continue
        }
        const path = `/${listOf[kind]}/${index}/name`
        const free = freeName(name, index, taken)
        taken.add(free)
        report({
          path,
          related: [`/${listOf[kind]}/${earlier}/name`],
          message: `A second ${kind === 'trust' ? 'trust bundle' : kind} is named ${name}; what names ${name} means the first one.`,
          fix: `Give each its own name. The proposed change names this one ${free}; nothing refers to it under that name yet.`,
          patch: [{ op: 'replace', path, value: free }],
        })
      }
    }
  },
})

/** The place in the list makes it unique; the search only steps past names that look alike already. */
function freeName(name: string, index: number, taken: ReadonlySet<string>): string {
  for (let number = index + 1; ; number++) {
    const candidate = `${name.slice(0, 56)}-${number}`
    if (!taken.has(candidate)) return candidate
  }
}
