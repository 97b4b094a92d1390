import { createServer } from 'node:net'

/** Below the range that the kernel takes for outgoing connections, so that no client port of a test is in the way. */
const [first, last] = [15_000, 31_000]
const taken = new Set<number>()

/** A port that is free on every loopback address right now. Another process may still be quicker: whoever binds it must try again. */
export async function takePort(): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = first + Math.floor(Math.random() * (last - first))
    if (taken.has(port) || !(await isFree(port))) continue
    taken.add(port)
    return port
  }
  throw new Error(`no free port between ${first} and ${last}`)
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)))
  })
}
