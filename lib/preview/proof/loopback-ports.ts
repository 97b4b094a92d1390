import { createServer, type Server } from 'node:net'

/** Below the range that the kernel takes for outgoing connections, so that no client port of a test is in the way. */
const [first, last] = [15_000, 31_000]

/**
 * Nothing is ever served on this loopback address: who listens on a port here has spoken for it, and every process that asks finds out.
 * Without this two of them may choose the same free port, and then the one that is slower takes the other's engine for its own.
 */
const desk = '127.127.127.127'
/** By then it is bound, or nobody wants it any more. */
const heldMs = 30_000

/** A port that is free on 127.0.0.1 and that no other process of ours will take. A stranger may still be quicker: whoever binds it must try again. */
export async function takePort(): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = first + Math.floor(Math.random() * (last - first))
    const held = await listen(desk, port)
    if (!held) continue
    const found = await listen('127.0.0.1', port)
    if (!found) {
      held.close()
      continue
    }
    await new Promise((resolve) => found.close(resolve))
    setTimeout(() => held.close(), heldMs).unref()
    return port
  }
  throw new Error(`no free port between ${first} and ${last}`)
}

/** Null where somebody else listens. It keeps no process alive. */
function listen(host: string, port: number): Promise<Server | null> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy()).unref()
    server.once('error', () => resolve(null))
    server.listen({ port, host, exclusive: true }, () => resolve(server))
  })
}
