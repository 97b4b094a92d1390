// A small stage for edge tests: certificates by openssl, backends that say what they saw, and an edge. Only tests import this file.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net'
import { join } from 'node:path'
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls'
import { type Plan, type PlanInput, planSchema } from '../domain-model/plan'
import { type Edge, type EdgeOptions, startEdge } from './edge'
import type { Materials } from './materials'
import { makePrivateFolder } from './proof/private-folder'

export interface Pair {
  certificate: string
  /** Chain and key in one PEM. */
  pem: string
}

export interface Authority extends Pair {
  issue(name: string, hosts?: string[]): Pair
}

/** A throw-away authority made by the openssl of this machine. */
export function makeAuthority(name: string): Authority {
  const { path: folder } = makePrivateFolder('ca')
  const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' })
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  openssl('req', '-x509', ...curve, '-keyout', 'ca.key', '-out', 'ca.crt', '-days', '3', '-subj', `/CN=${name}`)
  const read = (file: string) => readFileSync(join(folder, file), 'utf8')
  let count = 0
  return {
    certificate: read('ca.crt'),
    pem: read('ca.crt') + read('ca.key'),
    issue(leaf, hosts = []) {
      const file = `leaf-${count++}`
      openssl('req', ...curve, '-keyout', `${file}.key`, '-out', `${file}.csr`, '-subj', `/O=Test/CN=${leaf}`)
      const names = hosts.length > 0 ? `subjectAltName=${hosts.map((host) => `DNS:${host}`).join(',')}\n` : ''
      writeFileSync(join(folder, `${file}.ext`), `basicConstraints=CA:FALSE\n${names}`)
      openssl(
        'x509',
        '-req',
        '-in',
        `${file}.csr`,
        '-CA',
        'ca.crt',
        '-CAkey',
        'ca.key',
        '-CAcreateserial',
        '-out',
        `${file}.crt`,
        '-days',
        '2',
        '-extfile',
        `${file}.ext`,
      )
      const certificate = read(`${file}.crt`)
      return { certificate, pem: certificate + read(`${file}.key`) }
    },
  }
}

type Closer = () => unknown

export class EdgeStage {
  readonly #closers: Closer[] = []
  edge!: Edge
  readonly faults: Error[] = []

  onClose(closer: Closer): void {
    this.#closers.push(closer)
  }

  async close(): Promise<void> {
    for (const closer of this.#closers.splice(0).reverse()) await closer()
  }

  /** A plain HTTP backend; answers with what it saw unless it is told otherwise. */
  async httpBackend(listener: RequestListener = echo): Promise<{ port: number; server: Server }> {
    const server = createHttpServer({ keepAliveTimeout: 60_000 }, listener)
    return { port: await this.listen(server), server }
  }

  async tcpBackend(onSocket: (socket: Socket) => void): Promise<number> {
    return this.listen(
      createTcpServer({ allowHalfOpen: true }, (socket) => {
        this.onClose(() => socket.destroy())
        socket.on('error', () => undefined)
        onSocket(socket)
      }),
    )
  }

  async listen(server: Server | TcpServer, port = 0): Promise<number> {
    await new Promise<void>((resolve) => server.listen({ port, host: '127.0.0.1' }, resolve))
    this.onClose(() => {
      server.close()
      if ('closeAllConnections' in server) server.closeAllConnections()
    })
    return (server.address() as AddressInfo).port
  }

  async start(plan: PlanInput, materials: Partial<Materials>, more: Partial<EdgeOptions> = {}): Promise<Edge> {
    const parsed = planSchema.parse(plan)
    this.edge = await startEdge({
      plan: parsed,
      materials: { certificates: {}, trust: {}, servers: {}, ...materials },
      bind: anyPorts(parsed),
      onFault: (error) => this.faults.push(error),
      ...more,
    })
    this.onClose(() => this.edge.stop(0))
    return this.edge
  }

  port(listener = 'https'): number {
    return this.edge.listeners()[listener]?.port ?? 0
  }

  /** A TLS client; resolves when the handshake is done, rejects when it fails. */
  tls(servername: string | undefined, options: ConnectionOptions = {}): Promise<TLSSocket> {
    return new Promise((resolve, reject) => {
      const socket = connect({
        host: '127.0.0.1',
        port: this.port(),
        rejectUnauthorized: false,
        ...(servername ? { servername } : {}),
        ...options,
      })
      this.onClose(() => socket.destroy())
      socket.once('error', reject)
      socket.once('secureConnect', () => resolve(socket))
    })
  }
}

export function anyPorts(plan: Plan): Record<string, { host: string; port: number }> {
  return Object.fromEntries(plan.listeners.map(({ name }) => [name, { host: '127.0.0.1', port: 0 }]))
}

/** Answers with what came, body included. */
export const echo: RequestListener = (request, response) => {
  void bodyOf(request).then((body) => {
    response.setHeader('Content-Type', 'application/json')
    response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body }))
  })
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) body += chunk
  return body
}

/** Sends bytes and answers everything that comes until the end. */
export function exchange(socket: Socket, bytes: string | Uint8Array, patienceMs = 4000): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    const timer = setTimeout(() => socket.destroy(), patienceMs)
    socket.on('data', (chunk) => (text += chunk.toString('latin1')))
    socket.on('error', () => undefined)
    socket.once('close', () => {
      clearTimeout(timer)
      resolve(text)
    })
    socket.write(bytes)
  })
}
