// Backends of a plan on loopback. Each port takes PROXY headers, TLS and plain HTTP alike and reports what came, so that a test sees
// what an edge really sent and not only whether it worked.
import { createServer, type Server as HttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, TLSSocket, type Server as TlsServer } from 'node:tls'
import { firstUpstream, handsPlainHttp } from '../../domain-model/match-plain-http'
import type { Plan } from '../../domain-model/plan'
import type { Upstream } from '../../domain-model/upstream'
import type { Authority, Leaf } from './certificates'
import { type ProxyHeader, readProxyHeader } from './proxy-header'
import { serversOf } from './relocate-plan'

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

/** How many sockets the stand-ins of a plan need: one for each place that they listen at, and one that speaks for each port. */
export function countSockets(plan: Plan): number {
  const handed = takersOfPlainHttp(plan)
  const ports = new Set<number>()
  let places = 0
  for (const upstream of plan.upstreams) {
    const own = new Set<string>()
    for (const { host, port } of serversOf(upstream))
      for (const number of handed.has(upstream.name) ? [port, upstream.httpPort] : [port]) {
        own.add(`${host}:${number}`)
        ports.add(number)
      }
    places += own.size
  }
  return places + ports.size
}

const takersOfPlainHttp = (plan: Plan) => new Set(plan.routes.filter(handsPlainHttp).map(firstUpstream))

let doorsOpen = 0
/** How many sockets all stand-ins of this process listen on. */
export const countOpenDoors = () => doorsOpen

/** Sent with every answer, so that rules which remove response headers have something to remove. */
export const backendHeaders = { 'X-Powered-By': 'backend', 'X-Debug': 'backend' }
/** Requests without it are health checks. */
export const probeHeader = 'x-probe'

/** Whoever asks who saw a hello asks at once. */
const hellosMax = 10_000

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
  const checked = serverNamesOf(plan)
  const names = (upstream: Upstream) => [
    `${upstream.name.toLowerCase()}.backend.example`,
    ...checked(upstream).filter((name) => !misnamed.includes(name)),
  ]
  const handed = takersOfPlainHttp(plan)
  const doors = plan.upstreams.flatMap((upstream) =>
    doorsOf(upstream, {
      takesPlainHttp: handed.has(upstream.name),
      leaf: () => authority.issue('backend', upstream.name, names(upstream)),
      memory,
    }),
  )
  const opened = await Promise.allSettled(doors.map((door) => door.open()))
  const failed = opened.find(({ status }) => status === 'rejected')
  if (failed) {
    await Promise.all(doors.map((door) => door.shut()))
    throw (failed as PromiseRejectedResult).reason
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

interface Behind {
  /** Whether anybody dials the port for plain HTTP. */
  takesPlainHttp: boolean
  leaf: () => Promise<Leaf>
  memory: Memory
}

function doorsOf(upstream: Upstream, { takesPlainHttp, leaf, memory }: Behind): Door[] {
  const arrivals = new WeakMap<Socket, Arrival>()
  const http = createServer({ keepAliveTimeout: 120_000, requireHostHeader: false }, (request, response) =>
    answer(upstream, arrivals, memory, request, response),
  )
  // Of ten thousand upstreams few are asked: a certificate and what it takes to use it are made for the first TLS connection.
  let tls: Promise<TlsServer> | undefined
  const makeTls = async () => {
    const { certificate, key } = await leaf()
    const server = createTlsServer({
      cert: certificate,
      key,
      requestCert: true,
      rejectUnauthorized: false,
      ALPNProtocols: ['http/1.1'],
    })
    server.on('secureConnection', (socket) => http.emit('connection', socket))
    server.on('tlsClientError', () => undefined)
    return server
  }
  const takeTls = (socket: Socket) => {
    tls ??= makeTls()
    tls.then(
      (server) => server.emit('connection', socket),
      () => socket.destroy(),
    )
  }

  const doors = new Map<string, Door>()
  for (const [server, { host, port }] of upstream.servers.entries()) {
    for (const [role, number] of [
      ['main', port],
      ['http', upstream.httpPort],
    ] as const) {
      if (role === 'http' && !takesPlainHttp) continue
      const key = `${host}:${number}`
      const arrival = { upstream: upstream.name, server, port: role }
      if (!doors.has(key))
        doors.set(
          key,
          makeDoor(host, number, (socket) => receive(socket, arrival, { http, takeTls, arrivals, memory }), arrival),
        )
    }
  }
  return [...doors.values()]
}

/** Every name that some route or health check of the plan may check in an upstream's certificate. */
function serverNamesOf(plan: Plan): (upstream: Upstream) => string[] {
  const ofRoutes = new Set(
    plan.routes.flatMap((route) =>
      route.mode === 'reencrypt' && route.upstreamTls.serverName ? [route.upstreamTls.serverName] : [],
    ),
  )
  return ({ health }) => {
    const own = health?.kind === 'tls' ? health.serverName : undefined
    return own === undefined || ofRoutes.has(own) ? [...ofRoutes] : [...ofRoutes, own]
  }
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
          doorsOpen += 1
          resolve()
        })
      }),
    shut: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        if (!listening) return resolve()
        listening.close(() => resolve())
        listening = null
        doorsOpen -= 1
      }),
  }
}

interface Inside {
  http: HttpServer
  takeTls: (socket: Socket) => void
  arrivals: WeakMap<Socket, Arrival>
  memory: Memory
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
    if (isTls) rememberHello(inside.memory, rest.subarray(11, 43).toString('hex'), arrival.upstream)
    inside.arrivals.set(socket, { ...arrival, proxy })
    // A TLSSocket reads what was put back by itself; resuming here would lose it.
    if (isTls) inside.takeTls(socket)
    else {
      inside.http.emit('connection', socket)
      socket.resume()
    }
  }
  socket.on('data', onData)
}

/** The oldest is forgotten first: a preview may run for days. */
function rememberHello({ hellos }: Memory, random: string, upstream: string): void {
  hellos.set(random, upstream)
  if (hellos.size <= hellosMax) return
  const [oldest] = hellos.keys()
  if (oldest !== undefined) hellos.delete(oldest)
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
