import { defineRule } from '../define-rule'

export const proxyHeaderFromAnybody = defineRule({
  id: 'proxy-header-from-anybody',
  severity: 'warning',
  summary: 'A listener believes the PROXY header of anybody.',
  why: "The header says who the client is. A client that can reach the listener itself writes any address into it, and so walks through allow lists, past rate limits and into the logs under a false name. HAProxy's accept-proxy trusts every peer.",
  fix: 'List the addresses of the load balancer in acceptProxyProtocol.from.',
  references: [
    'https://www.haproxy.org/download/1.8/doc/proxy-protocol.txt',
    'https://nginx.org/en/docs/http/ngx_http_realip_module.html',
  ],
  bad: [
    {
      title: 'No addresses',
      yaml: 'listeners:\n  - { name: https, acceptProxyProtocol: {}, unmatched: { route: www } }\n',
    },
    {
      title: 'All addresses',
      yaml: 'listeners:\n  - { name: https, acceptProxyProtocol: { from: [0.0.0.0/0] }, unmatched: { route: www } }\n',
    },
  ],
  good: [
    {
      title: 'The load balancer',
      yaml: 'listeners:\n  - { name: https, acceptProxyProtocol: { from: [10.0.0.0/24] }, unmatched: { route: www } }\n',
    },
    {
      title: 'Only this machine can reach it',
      yaml: 'listeners:\n  - { name: https, address: 127.0.0.1, acceptProxyProtocol: {}, unmatched: { route: www } }\n',
    },
  ],
  check(plan, _facts, report) {
    for (const [index, { name, address, acceptProxyProtocol }] of plan.listeners.entries()) {
      if (!acceptProxyProtocol || address === '::1' || address?.startsWith('127.')) continue
      const { from } = acceptProxyProtocol
      if (from.length > 0 && !from.some((range) => range.endsWith('/0'))) continue
      report({
        path: `/listeners/${index}/acceptProxyProtocol`,
        message: `Listener ${name} believes a PROXY header from anybody, so any client can forge its address.`,
      })
    }
  },
})
