import { createHash } from 'node:crypto'
import { createServer, type SecureVersion, type Server, type TLSSocket } from 'node:tls'
import type { TlsListener } from '../domain-model/listener'
import { clientAuthClass, type HttpRoute } from '../domain-model/route'
import type { TlsProfile } from '../domain-model/tls-policy'
import type { Materials } from './materials'

/**
 * TLS ends at a door: a TLS server that never listens and is handed connections. There is one per certificate, client-certificate
 * class, profile and ALPN list. Each has keys for session tickets of its own, so that a session can be resumed only where it was
 * made: no route borrows the authentication of another (the flaw of CVE-2025-23419).
 */
export interface TlsDoor {
  server: Server
  /** The last generation of the plan that used it. */
  generation: number
}

export type SecureHandler = (socket: TLSSocket) => void
export type FailHandler = (error: Error, socket: TLSSocket) => void

/** Six ECDHE AEAD suites for TLS 1.2, as Mozilla's guidelines 6.0 say; TLS 1.3 names its own. */
const intermediateCiphers = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
].join(':')

const profiles: Record<TlsProfile, { minVersion: SecureVersion; ciphers: string }> = {
  modern: { minVersion: 'TLSv1.3', ciphers: intermediateCiphers },
  intermediate: { minVersion: 'TLSv1.2', ciphers: intermediateCiphers },
  // OpenSSL 3 signs with SHA-1, which TLS 1.0 and 1.1 need, only at security level 0.
  legacy: { minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' },
}

export class TlsDoors {
  #doors = new Map<string, TlsDoor>()

  constructor(
    readonly onSecure: SecureHandler,
    readonly onFail: FailHandler,
    readonly handshakeSeconds: number,
  ) {}

  /** The door for a route, made when it is first needed. Throws with a reason when its certificate cannot be used. */
  doorFor(route: HttpRoute, listener: TlsListener, materials: Materials, generation: number): TlsDoor {
    const pem = materials.certificates[route.certificate]
    if (!pem) throw new Error(`the certificate ${route.certificate} is not at hand`)
    const { clientAuth } = route
    const trust = clientAuth ? materials.trust[clientAuth.trust] : null
    if (clientAuth && !trust) throw new Error(`the trust bundle ${clientAuth.trust} is not at hand`)
    const key = hash(
      JSON.stringify([listener.name, listener.tlsProfile, listener.alpn, clientAuthClass(route), pem, trust]),
    )
    const known = this.#doors.get(key)
    if (known) {
      known.generation = Math.max(known.generation, generation)
      return known
    }
    const server = createServer({
      cert: pem,
      key: pem,
      ...profiles[listener.tlsProfile],
      maxVersion: 'TLSv1.3',
      ALPNProtocols: [...listener.alpn],
      requestCert: clientAuth !== undefined,
      // OpenSSL then refuses a missing certificate with an alert that says so.
      rejectUnauthorized: clientAuth?.mode === 'required',
      ...(trust ? { ca: trust } : {}),
      sessionIdContext: key.slice(0, 32),
      handshakeTimeout: this.handshakeSeconds * 1000,
    })
    server.on('secureConnection', this.onSecure)
    server.on('tlsClientError', this.onFail)
    const door = { server, generation }
    this.#doors.set(key, door)
    return door
  }

  /** Forgets doors that were not used since a generation; connections that came through them stay. */
  forgetBefore(generation: number): void {
    for (const [key, door] of this.#doors) if (door.generation < generation) this.#doors.delete(key)
  }
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex')
