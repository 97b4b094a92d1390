import type { JsonPointer } from '../../domain-model/json-pointer'
import type { TlsListener } from '../../domain-model/listener'
import type { TlsProfile } from '../../domain-model/tls-policy'

/** Mozilla Server Side TLS guidelines 6.0, intermediate: ephemeral key exchange and authenticated ciphers only. */
const intermediateCiphers = [
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
]
/** What TLS 1.0 and 1.1 need on top. OpenSSL 3 refuses SHA-1 signatures, which they use, above security level 0. */
const legacyCiphers = [
  ...intermediateCiphers,
  'ECDHE-ECDSA-AES128-SHA',
  'ECDHE-RSA-AES128-SHA',
  'ECDHE-RSA-AES256-SHA',
  'AES128-SHA',
  'AES256-SHA',
  '@SECLEVEL=0',
]

/**
 * The guidelines also name X25519MLKEM768. An HAProxy on OpenSSL before 3.5 does not start with a group that it does not know, and the
 * plan does not say which library there is, so it is left out.
 */
const curves = 'X25519:prime256v1:secp384r1'

const byProfile: Record<TlsProfile, string[]> = {
  modern: ['ssl-min-ver', 'TLSv1.3', 'curves', curves],
  intermediate: ['ssl-min-ver', 'TLSv1.2', 'ciphers', intermediateCiphers.join(':'), 'curves', curves],
  legacy: ['ssl-min-ver', 'TLSv1.0', 'ciphers', legacyCiphers.join(':'), 'curves', curves],
}

/** The words of a `bind` line that say which TLS the listener speaks. ALPN is always said: its default changed in 2.8. */
export function tlsBindWords(listener: TlsListener): string[] {
  return ['alpn', listener.alpn.join(','), ...(byProfile[listener.tlsProfile] ?? byProfile.intermediate)]
}

export function tlsPointers(at: JsonPointer): JsonPointer[] {
  return [`${at}/tlsProfile`, `${at}/alpn`]
}
