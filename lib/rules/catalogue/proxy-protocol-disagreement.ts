import { defineRule } from '../define-rule'

export const proxyProtocolDisagreement = defineRule({
  id: 'proxy-protocol-disagreement',
  severity: 'error',
  summary: 'One server gets a PROXY header by one upstream and none by another.',
  why: 'A port expects the header on every connection or on none: the specification forbids to guess, because a guess would let clients forge addresses. So of the routes that use the two upstreams, one set works and the other is closed.',
  fix: 'Send the header in both upstreams or in none, or give the server a second port for it.',
  references: ['https://www.haproxy.org/download/1.8/doc/proxy-protocol.txt'],
  bad: [
    {
      title: 'With the header by one name, without it by another',
      yaml: `upstreams:
  - { name: vault-direct, servers: [{ host: 10.0.2.10, port: 8443 }], service: { name: vault, port: 443 }, acceptsProxyProtocol: false }
routes:
  - { name: vault, hosts: [vault.example.com] }
  - { name: direct, listener: https, hosts: [direct.example.com], mode: passthrough, upstream: vault-direct, plainHttp: closed }
`,
    },
  ],
  good: [
    {
      title: 'A port for each',
      yaml: `upstreams:
  - { name: vault-direct, servers: [{ host: 10.0.2.10, port: 9443 }], service: { name: vault, port: 9443 }, acceptsProxyProtocol: false }
routes:
  - { name: direct, listener: https, hosts: [direct.example.com], mode: passthrough, upstream: vault-direct, plainHttp: closed }
`,
    },
  ],
  check(plan, facts, report) {
    const first = new Map<string, { sends: boolean; upstream: string; path: string }>()
    for (const [index, upstream] of plan.upstreams.entries()) {
      if (!facts.upstreamUses.has(upstream.name)) continue
      const sends = upstream.sendProxyProtocol !== 'none'
      for (const [place, { host, port }] of upstream.servers.entries()) {
        const key = `${host.toLowerCase()} ${port}`
        const path = `/upstreams/${index}/servers/${place}`
        const known = first.get(key)
        if (!known) first.set(key, { sends, upstream: upstream.name, path })
        else if (known.sends !== sends)
          report({
            path,
            related: [known.path],
            message: `${host} port ${port} gets a PROXY header by upstream ${sends ? upstream.name : known.upstream} and none by ${sends ? known.upstream : upstream.name}: one of them cannot work.`,
          })
      }
    }
  },
})
