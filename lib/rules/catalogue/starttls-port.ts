import { defineRule } from '../define-rule'

/** Ports of protocols that begin in clear text and ask for TLS later, or where the server speaks first. */
const startsInClear = new Map([
  [21, 'FTP'],
  [25, 'SMTP'],
  [110, 'POP3'],
  [119, 'NNTP'],
  [143, 'IMAP'],
  [389, 'LDAP'],
  [587, 'SMTP submission'],
  [1433, 'SQL Server'],
  [3306, 'MySQL'],
  [5222, 'XMPP'],
  [5432, 'PostgreSQL'],
])

export const starttlsPort = defineRule({
  id: 'starttls-port',
  severity: 'error',
  summary: 'A tls listener stands on the port of a protocol that does not begin with a ClientHello.',
  why: 'SMTP, IMAP and MySQL clients wait for the server to greet; PostgreSQL before 17 asks in clear text whether TLS is welcome. The edge waits for a ClientHello that never comes, so no name is seen, nothing is routed, and the connection ends at the time limit.',
  fix: 'Use the port where TLS comes first (465, 993, 995, 636), or forward this port without SNI routing, outside this plan.',
  references: ['RFC 3207', 'RFC 8314 section 3', 'https://www.postgresql.org/docs/current/protocol-flow.html'],
  bad: [{ title: 'SMTP submission', yaml: 'listeners:\n  - { name: https, port: 587 }\n' }],
  good: [{ title: 'SMTP with TLS from the first byte', yaml: 'listeners:\n  - { name: https, port: 465 }\n' }],
  check(plan, _facts, report) {
    for (const [index, { name, port, protocol }] of plan.listeners.entries()) {
      const clear = startsInClear.get(port)
      if (protocol !== 'tls' || clear === undefined) continue
      report({
        path: `/listeners/${index}/port`,
        message: `Listener ${name} waits for a ClientHello on port ${port}, where ${clear} clients do not begin with one: their connections hang until the time limit.`,
      })
    }
  },
})
