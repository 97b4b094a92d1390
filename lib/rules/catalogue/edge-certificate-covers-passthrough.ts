import { defineRule } from '../define-rule'
import { nameList } from '../shared/name-list'
import { certificateReaches } from '../shared/reused-connections'

export const edgeCertificateCoversPassthrough = defineRule({
  id: 'edge-certificate-covers-passthrough',
  severity: 'warning',
  summary: 'A certificate that the edge shows also covers a name that is passed through.',
  why: 'A browser reuses an HTTP/2 connection for every name in its certificate that resolves to the same address. So requests for the passthrough name arrive decrypted at the edge, on a connection for another name. The edge answers 421 and the browser should try again on a new connection; some clients show the 421 instead. An engine without that check answers from the wrong site.',
  fix: 'Use a certificate without the passthrough name (exact names instead of a wildcard), give the passthrough names an address of their own, or take h2 out of the listener.',
  references: [
    'RFC 9113 section 9.1.1',
    'RFC 9110 section 15.5.20',
    'https://github.com/haproxytech/kubernetes-ingress/issues/444',
    'https://github.com/projectcontour/contour/issues/5240',
  ],
  bad: [
    {
      title: 'A wildcard certificate beside a passthrough name',
      yaml: 'certificates:\n  - { name: www, hosts: [www.example.com, "*.example.com"] }\n',
    },
    {
      title: 'The passthrough name itself',
      yaml: 'certificates:\n  - { name: www, hosts: [www.example.com, vault.example.com] }\n',
    },
  ],
  good: [
    {
      title: 'The certificate names what the edge decrypts',
      yaml: 'certificates:\n  - { name: www, hosts: [www.example.com] }\n',
    },
    {
      title: 'Only HTTP/1.1, where connections are not shared between names',
      yaml: 'listeners:\n  - { name: https, alpn: [http/1.1] }\ncertificates:\n  - { name: www, hosts: [www.example.com, "*.example.com"] }\n',
    },
  ],
  check(plan, facts, report) {
    for (const { certificate, name, path, shownBy, holders } of certificateReaches(plan, facts)) {
      const passed = holders.get('passthrough')
      if (!passed) continue
      report({
        path,
        related: passed.paths,
        message: `Certificate ${certificate}, shown by route ${shownBy.name}, ${name.startsWith('*') ? `covers by ${name}` : 'names'} ${nameList(passed.hosts, passed.count)}, which ${passed.count > 1 ? 'are' : 'is'} passed through: a browser may send requests for ${passed.count > 1 ? 'them' : 'it'} on a connection of ${shownBy.name}, where the edge answers 421.`,
      })
    }
  },
})
