import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { planSchema } from '../../domain-model/plan'
import { createAuthority } from './certificates'
import { leasePorts } from './loopback-ports'
import { countOpenDoors, countSockets, startBackends } from './stand-ins'

const planWith = (...ports: number[]) =>
  planSchema.parse({
    apiVersion: 'signalbox/v1',
    kind: 'Plan',
    name: 'pool',
    upstreams: [{ name: 'app', servers: ports.map((port) => ({ host: '127.0.0.1', port })) }],
  })

test('a port that somebody else has leaves none of the others open', async () => {
  const before = countOpenDoors()
  const ports = leasePorts()
  const taken = createServer()
  try {
    const [first, second, third] = [await ports.take(), await ports.take(), await ports.take()]
    await new Promise<void>((resolve) => taken.listen({ host: '127.0.0.1', port: second }, resolve))
    const plan = planWith(first, second, third)
    const authority = await createAuthority('backends')
    await expect(startBackends(plan, authority)).rejects.toThrow('EADDRINUSE')
    expect(countOpenDoors()).toBe(before)

    await new Promise((resolve) => taken.close(resolve))
    const backends = await startBackends(plan, authority)
    expect(countOpenDoors()).toBe(before + 3)
    await backends.close()
    expect(countOpenDoors()).toBe(before)
  } finally {
    taken.close()
    ports.release()
  }
})

test('a plan needs a socket for each place, and one for each port that it speaks for', () => {
  expect(countSockets(planWith(8443))).toBe(2)
  expect(countSockets(planWith(8443, 8444))).toBe(4)
})
