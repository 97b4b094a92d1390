import { X509Certificate } from 'node:crypto'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { ShownCertificate } from '../domain-model/decision'
import type { HttpRoute } from '../domain-model/route'
import { arrivalAt } from './arrival'
import { subjectOf } from './subject-name'

/** Node keeps the socket below a TLSSocket as `_parent`; there is no public way to it. */
const below = (socket: TLSSocket) => (socket as unknown as { _parent?: Socket })._parent

/** A handshake is done: judge the certificate and hand the connection to HTTP. */
export function tlsSecured(socket: TLSSocket): void {
  const arrival = arrivalAt(below(socket))
  const route = arrival?.route
  if (!arrival || !route) return void socket.destroy()
  socket.on('error', () => undefined)
  const { shown, subject } = shownBy(socket, route)
  if (route.clientAuth && (shown === 'untrusted' || (shown === 'none' && route.clientAuth.mode === 'required'))) {
    arrival.report(
      {
        outcome: 'reject',
        reason: `${arrival.decision?.reason}; the route asks for a client certificate of ${route.clientAuth.trust}, and the client showed ${shown === 'none' ? 'none' : 'another'}`,
      },
      'refused',
      socket.authorizationError?.toString() ?? null,
    )
    socket.destroy()
    return
  }
  arrival.parts.http.receive(socket, arrival.context(shown, subject), socket.alpnProtocol === 'h2' ? 'h2' : 'http/1.1')
}

/** A handshake failed, or the client left before it was done. */
export function tlsFailed(error: Error, socket: TLSSocket): void {
  const arrival = arrivalAt(below(socket))
  const code = (error as NodeJS.ErrnoException).code ?? error.message
  arrival?.report(
    { outcome: 'reject', reason: `${arrival.decision?.reason}; but the TLS handshake failed: ${code}` },
    'handshake-failed',
    code,
  )
  socket.destroy()
}

/**
 * What the session was authenticated with. Judged by the certificate that is there, never by `authorized` alone: a resumed TLS 1.3
 * session without a certificate counts as authorized for Node.
 */
function shownBy(socket: TLSSocket, route: HttpRoute): { shown: ShownCertificate; subject: string | null } {
  if (!route.clientAuth) return { shown: 'none', subject: null }
  const raw = socket.getPeerCertificate(false)?.raw
  if (!raw) return { shown: 'none', subject: null }
  if (!socket.authorized) return { shown: 'untrusted', subject: null }
  return { shown: { trust: route.clientAuth.trust }, subject: subjectOf(new X509Certificate(raw)) }
}
