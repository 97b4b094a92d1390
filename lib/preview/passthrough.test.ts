// What the log says of bytes that pass: what the client and the upstream sent, to the byte, while it lasts and after.
import { connect, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { pass, planOf } from './edge-plans'
import { EdgeStage } from './edge-stage'
import { smallHello } from './hello-fixtures'

let stage = new EdgeStage()
afterEach(async () => {
  await stage.close()
  stage = new EdgeStage()
})

const hello = smallHello('pass.example.com')
const start = (port: number, upstream: object = {}) =>
  stage.start(planOf([pass()], upstream), { servers: { '10.0.0.1:8080': { host: '127.0.0.1', port } } })
const open = () => {
  const socket = connect({ port: stage.port(), host: '127.0.0.1', allowHalfOpen: true })
  socket.on('error', () => undefined)
  stage.onClose(() => socket.destroy())
  return socket
}
const newest = () => stage.edge.log.entries(1)[0]
const totals = () => stage.edge.log.totals().pass

test('bytes are counted live and once, and a PROXY header is not the client’s', async () => {
  let backend: Socket | undefined
  const got: Buffer[] = []
  const port = await stage.tcpBackend((socket) => {
    backend = socket
    socket.on('data', (chunk) => got.push(chunk))
  })
  await start(port, { sendProxyProtocol: 'v2' })
  const client = open()
  client.resume()
  // A part of what follows comes in one piece with the hello.
  client.write(Buffer.concat([hello, Buffer.alloc(1000)]))
  await expect.poll(() => newest()).toMatchObject({ bytesUp: hello.length + 1000, bytesDown: 0, durationMs: null })
  await expect.poll(() => backend).toBeTruthy()
  client.write(Buffer.alloc(300_000))
  backend?.write(Buffer.alloc(200_000))
  const all = { bytesUp: hello.length + 301_000, bytesDown: 200_000 }
  await expect.poll(() => newest()).toMatchObject({ ...all, durationMs: null })
  expect(totals()).toMatchObject({ ...all, connections: 1, open: 1 })
  client.end()
  backend?.end()
  await expect.poll(() => newest()).toMatchObject({ ...all, ending: 'finished' })
  expect(totals()).toMatchObject({ ...all, connections: 1, open: 0 })
  // The header of version 2 over TCP and IPv4 has 28 bytes.
  expect(Buffer.concat(got).length).toBe(all.bytesUp + 28)
})

test('an upstream that cannot be reached was sent nothing, and the client still sent its hello', async () => {
  await start(1)
  open().write(hello)
  await expect.poll(() => newest()).toMatchObject({ ending: 'connect-failed', bytesUp: hello.length, bytesDown: 0 })
  expect(totals()).toMatchObject({ connections: 1, open: 0, failed: 1, bytesUp: hello.length, bytesDown: 0 })
})
