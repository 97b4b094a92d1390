import type { X509Certificate } from 'node:crypto'

/** The subject of a certificate as one line of ASCII, most specific first (RFC 4514), safe to stand in a header. */
export function subjectOf(certificate: X509Certificate): string {
  return certificate.subject
    .split('\n')
    .map((part) => {
      const equals = part.indexOf('=')
      return `${part.slice(0, equals)}=${escaped(part.slice(equals + 1))}`
    })
    .reverse()
    .join(',')
}

/** Node escapes already what would end an attribute; what is no printable ASCII is written as its UTF-8 bytes in hex. */
function escaped(value: string): string {
  return value.replace(/[^\x20-\x7e]/gu, (sign) =>
    [...Buffer.from(sign)].map((byte) => `\\${byte.toString(16).padStart(2, '0').toUpperCase()}`).join(''),
  )
}
