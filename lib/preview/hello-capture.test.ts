import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { expect, test } from 'vitest'
import { captureHello } from './hello-capture'
import { inspectHello } from './hello-input'

test('the first hello is captured, byte for byte, and its client is told that nothing is served', async () => {
  const capture = await captureHello()
  // A browser opens connections that say nothing.
  const silent = connect(capture.port, '127.0.0.1').on('error', () => undefined)
  const refused = new Promise<string>((resolve) => {
    connectTls({ port: capture.port, host: '127.0.0.1', servername: 'api.example.com', ALPNProtocols: ['h2'] }).once(
      'error',
      ({ message }) => resolve(message),
    )
  })
  const { report } = inspectHello(await capture.bytes)
  expect(report).toMatchObject({ outcome: 'ok', sni: 'api.example.com', alpn: ['h2'] })
  expect(await refused).toMatch(/handshake failure/i)
  capture.close()
  silent.destroy()
})

test('a hello in single bytes is one; half a hello and another protocol are told as what they are', async () => {
  for (const [bytes, outcome] of [
    [Buffer.from([22, 3, 1, 0, 100, 1, 0]), 'incomplete'],
    [Buffer.from('GET / HTTP/1.1\r\n\r\n'), 'not-tls'],
  ] as const) {
    const capture = await captureHello()
    const socket = connect(capture.port, '127.0.0.1').on('error', () => undefined)
    for (const byte of bytes) socket.write(Buffer.from([byte]))
    socket.end()
    expect(inspectHello(await capture.bytes).report.outcome).toBe(outcome)
    capture.close()
  }
})

test('closed, it lets go of port and clients', async () => {
  const capture = await captureHello()
  const closed = new Promise((resolve) =>
    connect(capture.port, '127.0.0.1').once('close', resolve).once('error', resolve),
  )
  capture.close()
  await closed
  await expect(new Promise((_, reject) => connect(capture.port, '127.0.0.1').once('error', reject))).rejects.toThrow(
    'ECONNREFUSED',
  )
})
