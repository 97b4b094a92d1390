// Backends of a plan on loopback. Each port takes PROXY headers, TLS and plain HTTP alike and reports what came, so that a test sees
// what an edge really sent and not only whether it worked.
import { createServer, type Server as HttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, TLSSocket, type Server as TlsServer } from 'node:tls'
import type { Plan } from '../../domain-model/plan'
import type { Upstream } from '../../domain-model/upstream'
import type { Authority, Leaf } from './certificates'
import { type ProxyHeader, readProxyHeader } from './proxy-header'

/** What a backend answers, as JSON. */
export interface BackendReport {
  upstream: string
  /** Index of the server in the upstream. */
  server: number
  /** Which of its two ports was dialled. */
  port: 'main' | 'http'
  transport: 'tls' | 'plain'
  sni: string | null
  /** CN of the certificate that its TLS client showed. */
  clientCertificate: string | null
  proxy: ProxyHeader | null
  method: string
  target: string
  headers: [name: string, value: string][]
}

type Arrival = Pick<BackendReport, 'upstream' | 'server' | 'port' | 'proxy'>

export interface Backends {
  /** Which upstream saw the ClientHello with this random (hex); for hellos that no handshake follows. */
  upstreamOfHello(random: string): string | null
  /** A sick server answers HTTP health checks with 503 and everybody else as before. */
  setHealthy(upstream: string, server: number, healthy: boolean): void
  /** Closes one server and its connections, or opens it again. */
  setUp(upstream: string, server: number, up: boolean): Promise<void>
  close(): Promise<void>
}

/** Sent with every answer, so that rules which remove response headers have something to remove. */
export const backendHeaders = { 'X-Powered-By': 'backend', 'X-Debug': 'backend' }
/** Requests without it are health checks. */
export const probeHeader = 'x-probe'

/** Carries the report in answers that have no body. */
export const reportHeader = 'x-backend-report'

/** What all backends of a plan share. */
interface Memory {
  /** Upstream by the random of a ClientHello. */
  hellos: Map<string, string>
  /** `upstream/server`. */
  sick: Set<string>
}

export async function startBackends(
  plan: Plan,
  authority: Authority,
  misnamed: readonly string[] = [],
): Promise<Backends> {
  const memory: Memory = { hellos: new Map(), sick: new Set() }
  const names = (upstream: Upstream) => [
    `${upstream.name.toLowerCase()}.backend.example`,
    ...checkedNames(plan, upstream).filter((name) => !misnamed.includes(name)),
  ]
  const doors: Door[] = []
  for (const upstream of plan.upstreams)
    doors.push(...(await doorsOf(upstream, await authority.issue('backend', upstream.name, names(upstream)), memory)))
  try {
    await Promise.all(doors.map((door) => door.open()))
  } catch (error) {
    await Promise.all(doors.map((door) => door.shut()))
    throw error
  }
  return {
    upstreamOfHello: (random) => memory.hellos.get(random) ?? null,
    setHealthy: (upstream, server, healthy) => {
      memory.sick[healthy ? 'delete' : 'add'](`${upstream}/${server}`)
    },
    async setUp(upstream, server, up) {
      for (const door of doors)
        if (door.upstream === upstream && door.server === server) await (up ? door.open() : door.shut())
    },
    close: async () => void (await Promise.all(doors.map((door) => door.shut()))),
  }
}

interface Door {
  upstream: string
  server: number
  open(): Promise<void>
  shut(): Promise<void>
}

async function doorsOf(upstream: Upstream, leaf: Leaf, memory: Memory): Promise<Door[]> {
  const arrivals = new WeakMap<Socket, Arrival>()
  const http = createServer({ keepAliveTimeout: 120_000, requireHostHeader: false }, (request, response) =>
    answer(upstream, arrivals, memory, request, response),
  )
  const tls = createTlsServer({
    cert: leaf.certificate,
    key: leaf.key,
    requestCert: true,
    rejectUnauthorized: false,
    ALPNProtocols: ['http/1.1'],
  })
  tls.on('secureConnection', (socket) => http.emit('connection', socket))
  tls.on('tlsClientError', () => undefined)

  const doors = new Map<string, Door>()
  for (const [server, { host, port }] of upstream.servers.entries()) {
    for (const [role, number] of [
      ['main', port],
      ['http', upstream.httpPort],
    ] as const) {
      const key = `${host}:${number}`
      const arrival = { upstream: upstream.name, server, port: role }
      if (!doors.has(key))
        doors.set(
          key,
          makeDoor(
            host,
            number,
            (socket) => receive(socket, arrival, { http, tls, arrivals, hellos: memory.hellos }),
            arrival,
          ),
        )
    }
  }
  return [...doors.values()]
}

/** Every name that some route or health check of the plan may check in this upstream's certificate. */
function checkedNames(plan: Plan, upstream: Upstream): string[] {
  const names = plan.routes.flatMap((route) =>
    route.mode === 'reencrypt' && route.upstreamTls.serverName ? [route.upstreamTls.serverName] : [],
  )
  const health = upstream.health?.kind === 'tls' ? upstream.health.serverName : undefined
  return [...new Set([...names, ...(health ? [health] : [])])]
}

function makeDoor(
  host: string,
  port: number,
  receive: (socket: Socket) => void,
  { upstream, server }: Arrival | { upstream: string; server: number },
): Door {
  const sockets = new Set<Socket>()
  let listening: Server | null = null
  return {
    upstream,
    server,
    open: () =>
      new Promise((resolve, reject) => {
        if (listening) return resolve()
        const created = createTcpServer({ noDelay: true }, (socket) => {
          sockets.add(socket)
          socket.on('close', () => sockets.delete(socket))
          socket.on('error', () => socket.destroy())
          receive(socket)
        })
        created.once('error', reject)
        created.listen({ host, port, backlog: 512 }, () => {
          listening = created
          resolve()
        })
      }),
    shut: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        if (!listening) return resolve()
        listening.close(() => resolve())
        listening = null
      }),
  }
}

interface Inside {
  http: HttpServer
  tls: TlsServer
  arrivals: WeakMap<Socket, Arrival>
  hellos: Map<string, string>
}

/** Takes a PROXY header off, looks at the first byte of what follows, and hands the connection to the server that speaks it. */
function receive(socket: Socket, arrival: Omit<Arrival, 'proxy'>, inside: Inside): void {
  let bytes: Buffer = Buffer.alloc(0)
  const onData = (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk])
    const header = readProxyHeader(bytes)
    if (header === 'incomplete') return
    const proxy = header === 'absent' ? null : header
    const rest = bytes.subarray(proxy?.length ?? 0)
    const isTls = rest[0] === 0x16
    // The random of a ClientHello ends at byte 43: record header 5, handshake header 4, version 2, random 32.
    if (rest.length === 0 || (isTls && rest.length < 43)) return
    socket.off('data', onData)
    socket.pause()
    socket.unshift(rest)
    if (isTls) inside.hellos.set(rest.subarray(11, 43).toString('hex'), arrival.upstream)
    inside.arrivals.set(socket, { ...arrival, proxy })
    // A TLSSocket reads what was put back by itself; resuming here would lose it.
    if (isTls) inside.tls.emit('connection', socket)
    else {
      inside.http.emit('connection', socket)
      socket.resume()
    }
  }
  socket.on('data', onData)
}

function answer(
  upstream: Upstream,
  arrivals: WeakMap<Socket, Arrival>,
  memory: Memory,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { socket } = request
  const isTls = socket instanceof TLSSocket
  // Node keeps the socket below a TLSSocket as _parent; there is no public way to it.
  const below = isTls ? (socket as unknown as { _parent: Socket })._parent : socket
  const arrival = arrivals.get(below)
  const headers: [string, string][] = []
  for (let i = 0; i + 1 < request.rawHeaders.length; i += 2)
    headers.push([request.rawHeaders[i] ?? '', request.rawHeaders[i + 1] ?? ''])
  const report: BackendReport = {
    upstream: upstream.name,
    server: arrival?.server ?? -1,
    port: arrival?.port ?? 'main',
    transport: isTls ? 'tls' : 'plain',
    sni: isTls ? (socket as TLSSocket & { servername?: string | false }).servername || null : null,
    clientCertificate: isTls ? ((socket.getPeerCertificate()?.subject?.CN as string | undefined) ?? null) : null,
    proxy: arrival?.proxy ?? null,
    method: request.method ?? '',
    target: request.url ?? '',
    headers,
  }
  const isCheck = request.headers[probeHeader] === undefined
  const isSick = memory.sick.has(`${report.upstream}/${report.server}`)
  const checked = isSick ? 503 : upstream.health?.kind === 'http' ? upstream.health.expect : 200
  const status = isCheck ? checked : 200
  const body = JSON.stringify(report)
  request.resume()
  // An answer to HEAD has no body; there the report travels in a header.
  const inHeader = request.method === 'HEAD' ? { [reportHeader]: Buffer.from(body).toString('base64') } : {}
  response.writeHead(status, {
    ...backendHeaders,
    ...inHeader,
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}
