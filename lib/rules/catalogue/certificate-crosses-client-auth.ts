import { defineRule } from '../define-rule'
import { nameList } from '../shared/name-list'
import { certificateReaches } from '../shared/reused-connections'

export const certificateCrossesClientAuth = defineRule({
  id: 'certificate-crosses-client-auth',
  severity: 'warning',
  summary: 'One certificate covers names that ask for different client certificates.',
  why: 'A browser reuses an HTTP/2 connection for every name in its certificate. A connection that was opened without a client certificate then carries requests for a name that requires one, or the other way round. An edge that looks at the Host alone lets them in; ours answers 421, which costs a connection, and which some clients show to the user.',
  fix: 'Give the names with other client certificates a certificate of their own that covers nothing else.',
  references: ['RFC 9113 section 9.1.1', 'RFC 9110 section 15.5.20', 'https://gateway-api.sigs.k8s.io/geps/gep-3567/'],
  bad: [
    {
      title: 'A wildcard over a name that requires client certificates',
      yaml: `certificates:
  - { name: www, hosts: [www.example.com, "*.example.com"] }
trust:
  - { name: partners, secret: partners-ca, file: /etc/ssl/edge/partners.pem }
routes:
  - { name: partners, listener: https, hosts: [partners.example.com], mode: terminate, certificate: www,
      paths: [{ path: /, upstream: app }], clientAuth: { mode: required, trust: partners }, plainHttp: redirect }
`,
    },
  ],
  good: [
    {
      title: 'A certificate per class of clients',
      yaml: `certificates:
  - { name: partners, hosts: [partners.example.com], secret: partners-tls, file: /etc/ssl/edge/partners-edge.pem }
trust:
  - { name: partners, secret: partners-ca, file: /etc/ssl/edge/partners.pem }
routes:
  - { name: partners, listener: https, hosts: [partners.example.com], mode: terminate, certificate: partners,
      paths: [{ path: /, upstream: app }], clientAuth: { mode: required, trust: partners }, plainHttp: redirect }
`,
    },
  ],
  check(plan, facts, report) {
    for (const { certificate, name, path, shownBy, classes, holders } of certificateReaches(plan, facts)) {
      for (const [holder, { count, hosts, paths }] of holders) {
        const other = [...classes].find((mine) => mine !== holder)
        if (holder === 'passthrough' || other === undefined) continue
        report({
          path,
          related: paths,
          message: `Certificate ${certificate}, shown by route ${shownBy.name}, ${name.startsWith('*') ? `covers by ${name}` : 'names'} ${nameList(hosts, count)}, which ${asks(holder)}; on connections under this certificate that ${asks(other)}, requests for ${count > 1 ? 'them are' : 'it are'} answered 421.`,
        })
        break
      }
    }
  },
})

function asks(holder: string): string {
  const [mode, trust] = holder.split(':')
  return trust === undefined
    ? 'ask for no client certificate'
    : `${mode === 'required' ? 'require' : 'ask for'} one of ${trust}`
}
