import { connect as connectTcp, type Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { connect as connectTls, type PeerCertificate, type TLSSocket } from 'node:tls'
import type { CertificateOwner, Leaf } from './certificates'
import { cutHello, type HelloShape, paddingProtocols } from './cut-hello'

/** A connection that ended without an answer: by a TLS alert with a name, or by a plain close. */
export class Refusal extends Error {
  constructor(
    readonly alert: string | null,
    readonly detail: string,
    readonly certificate: SeenCertificate | null = null,
  ) {
    super(alert ?? detail)
  }
}

/** The certificate that the other side showed, by what `certificates.ts` wrote into its subject. */
export interface SeenCertificate {
  owner: CertificateOwner
  name: string
}

export interface TcpSide {
  address: string
  port: number
  /** The local address to connect from. */
  from: string
  /** Sent before anything else. */
  proxyHeader: Buffer | null
}

export interface TlsSide {
  serverName: string | null
  version?: 'TLSv1.2' | 'TLSv1.3'
  protocols: readonly string[]
  certificate: Leaf | null
  shape: HelloShape
  /** Makes the hello longer than one segment. */
  large: boolean
  session?: Buffer | undefined
}

/** What a client waits for anything. Generous: a busy machine is no disagreement. */
export const patience = 10_000

export function openTcp({ address, port, from, proxyHeader }: TcpSide): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host: address, port, localAddress: from, noDelay: true })
    socket.setTimeout(patience, () => socket.destroy(new Error('timeout')))
    socket.once('error', (error) => reject(refusalOf(error, null)))
    socket.once('connect', () => {
      socket.removeAllListeners('error')
      socket.on('error', () => undefined)
      if (proxyHeader) socket.write(proxyHeader)
      resolve(socket)
    })
  })
}

export interface TlsConnection {
  socket: TLSSocket
  certificate: SeenCertificate | null
  resumed: boolean
  /** The last session ticket or id that the server gave. */
  session(): Buffer | undefined
}

export function openTls(tcp: Socket, side: TlsSide): Promise<TlsConnection> {
  return new Promise((resolve, reject) => {
    const socket = withoutDeprecation(() =>
      connectTls({
        socket: side.shape === 'whole' ? tcp : (new CutFlight(tcp, side.shape, side.serverName) as unknown as Socket),
        rejectUnauthorized: false,
        ...(side.serverName === null ? {} : { servername: side.serverName }),
        ...(side.version ? { minVersion: side.version, maxVersion: side.version } : {}),
        ALPNProtocols: [...side.protocols, ...(side.large ? paddingProtocols : [])],
        ...(side.certificate ? { cert: side.certificate.certificate, key: side.certificate.key } : {}),
        ...(side.session ? { session: side.session } : {}),
      }),
    )
    let session: Buffer | undefined
    socket.on('session', (given) => {
      session = given
    })
    const fail = (error: Error) => {
      tcp.destroy()
      reject(refusalOf(error, null))
    }
    socket.once('error', fail)
    socket.once('secureConnect', () => {
      socket.off('error', fail)
      socket.on('error', () => undefined)
      resolve({
        socket,
        certificate: certificateOf(socket.getPeerCertificate()),
        resumed: socket.isSessionReused(),
        session: () => session,
      })
    })
  })
}

/** Node warns of IP addresses as server names (DEP0123), which are what some probes are about. */
function withoutDeprecation<T>(connect: () => T): T {
  const before = process.noDeprecation
  process.noDeprecation = true
  try {
    return connect()
  } finally {
    process.noDeprecation = before ?? false
  }
}

function certificateOf(peer: PeerCertificate | undefined): SeenCertificate | null {
  const subject = peer?.subject as { O?: string; CN?: string } | undefined
  return subject?.O && subject.CN ? { owner: subject.O as CertificateOwner, name: subject.CN } : null
}

/** Reads the alert out of Node's error, `ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED` and its kin. */
export function refusalOf(error: Error, certificate: SeenCertificate | null): Refusal {
  if (error instanceof Refusal) return new Refusal(error.alert, error.detail, certificate ?? error.certificate)
  const code = (error as NodeJS.ErrnoException).code ?? ''
  const alert = code.match(/^ERR_SSL_(?:TLSV\d*|SSLV3)_(?:ALERT_)?(.+)$/)?.[1]?.toLowerCase() ?? null
  return new Refusal(alert, error.message.split('\n')[0] ?? '', certificate)
}

/** Milliseconds; well below the least time that a listener gives a hello in these tests. */
const cuttingMax = 1500

/** A socket whose first write goes out in pieces. */
class CutFlight extends Duplex {
  #first = true

  constructor(
    readonly below: Socket,
    readonly shape: HelloShape,
    readonly serverName: string | null,
  ) {
    super()
    below.on('data', (chunk) => this.push(chunk) || below.pause())
    below.on('end', () => this.push(null))
    below.on('error', (error) => this.destroy(error))
    below.on('close', () => this.destroy())
  }

  override _read() {
    this.below.resume()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void) {
    if (!this.#first) {
      this.below.write(chunk, done)
      return
    }
    this.#first = false
    void this.#writeCut(cutHello(chunk, this.shape, this.serverName)).then(() => done(), done)
  }

  async #writeCut(pieces: Buffer[]) {
    const started = Date.now()
    for (const [index, piece] of pieces.entries()) {
      if (this.below.destroyed) throw new Error('closed while the hello was written')
      // On a busy machine the pauses grow until the edge gives up, rightly; then the rest goes out in one piece.
      if (Date.now() - started > cuttingMax) {
        this.below.write(Buffer.concat(pieces.slice(index)))
        return
      }
      this.below.write(piece)
      // A pause after every few pieces lets the edge read what is there; most single bytes then arrive alone.
      await new Promise<void>((resolve) => (index % 8 === 7 ? setTimeout(resolve, 1) : setImmediate(resolve)))
    }
  }

  override _final(done: (error?: Error | null) => void) {
    this.below.end(() => done())
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void) {
    this.below.destroy()
    done(error)
  }
}
