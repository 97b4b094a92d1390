import { type CompiledListener, hostCandidates } from '../../domain-model/compile-plan'
import { terminatesTls } from '../../domain-model/route'
import { defineRule } from '../define-rule'
import { nameList } from '../shared/name-list'

type Entry = NonNullable<CompiledListener['catchAll']>

export const overlapAcrossModes = defineRule({
  id: 'overlap-across-modes',
  severity: 'hint',
  summary: 'A wildcard and a narrower name below it are on different tracks: one decrypts, the other passes through.',
  why: 'The plan is clear: exact beats wildcard, the longer wildcard beats the shorter. But a slip in the narrower name sends its traffic down the other track in silence, and not every engine sorts by itself: HAProxy takes the first matching line of a suffix map, whatever its length.',
  fix: 'Nothing, if the exception is meant. Check that certificates and backends of both tracks expect it.',
  references: [
    'https://docs.haproxy.org/2.8/configuration.html',
    'https://nginx.org/en/docs/http/ngx_http_map_module.html',
  ],
  bad: [
    { title: 'An exact exception below a wildcard', yaml: 'routes:\n  - { name: vault, hosts: ["*.example.com"] }\n' },
    {
      title: 'A deeper wildcard below one of any depth',
      yaml: 'routes:\n  - { name: vault, hosts: ["*.example.com"], wildcardDepth: any }\n  - { name: www, hosts: ["*.shop.example.com"] }\n',
    },
  ],
  good: [
    {
      title: 'Wildcard and exception on one track',
      yaml: 'routes:\n  - { name: vault, hosts: ["*.vault.example.com", a.vault.example.com] }\n',
    },
  ],
  check(_plan, facts, report) {
    for (const tables of facts.tables.values()) {
      if (tables.listener.protocol !== 'tls') continue
      const below = new Map<Entry, Entry[]>()
      const judge = (entry: Entry, asked: string) => {
        const candidates = hostCandidates(tables, asked)
        const broader = candidates[candidates.indexOf(entry) + 1]
        // A catch-all is broader than everything; catch-all-passthrough judges it.
        if (!broader || broader.host === '*' || terminatesTls(broader.route) === terminatesTls(entry.route)) return
        const entries = below.get(broader)
        if (entries) entries.push(entry)
        else below.set(broader, [entry])
      }
      for (const [host, entry] of tables.exact) judge(entry, host)
      for (const [parent, entry] of tables.oneLabel) judge(entry, `*.${parent}`)
      for (const [parent, entry] of tables.anyDepth) judge(entry, `*.*.${parent}`)
      for (const [broader, entries] of below)
        report({
          path: pathOf(broader),
          related: entries.slice(0, 8).map(pathOf),
          message: `${broader.host} is ${track(broader)} by route ${broader.route.name}, except ${nameList(entries.map(({ host }) => host))}, which ${entries.length > 1 ? 'are' : 'is'} ${track(entries[0] ?? broader)}: the narrower name wins.`,
        })
    }
  },
})

const track = ({ route }: Entry) => (terminatesTls(route) ? 'decrypted at the edge' : 'passed through')
const pathOf = ({ route, index, host }: Entry) => `/routes/${index}/hosts/${route.hosts.indexOf(host)}`
