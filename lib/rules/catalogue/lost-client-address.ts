import { defineRule } from '../define-rule'
import { nameList } from '../shared/name-list'

export const lostClientAddress = defineRule({
  id: 'lost-client-address',
  severity: 'hint',
  summary: 'A passthrough backend sees the address of the edge instead of the client.',
  why: 'The edge opens a connection of its own and cannot add a header to bytes it cannot read. Logs, limits and address lists of the backend then know one client: the edge. Only the PROXY protocol carries the address, and only if both ends speak it: a backend that does not expect the header answers "wrong version number", one that expects it and gets none closes.',
  fix: 'Set sendProxyProtocol: v2 here and switch the PROXY protocol on at the backend, in one step; then say acceptsProxyProtocol: true. If the backend does not need the address, say acceptsProxyProtocol: false.',
  references: [
    'https://www.haproxy.org/download/1.8/doc/proxy-protocol.txt',
    'https://nginx.org/en/docs/stream/ngx_stream_proxy_module.html',
  ],
  bad: [
    {
      title: 'No word on the client address',
      yaml: 'upstreams:\n  - { name: vault, sendProxyProtocol: null, acceptsProxyProtocol: null }\n',
    },
  ],
  good: [
    {
      title: 'Both ends speak it',
      yaml: 'upstreams:\n  - { name: vault, sendProxyProtocol: v2, acceptsProxyProtocol: true }\n',
    },
    {
      title: 'Known and accepted',
      yaml: 'upstreams:\n  - { name: vault, sendProxyProtocol: none, acceptsProxyProtocol: false }\n',
    },
  ],
  check(plan, facts, report) {
    for (const [index, upstream] of plan.upstreams.entries()) {
      if (upstream.sendProxyProtocol !== 'none' || upstream.acceptsProxyProtocol !== undefined) continue
      const uses = (facts.upstreamUses.get(upstream.name) ?? []).filter(({ route }) => route.mode === 'passthrough')
      if (uses.length === 0) continue
      report({
        path: `/upstreams/${index}`,
        related: uses.slice(0, 8).map(({ path }) => path),
        message: `Upstream ${upstream.name} sees the edge's address instead of the client's: ${nameList(uses.map(({ route }) => route.name))} ${uses.length > 1 ? 'pass' : 'passes'} through to it without a PROXY header.`,
      })
    }
  },
})
