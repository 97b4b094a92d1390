import { createHash } from 'node:crypto'
import type { ClientHello } from './client-hello'

/**
 * The JA4 fingerprint of a ClientHello over TCP: what the client offers, in an order-proof form.
 * Source: FoxIO, JA4 technical details (`ja4/technical_details/JA4.md`).
 *
 * @returns three parts joined by `_`, such as `t13d1516h2_8daaf6152771_e5627efa2ab1`
 */
export function ja4(hello: ClientHello): string {
  const version = hello.versions.reduce((best, candidate) => Math.max(best, candidate), 0)
  const extensions = hello.extensions
  const counts = [hello.ciphers.length, extensions.length]
    .map((count) => String(Math.min(count, 99)).padStart(2, '0'))
    .join('')
  const first = `t${versionName(version)}${extensions.includes(0) ? 'd' : 'i'}${counts}${alpnMark(hello.alpn[0])}`
  const sorted = extensions
    .filter((type) => type !== 0 && type !== 16)
    .map(hex4)
    .sort()
  const signatures = hello.signatureAlgorithms.map(hex4)
  return [
    first,
    shortHash(hello.ciphers.map(hex4).sort().join(',')),
    shortHash(sorted.join(',') + (signatures.length > 0 ? `_${signatures.join(',')}` : '')),
  ].join('_')
}

function versionName(version: number): string {
  const names: Record<number, string> = { 772: '13', 771: '12', 770: '11', 769: '10', 768: 's3', 2: 's2' }
  return names[version] ?? '00'
}

/** First and last character of the first ALPN name; of its hex form where one of them is no letter or digit. */
function alpnMark(name: string | undefined): string {
  if (!name) return '00'
  const ends = `${name[0]}${name.at(-1)}`
  if (/^[A-Za-z0-9]{2}$/.test(ends)) return ends
  const hex = [...name].map((character) => character.charCodeAt(0).toString(16).padStart(2, '0')).join('')
  return `${hex[0]}${hex.at(-1)}`
}

const hex4 = (value: number) => value.toString(16).padStart(4, '0')

const shortHash = (text: string) =>
  text === '' ? '000000000000' : createHash('sha256').update(text).digest('hex').slice(0, 12)
