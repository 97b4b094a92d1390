// Ten thousand peers that say nothing more, against a worker in a process of its own.
import { execFileSync, fork } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { planSchema } from '../domain-model/plan'
import { startBareWorker } from './bare-worker'
import { pass, planOf } from './edge-plans'
import { smallHello } from './hello-fixtures'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** A passed-through connection costs the worker two descriptors, a silent one one. */
const [passed, silent] = [8500, 1500]
const perConnectionKbMax = 40
const descriptors = execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).trim()
const isRoomy = descriptors === 'unlimited' || Number(descriptors) >= 2 * passed + silent + 500

const residentKb = (pid: number) => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }))
const until = async (what: () => boolean, waitMs = 30_000) => {
  for (let waited = 0; !what(); waited += 20) {
    if (waited > waitMs) expect.fail('it never came')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** A server that answers one byte and then waits, in its own process: its sockets shall not count. */
async function quietBackend(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'sb-quiet-'))
  const file = join(folder, 'quiet.cjs')
  writeFileSync(
    file,
    `const server = require('net').createServer({ noDelay: true }, (socket) => {
      socket.on('error', () => undefined)
      socket.once('data', () => socket.write('!'))
    }).listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => process.send(server.address().port))
    process.on('disconnect', () => process.exit(0))`,
  )
  const child = fork(file, [], { execArgv: [] })
  closers.push(async () => {
    child.disconnect()
    await rm(folder, { recursive: true })
  })
  return new Promise((resolve) => child.once('message', (port) => resolve(Number(port))))
}

test.skipIf(!isRoomy)(
  `10,000 idle connections cost less than ${perConnectionKbMax} KB each, others are served, and all of it is given back`,
  { timeout: 120_000 },
  async () => {
    const backend = await quietBackend()
    const { child, heard, activity, stop } = startBareWorker()
    closers.push(stop)
    await until(() => heard.some(({ type }) => type === 'ready'))
    child.send({
      type: 'start',
      request: 1,
      preview: 'many',
      plan: planSchema.parse(planOf([pass()], {}, { clientHelloSeconds: 60 })),
      materials: { servers: { '10.0.0.1:8080': { host: '127.0.0.1', port: backend } } },
      bind: { https: { host: '127.0.0.1', port: 0 }, http: { host: '127.0.0.1', port: 0 } },
    })
    await until(() => heard.some(({ type }) => type === 'done'))
    const port = (heard.find(({ type }) => type === 'done') as unknown as { listeners: { https: { port: number } } })
      .listeners.https.port
    const sockets: Socket[] = []
    closers.push(() => sockets.map((socket) => socket.destroy()))
    const hello = smallHello('pass.example.com')
    const open = (speaks: boolean) =>
      new Promise<void>((resolve, reject) => {
        const socket = connect({ port, host: '127.0.0.1' })
        sockets.push(socket)
        socket.once('error', reject)
        socket.once('connect', () => (speaks ? socket.write(hello) : resolve()))
        socket.once('data', () => resolve())
      })
    const openMany = async (count: number, speaks: boolean) => {
      for (let left = count; left > 0; left -= 100)
        await Promise.all(Array.from({ length: Math.min(left, 100) }, () => open(speaks)))
    }

    // The first ones warm up the compiler and the pools.
    await openMany(500, true)
    const before = residentKb(child.pid as number)
    await openMany(passed - 500, true)
    await openMany(silent, false)
    await until(() => activity()?.connections === passed + silent)
    const perConnection = (residentKb(child.pid as number) - before) / (passed + silent - 500)
    expect(perConnection).toBeLessThan(perConnectionKbMax)
    await open(true)

    for (const socket of sockets.splice(0)) socket.resetAndDestroy()
    await until(() => activity()?.connections === 0)
    await open(true)
    expect(heard.filter(({ type }) => type === 'fault')).toEqual([])
  },
)
