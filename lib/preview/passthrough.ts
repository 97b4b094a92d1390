import type { Decision } from '../domain-model/decision'
import type { PassthroughRoute } from '../domain-model/route'
import type { ConnectionContext } from './connection-context'
import { writeProxyHeader } from './proxy-protocol'
import type { PooledServer } from './server-pool'
import { type Ending, Splice, type Wire } from './splice'

/** How many servers of an upstream one connection may try. */
const serversTriedMax = 3

/** Gives a connection to a server of its route's upstream, with the bytes read so far, and stays out of the way. */
export function passThrough(
  context: ConnectionContext,
  wire: Wire,
  route: PassthroughRoute,
  decision: Decision,
  first: Uint8Array[],
): Splice {
  const { snapshot, log, limits } = context
  const upstream = snapshot.upstreams.get(route.upstream)
  const record = log.open({
    connection: context.connection,
    listener: context.listener.name,
    client: context.ends.sourceAddress,
    sni: context.sni,
    hello: context.hello,
    route: decision.route,
    mode: decision.mode,
    outcome: decision.outcome,
    reason: decision.reason,
    upstream: route.upstream,
  })
  let tried: Set<PooledServer> | null = null
  let server: PooledServer | null = null
  let ending: Ending = 'connect-failed'
  let why = upstream?.pool.whyNone() ?? `there is no upstream ${route.upstream}`
  const clientBytes = first.reduce((sum, chunk) => sum + chunk.length, 0)
  const version = upstream?.pool.upstream.sendProxyProtocol ?? 'none'

  const free = () => {
    if (server) server.active -= 1
    server = null
  }
  /** Picks servers until one can be dialled. Names take a moment to resolve, addresses none. */
  const dial = (): void => {
    while (upstream && (tried?.size ?? 0) < serversTriedMax) {
      const next = upstream.pool.pick(context.ends.sourceAddress, tried ?? undefined)
      if (!next) break
      tried ??= new Set()
      tried.add(next)
      server = next
      next.active += 1
      record.server = next.name
      try {
        const target = snapshot.guard.resolve(next.server.host, next.server.port)
        if (!(target instanceof Promise)) {
          splice.connect(target.host, target.port)
          return
        }
        target.then(
          ({ host, port }) => splice.connect(host, port),
          (error: Error) => {
            why = `${next.name}: ${error.message}`
            free()
            dial()
          },
        )
        return
      } catch (error) {
        why = `${next.name}: ${(error as Error).message}`
        free()
      }
    }
    record.reason = `${decision.reason}; but the upstream ${route.upstream} cannot be reached: ${why}`
    splice.finish(ending, new Error(why))
  }

  const splice = new Splice(wire, {
    connectTimeoutMs: (route.timeouts?.connectSeconds ?? limits.connectSeconds) * 1000,
    idleTimeoutMs: (route.timeouts?.idleSeconds ?? limits.tunnelIdleSeconds) * 1000,
    first: version === 'none' ? first : [writeProxyHeader(version, context.ends), ...first],
    clientBytes,
    onConnectFailed: (error, how) => {
      ending = how
      const code = (error as NodeJS.ErrnoException).code ?? error.message
      if (server) upstream?.pool.failed(server, code)
      why = `${server?.name}: ${code}`
      free()
      dial()
    },
    onConnect: () => {
      if (server) upstream?.pool.succeeded(server)
    },
    onEnd: ({ bytesUp, bytesDown, ending: how, detail }) => {
      free()
      log.close(record, how, { detail, bytesUp, bytesDown })
    },
  })
  record.counter = splice
  dial()
  return splice
}
