// `signalbox preview` as a person runs it: it starts, says where, carries a connection, takes another plan, and goes on Ctrl-C.
import { mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { afterAll, expect, test } from 'vitest'
import { findExample } from '../../lib/domain-model/examples/catalogue'
import { signalbox } from '../test-support/command-line'

const folder = mkdtempSync(join(tmpdir(), 'signalbox-preview-'))
afterAll(() => rmSync(folder, { recursive: true }))
const plan = findExample('finance-saas')?.text() ?? ''

/** Who answers a name: a stand-in says so in its body. */
function upstreamOf(port: number, servername: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, servername, rejectUnauthorized: false }, () =>
      socket.write(`GET / HTTP/1.1\r\nHost: ${servername}\r\nConnection: close\r\n\r\n`),
    )
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk
    })
    socket.once('error', reject)
    socket.once('close', () => resolve(/"upstream":"([^"]+)"/.exec(text)?.[1] ?? text.slice(0, 100)))
    socket.setTimeout(20_000, () => socket.destroy(new Error('no answer')))
  })
}

test('starts, tells its addresses, shows a connection, applies a changed file on the same port and drains on SIGINT', async () => {
  const file = join(folder, 'plan.yaml')
  writeFileSync(file, plan)
  const running = signalbox(['preview', file])
  try {
    const [, port] = await running.untilOut(/port 443 of the plan\s+127\.0\.0\.1:(\d+)/)
    expect(running.out()).toMatch(/Stand-ins\n/)
    expect(running.out()).toMatch(/curl -s .*--resolve/)
    expect(await upstreamOf(Number(port), 'payments.example.com')).toBe('payment-service')
    await running.untilOut(/payments\.example\.com .*payments → payment-service/)

    writeFileSync(file, plan.replaceAll('payments.example.com', 'pay.example.com'))
    await running.untilNotes(/Applied .*plan\.yaml: \d+ routes at .*/)
    expect(running.notes()).toContain(`127.0.0.1:${port} `)
    expect(await upstreamOf(Number(port), 'pay.example.com')).toBe('payment-service')

    writeFileSync(file, 'routes: [')
    await running.untilNotes(/was not applied, the last good plan goes on/)
    expect(await upstreamOf(Number(port), 'pay.example.com')).toBe('payment-service')

    running.signal('SIGINT')
    expect(await running.ended).toMatchObject({ code: 0, notes: expect.stringContaining('Stopped.') })
    await expect(upstreamOf(Number(port), 'pay.example.com')).rejects.toThrow('ECONNREFUSED')
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`sb-${running.pid}-`))).toEqual([])
  } finally {
    running.signal('SIGKILL')
  }
})

test('a file that is saved while the preview starts is applied, and one that is gone leaves the last good plan', async () => {
  const file = join(folder, 'early.yaml')
  writeFileSync(file, plan)
  const running = signalbox(['preview', file])
  try {
    // Saved again and again, as a whole, until it listens: the last time is after it has read the file, and before it looks for changes.
    let saves = 0
    const save = () => {
      writeFileSync(`${file}.new`, plan.replaceAll('payments.example.com', `pay-${++saves}.example.com`))
      renameSync(`${file}.new`, file)
    }
    const timer = setInterval(save, 20)
    const [, port] = await running.untilOut(/port 443 of the plan\s+127\.0\.0\.1:(\d+)/)
    clearInterval(timer)
    await expect
      .poll(() => upstreamOf(Number(port), `pay-${saves}.example.com`), { timeout: 20_000 })
      .toBe('payment-service')

    rmSync(file)
    await running.untilNotes(/was not applied, the last good plan goes on: .*there is no such file/)
    expect(await upstreamOf(Number(port), `pay-${saves}.example.com`)).toBe('payment-service')
  } finally {
    running.signal('SIGKILL')
  }
})

test('a connection that is open when Ctrl-C comes gets its answer first', async () => {
  const file = join(folder, 'drain.yaml')
  writeFileSync(file, plan)
  const running = signalbox(['preview', file])
  try {
    const [, port] = await running.untilOut(/port 443 of the plan\s+127\.0\.0\.1:(\d+)/)
    const answer = await new Promise<string>((resolve, reject) => {
      let text = ''
      const socket = connect({
        host: '127.0.0.1',
        port: Number(port),
        servername: 'payments.example.com',
        rejectUnauthorized: false,
      })
      socket.once('secureConnect', () => {
        running.signal('SIGINT')
        setTimeout(() => socket.write('GET / HTTP/1.1\r\nHost: payments.example.com\r\nConnection: close\r\n\r\n'), 300)
      })
      socket.on('data', (chunk) => {
        text += chunk
      })
      socket.once('error', reject)
      socket.once('close', () => resolve(text))
    })
    expect(answer).toContain('"upstream":"payment-service"')
    expect((await running.ended).code).toBe(0)
  } finally {
    running.signal('SIGKILL')
  }
})

test.each([
  ['a plan that cannot be read', ['preview', 'nowhere.yaml'], /nowhere\.yaml/],
  ['a port base that no port can have', ['preview', '-', '--port-base', '65000'], /would need port/],
  ['a port base that is no number', ['preview', '-', '--port-base', 'many'], /is no number/],
])('%s: exit 2 and why', async (_, words, says) => {
  const ran = await signalbox(words, { input: plan.replace('port: 443', 'port: 8443'), secondsMax: 60 }).ended
  expect(ran.code).toBe(2)
  expect(ran.notes).toMatch(says)
})
