import type { HelloAnswer } from '../diagnostics/hello-report'
import { groupName, type HelloInspection } from './hello-input'

const verdicts = {
  ok: 'A ClientHello.',
  incomplete: 'An incomplete ClientHello.',
  'not-tls': 'Not TLS.',
  malformed: 'A malformed ClientHello.',
} as const

const listed = (items: readonly string[] | undefined | null) => (items && items.length > 0 ? items.join(', ') : 'none')

/** An inspection for people, on a terminal and on a page alike. */
export function helloAnswer({ report, hello, readAs, bytesAfter }: HelloInspection): HelloAnswer {
  const records = `${report.records} record${report.records === 1 ? '' : 's'}`
  const facts: HelloAnswer['facts'] = hello
    ? [
        ['server name', report.sni ?? 'none'],
        ['ALPN', listed(report.alpn)],
        ['versions', listed(report.versions)],
        ['JA4', report.ja4 ?? ''],
        ['groups', listed(hello.groups.map(groupName))],
        ['key shares', listed(hello.keyShares.map(groupName))],
        ['ciphers', String(hello.ciphers.length)],
        ['extensions', String(hello.extensions.length)],
        ['ECH', hello.ech ? 'an extension is there; a real one and GREASE look alike on the wire' : 'no'],
        ['resumption', hello.offersResumption ? 'offered' : 'not offered'],
        [
          'size',
          `${report.bytes} bytes on the wire in ${records}, ${hello.handshakeBytes} without the record header${report.records === 1 ? '' : 's'}`,
        ],
      ]
    : [['size', `${report.bytes} bytes, ${records}`]]
  return {
    report,
    verdict: verdicts[report.outcome],
    facts: [
      ['read as', readAs],
      ...facts,
      ...(bytesAfter > 0 ? [['behind it', `${bytesAfter} bytes more`] as [string, string]] : []),
    ],
  }
}
