import { createServer, type Server } from 'node:net'

/** Below the range that the kernel takes for outgoing connections, so that no client port of a test is in the way. */
const [first, last] = [15_000, 31_000]

/**
 * Nothing is ever served on this loopback address: who listens on a port here has spoken for it, and every process that asks finds out.
 * Without this two of them may choose the same free port, and then the one that is slower takes the other's engine for its own; or a
 * stand-in that was away for a moment finds its place taken.
 */
const desk = '127.127.127.127'

let claims = 0
/** How many ports this process speaks for, each with a socket. */
export const countClaims = () => claims

export type TakePort = () => Promise<number>

/** Ports that belong together. */
export interface PortLease {
  /** A port that is free on 127.0.0.1 and spoken for until the release. A stranger may still be quicker: whoever binds it must try again. */
  take: TakePort
  release(): void
}

export function leasePorts(): PortLease {
  const held: Server[] = []
  return {
    async take() {
      for (let attempt = 0; attempt < 200; attempt++) {
        const port = first + Math.floor(Math.random() * (last - first))
        const claim = await listen(desk, port)
        if (!claim) continue
        const found = await listen('127.0.0.1', port)
        if (!found) {
          claim.close()
          continue
        }
        await new Promise((resolve) => found.close(resolve))
        held.push(claim)
        claims += 1
        return port
      }
      throw new Error(`no free port between ${first} and ${last}`)
    },
    release() {
      claims -= held.length
      for (const claim of held.splice(0)) claim.close()
    },
  }
}

/** Null where somebody else listens; rejects where nobody can, such as on a machine without that address. It keeps no process alive. */
function listen(host: string, port: number): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy()).unref()
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(null) : reject(error),
    )
    server.listen({ port, host, exclusive: true }, () => resolve(server))
  })
}
