// What a preview can tell later about what a client said first.
import { connect, type Socket } from 'node:net'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { get, pass, planOf, web } from './edge-plans'
import { EdgeStage, exchange, makeAuthority, type Pair } from './edge-stage'
import { inRecords, postQuantumHandshake, smallHello } from './hello-fixtures'

let edgePair: Pair
beforeAll(() => {
  edgePair = makeAuthority('edge').issue('edge', ['*.example.com'])
})

let stage = new EdgeStage()
afterEach(async () => {
  await stage.close()
  stage = new EdgeStage()
})

async function start(limits: object = {}, listener: object = {}) {
  const port = await stage.tcpBackend((socket) => socket.on('data', () => socket.end()))
  const servers = { '10.0.0.1:8080': { host: '127.0.0.1', port } }
  await stage.start(
    planOf([web(), pass()], {}, listener),
    { certificates: { edge: edgePair.pem }, servers },
    { limits },
  )
}

const open = (listener = 'https'): Socket => connect({ port: stage.port(listener), host: '127.0.0.1' })
const newest = () => stage.edge.log.entries(1)[0]
/** What the preview tells of the newest connection. */
const told = () => {
  const { connection = 0, hasHello } = newest() ?? {}
  return { hasHello, bytes: stage.edge.hello(connection) }
}

test('the hello of a passed connection is told as it came, without what came behind it', async () => {
  await start()
  const hello = inRecords(postQuantumHandshake('pass.example.com'), 300)
  await exchange(open(), Buffer.concat([hello, Buffer.from('early data, which is nobody else’s')]))
  expect(newest()).toMatchObject({ route: 'pass', sni: 'pass.example.com' })
  expect(told()).toEqual({ hasHello: true, bytes: hello })
})

test('requests on one terminated connection share its hello', async () => {
  await start()
  await exchange(await stage.tls('web.example.com'), get())
  expect(newest()).toMatchObject({ route: 'web', method: 'GET' })
  expect(told().hasHello).toBe(true)
  expect(told().bytes?.includes('web.example.com')).toBe(true)
})

test('a PROXY header is no part of it', async () => {
  await start({}, { acceptProxyProtocol: {} })
  const hello = smallHello('pass.example.com')
  await exchange(open(), Buffer.concat([Buffer.from('PROXY TCP4 192.0.2.1 192.0.2.2 5 443\r\n'), hello]))
  expect(newest()).toMatchObject({ client: '192.0.2.1' })
  expect(told()).toEqual({ hasHello: true, bytes: hello })
})

test('a broken hello and half a hello are told too: they are what somebody asks about', async () => {
  await start({}, { clientHelloSeconds: 1 })
  const broken = smallHello('pass.example.com')
  // The length of the session id.
  broken[43] = 33
  await exchange(open(), broken)
  expect(newest()).toMatchObject({ ending: 'malformed' })
  expect(told()).toEqual({ hasHello: true, bytes: broken })

  const half = smallHello('pass.example.com').subarray(0, 50)
  await exchange(open(), half)
  expect(newest()).toMatchObject({ ending: 'hello-timeout' })
  expect(told()).toEqual({ hasHello: true, bytes: half })

  const left = open()
  left.on('error', () => undefined)
  left.end(half)
  await expect.poll(() => newest()?.ending).toBe('client-left')
  expect(told()).toEqual({ hasHello: true, bytes: half })
})

test('what is no TLS is not kept: it may be a request with a password in it', async () => {
  await start()
  const request = 'GET / HTTP/1.1\r\nHost: pass.example.com\r\nAuthorization: Basic c2VjcmV0\r\n\r\n'
  await exchange(open(), request)
  expect(newest()).toMatchObject({ ending: 'not-tls' })
  expect(told()).toEqual({ hasHello: false, bytes: null })
  await exchange(open('http'), request)
  expect(newest()).toMatchObject({ listener: 'http' })
  expect(told()).toEqual({ hasHello: false, bytes: null })
})

test('newer ones take the place of older ones, and the log still says that there was one', async () => {
  await start({ keptHelloBytes: 65_536 })
  const hello = inRecords(postQuantumHandshake('pass.example.com'))
  await exchange(open(), hello)
  const first = newest()?.connection ?? 0
  expect(stage.edge.hello(first)).toEqual(hello)
  for (let bytes = 0; bytes < 65_536; bytes += hello.length) await exchange(open(), hello)
  expect(stage.edge.hello(first)).toBeNull()
  expect(stage.edge.log.entries().find(({ connection }) => connection === first)?.hasHello).toBe(true)
  expect(told()).toEqual({ hasHello: true, bytes: hello })
})
