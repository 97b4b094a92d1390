import { terminatesTls } from '../../domain-model/route'
import { defineRule } from '../define-rule'

export const unlistedCertificateNames = defineRule({
  id: 'unlisted-certificate-names',
  severity: 'hint',
  summary: 'The plan does not say which names a certificate in use holds.',
  why: 'Without its names nobody can tell before the first handshake whether the certificate covers the hosts of the route, and whether it also covers a name that is passed through.',
  fix: 'List the names of the certificate (its subjectAltName) in hosts.',
  references: ['RFC 9525 section 6.3', 'https://docs.openssl.org/3.0/man1/openssl-x509/'],
  bad: [{ title: 'A certificate of unknown names', yaml: 'certificates:\n  - { name: www, hosts: null }\n' }],
  good: [
    {
      title: 'A client certificate towards an upstream needs no names',
      yaml: `certificates:
  - { name: edge-client, secret: edge-client-tls, file: /etc/ssl/edge/edge-client.pem }
trust:
  - { name: internal, secret: internal-ca, file: /etc/ssl/edge/internal.pem }
routes:
  - { name: www, mode: reencrypt, upstreamTls: { trust: internal, serverName: app.example.com, clientCertificate: edge-client } }
`,
    },
  ],
  check(plan, facts, report) {
    const shown = new Map<string, string>()
    for (const route of plan.routes)
      if (terminatesTls(route) && !shown.has(route.certificate)) shown.set(route.certificate, route.name)
    for (const [name, route] of shown) {
      const certificate = facts.certificates.get(name)
      if (!certificate || certificate.value.hosts.length > 0) continue
      report({
        path: certificate.path,
        message: `Certificate ${name}, which route ${route} presents, lists no names, so nobody can tell whether it covers the route's hosts.`,
      })
    }
  },
})
