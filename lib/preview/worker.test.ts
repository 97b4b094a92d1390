import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { planSchema } from '../domain-model/plan'
import { startBareWorker } from './bare-worker'
import { PreviewController, type PreviewEvent } from './controller'
import { smallHello } from './hello-fixtures'

const plan = (host = 'pass.example.com') =>
  planSchema.parse({
    apiVersion: 'signalbox/v1',
    kind: 'Plan',
    name: 'test',
    listeners: [{ name: 'https', port: 443, protocol: 'tls', clientHelloSeconds: 2 }],
    upstreams: [{ name: 'app', servers: [{ host: '10.0.0.1', port: 8080 }] }],
    routes: [{ name: 'pass', listener: 'https', hosts: [host], mode: 'passthrough', upstream: 'app' }],
  })
const bind = { https: { host: '127.0.0.1', port: 0 } }
const materials = (port: number) => ({ servers: { '10.0.0.1:8080': { host: '127.0.0.1', port } } })

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function echoServer(): Promise<number> {
  const server: Server = createServer((socket) => {
    closers.push(() => socket.destroy())
    socket.on('error', () => undefined)
    socket.pipe(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => server.close())
  return (server.address() as AddressInfo).port
}

function controller(options: ConstructorParameters<typeof PreviewController>[0] = {}) {
  const made = new PreviewController({ restartMs: 50, ...options })
  closers.push(() => made.close())
  const events: PreviewEvent[] = []
  made.subscribe((event) => events.push(event))
  return { made, events }
}

const open = (port: number): Socket => {
  const socket = connect({ port, host: '127.0.0.1' })
  socket.on('error', () => undefined)
  closers.push(() => socket.destroy())
  return socket
}

/** Whether a connection through the edge reaches the echo. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = open(port)
    socket.once('data', (chunk) => {
      resolve(chunk[0] === 22)
      socket.destroy()
    })
    socket.once('close', () => resolve(false))
    socket.write(smallHello('pass.example.com'))
  })
}

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 15_000; waited += 50) {
    if (await what()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  expect.fail('it never came')
}

describe('the controller', () => {
  test('starts, applies, tells and stops', async () => {
    const { made, events } = controller()
    const upstream = await echoServer()
    const started = await made.start({ preview: 'one', plan: plan(), materials: materials(upstream), bind })
    const port = started.listeners.https?.port as number
    expect(await answers(port)).toBe(true)
    await until(() =>
      events.some(
        (event) =>
          event.type === 'activity' &&
          event.activity.entries.some(({ route, ending }) => route === 'pass' && ending !== null),
      ),
    )
    const applied = await made.apply({
      preview: 'one',
      plan: plan('other.example.com'),
      materials: materials(upstream),
      bind,
    })
    expect(applied.listeners.https?.port).toBe(port)
    expect(await answers(port)).toBe(false)
    await expect(made.start({ preview: 'one', plan: plan(), materials: materials(upstream), bind })).rejects.toThrow(
      /runs already/,
    )
    await made.stop('one')
    await expect(made.apply({ preview: 'one', plan: plan(), materials: materials(upstream) })).rejects.toThrow(
      /no preview one/,
    )
  })

  test('a port that is taken is an answer, not a crash', async () => {
    const { made } = controller()
    const taken = await echoServer()
    await expect(
      made.start({
        preview: 'one',
        plan: plan(),
        materials: materials(1),
        bind: { https: { host: '127.0.0.1', port: taken } },
      }),
    ).rejects.toThrow(/cannot listen on 127\.0\.0\.1:\d+: EADDRINUSE/)
  })

  test('a worker that dies is replaced, and its previews run again on the same port', async () => {
    const { made, events } = controller()
    const upstream = await echoServer()
    const { listeners } = await made.start({ preview: 'one', plan: plan(), materials: materials(upstream), bind })
    const port = listeners.https?.port as number
    const first = made.pid as number
    process.kill(first, 'SIGKILL')
    await until(() => events.some((event) => event.type === 'worker' && event.state === 'running'))
    expect(made.pid).not.toBe(first)
    expect(await answers(port)).toBe(true)
  })

  test('a worker that fails of itself says how, ends, and is replaced', async () => {
    // The worker as it is, with a fault brought along from outside: nothing in it can be made to throw on demand.
    const fault = "process.on('SIGUSR2', () => { throw new Error('made to fail') })"
    const command = {
      file: 'lib/preview/worker.ts',
      execArgv: ['--import', 'tsx', '--import', `data:text/javascript,${encodeURIComponent(fault)}`],
    }
    const { made, events } = controller({ command })
    const upstream = await echoServer()
    const { listeners } = await made.start({ preview: 'one', plan: plan(), materials: materials(upstream), bind })
    const port = listeners.https?.port as number
    expect(await answers(port)).toBe(true)
    const first = made.pid as number
    process.kill(first, 'SIGUSR2')
    await until(() => events.some((event) => event.type === 'worker' && event.state === 'running'))
    const said = events.flatMap((event) => (event.type === 'activity' ? [] : [event.message]))
    expect(said[0]).toMatch(/^uncaught: Error: made to fail\n\s+at /)
    expect(said[1]).toMatch(/^the preview worker ended \(exit 70\); a new one starts/)
    expect(made.pid).not.toBe(first)
    expect(await answers(port)).toBe(true)
  })

  test('tells what a client said first, and no other client’s after the worker was replaced', async () => {
    const { made, events } = controller()
    const upstream = await echoServer()
    const { listeners } = await made.start({ preview: 'one', plan: plan(), materials: materials(upstream), bind })
    const port = listeners.https?.port as number
    const told = () =>
      events.flatMap((event) => (event.type === 'activity' ? event.activity.entries : [])).map((one) => one.connection)
    expect(await answers(port)).toBe(true)
    await until(() => told().length > 0)
    const [connection] = told() as [number]
    expect(await made.hello('one', connection)).toEqual(smallHello('pass.example.com'))
    await expect(made.hello('two', connection)).rejects.toThrow(/no preview two/)

    process.kill(made.pid as number, 'SIGKILL')
    await until(() => events.some((event) => event.type === 'worker' && event.state === 'running'))
    expect(await answers(port)).toBe(true)
    await until(() => told().some((one) => one !== connection))
    expect(await made.hello('one', connection)).toBeNull()
    expect(await made.hello('one', told().at(-1) as number)).toEqual(smallHello('pass.example.com'))
    await made.stop('one')
    await expect(made.hello('one', connection)).rejects.toThrow(/no preview one/)
  })

  test('a worker that cannot start says so and is not tried for ever', async () => {
    const { made } = controller({ command: { file: 'does-not-exist.mjs', execArgv: [] } })
    await expect(made.start({ preview: 'one', plan: plan(), materials: materials(1), bind })).rejects.toThrow(
      /ended while it started/,
    )
  })

  test('a worker that dies again and again is given up, in words, until somebody starts a preview anew', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sb-crash-'))
    closers.push(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'crash.cjs')
    // Starts whatever it is told, and dies of it a moment later.
    writeFileSync(
      file,
      `process.send({ type: 'ready' })
      process.on('message', ({ request }) => {
        process.send({ type: 'done', request, listeners: {}, problems: [] })
        setTimeout(() => process.exit(70), 20)
      })`,
    )
    const { made, events } = controller({ command: { file, execArgv: [] }, restartMs: 1 })
    await made.start({ preview: 'one', plan: plan(), materials: materials(1), bind })
    const states = () => events.flatMap((event) => (event.type === 'worker' ? [event.state] : []))
    await until(() => states().includes('given-up'))
    expect(states().filter((state) => state === 'restarting')).toHaveLength(5)
    expect(made.running()).toEqual([])
    const last = events.findLast((event) => event.type === 'worker')
    expect(last).toMatchObject({ message: expect.stringMatching(/start the preview again/) })
    await made.start({ preview: 'one', plan: plan(), materials: materials(1), bind })
    expect(made.running()).toEqual(['one'])
  })
})

function bareWorker(limits = '') {
  const worker = startBareWorker(limits)
  closers.push(worker.stop)
  return worker
}

const isRefused = ({ type }: { type: string }) => type === 'failed'

describe('the worker', () => {
  test('survives messages it does not understand, and goes with its parent', async () => {
    const { child, heard } = bareWorker()
    await until(() => heard.some(({ type }) => type === 'ready'))
    child.send('nonsense')
    child.send({ type: 'start', request: 7, plan: { kind: 'Plan' } })
    await until(() => heard.filter(({ type }) => type === 'failed').length === 2)
    expect(heard.find(({ request }) => request === 7)).toBeTruthy()
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.disconnect()
    expect(await gone).toBe(0)
  })

  test('runs sixteen previews and answers the next with the bound', async () => {
    const { child, heard } = bareWorker()
    await until(() => heard.some(({ type }) => type === 'ready'))
    for (let request = 1; request <= 17; request++)
      child.send({ type: 'start', request, preview: `p${request}`, plan: plan(), materials: materials(1), bind })
    await until(() => heard.filter(({ type }) => type === 'done').length === 16 && heard.some(isRefused))
    expect(heard.find(isRefused)).toMatchObject({ message: '16 previews run already; stop one first' })
    child.send({ type: 'stop', request: 18, preview: 'p1', graceMs: 0 })
    await until(() => heard.some(({ request }) => request === 18))
    child.send({ type: 'start', request: 19, preview: 'again', plan: plan(), materials: materials(1), bind })
    await until(() => heard.some(({ type, request }) => type !== 'activity' && request === 19))
    expect(heard.find(({ request }) => request === 19)).toMatchObject({ type: 'done' })
  })

  test('runs out of file descriptors, sheds what is too much, and recovers', { timeout: 60_000 }, async () => {
    const { child, heard } = bareWorker('ulimit -n 120;')
    const upstream = await echoServer()
    await until(() => heard.some(({ type }) => type === 'ready'))
    child.send({ type: 'start', request: 1, preview: 'one', plan: plan(), materials: materials(upstream), bind })
    await until(() => heard.some(({ type }) => type === 'done'))
    const port = (heard.find(({ type }) => type === 'done') as unknown as { listeners: { https: { port: number } } })
      .listeners.https.port
    expect(await answers(port)).toBe(true)
    const flood = Array.from({ length: 300 }, () => open(port))
    await new Promise((resolve) => setTimeout(resolve, 1000))
    for (const socket of flood) socket.destroy()
    await until(() => answers(port))
    expect(child.exitCode).toBeNull()
  })
})
