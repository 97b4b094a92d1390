import { createServer, type Server } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { leasePorts } from './loopback-ports'

const servers: Server[] = []
const leases: ReturnType<typeof leasePorts>[] = []
const lease = () => {
  const made = leasePorts()
  leases.push(made)
  return made
}
afterEach(() => {
  for (const made of leases.splice(0)) made.release()
  vi.restoreAllMocks()
  for (const server of servers.splice(0)) server.close()
})

/** Makes the next choice this port; those after it are by chance again. */
const chooseFirst = (port: number) =>
  vi.spyOn(Math, 'random').mockReturnValueOnce((port + 0.5 - 15_000) / (31_000 - 15_000))

/** Serves some port on this address. */
async function occupy(host: string): Promise<number> {
  for (;;) {
    const port = 15_000 + Math.floor(Math.random() * 16_000)
    const server = createServer()
    const isServed = await new Promise((resolve) =>
      server.once('error', () => resolve(false)).listen({ host, port }, () => resolve(true)),
    )
    if (!isServed) continue
    servers.push(server)
    return port
  }
}

test('the choice of a free port is what the tests below think it is', async () => {
  const port = await occupy('127.127.127.127')
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve))
  chooseFirst(port)
  expect(await lease().take()).toBe(port)
})

test('a port that nobody has bound yet is given to nobody else until it is released', async () => {
  const mine = lease()
  const port = await mine.take()
  chooseFirst(port)
  expect(await lease().take()).not.toBe(port)
  mine.release()
  chooseFirst(port)
  expect(await lease().take()).toBe(port)
})

test.each([
  ['is served', '127.0.0.1'],
  ['another process spoke for', '127.127.127.127'],
])('a port that %s is passed over', async (_, host) => {
  const port = await occupy(host)
  chooseFirst(port)
  expect(await lease().take()).not.toBe(port)
})

test('whoever asks at the same time gets another one', async () => {
  const ports = await Promise.all(Array.from({ length: 50 }, () => lease().take()))
  expect(new Set(ports).size).toBe(50)
})
