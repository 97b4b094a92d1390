import { connect } from 'node:tls'
import { afterEach, expect, test, vi } from 'vitest'
import { findExample } from '../domain-model/examples/catalogue'
import { type PreviewNews, previewRooms } from './preview-room'

const stored = vi.hoisted(() => ({ text: '', validText: '' as string | null }))
vi.mock('../store/plans', () => ({
  getPlan: async (id: string) =>
    id.startsWith('plan') ? { id, name: id, contentHash: `hash of ${stored.text.length}`, ...stored } : null,
}))

const openFiles = vi.hoisted(() => ({ max: 20_000 }))
vi.mock('./open-files', () => ({ openFilesMax: () => openFiles.max }))

const rooms = previewRooms()

function store(text: string, validText: string | null = text) {
  Object.assign(stored, { text, validText })
}

afterEach(async () => {
  for (const id of ['plan', 'plan2', 'plan3', 'plan4', 'plan5']) await rooms.stop(id)
})

test('a stored plan runs on loopback, every route answers as the plan says, and stopping ends it', async () => {
  store(findExample('finance-saas')?.text() ?? '')
  const news: PreviewNews[] = []
  const unsubscribe = rooms.subscribe('plan', (one) => news.push(one))
  const { state, listeners } = await rooms.start('plan')
  expect(state).toBe('running')
  expect(listeners.map(({ planPort }) => planPort)).toContain(443)
  for (const { host, port } of listeners) {
    expect(host).toMatch(/^127\./)
    expect(port).toBeGreaterThan(1024)
  }
  const route = /- name: (\S+)\n\s+listener/.exec(stored.text)?.[1] ?? 'payments'
  const answer = await rooms.ask('plan', route)
  expect(answer.differences).toEqual([])
  await expect.poll(() => rooms.snapshot('plan').entries.length, { timeout: 5000 }).toBeGreaterThan(0)
  expect(news.some(({ type }) => type === 'activity')).toBe(true)
  const { connection, sni } = rooms.snapshot('plan').entries.find(({ hasHello }) => hasHello) ?? {}
  const seen = await rooms.hello('plan', connection ?? 0)
  expect(seen.answer.report).toMatchObject({ outcome: 'ok', sni })
  expect(seen.hex).toMatch(/^160301/)
  await expect(rooms.hello('plan', 999_999)).rejects.toThrow('The bytes of this ClientHello are gone')
  const applied = await rooms.apply('plan')
  expect(applied.listeners).toEqual(listeners)
  expect(applied.changes).toEqual([])
  store(stored.text.replace('requests: 50', 'requests: 60').replaceAll('name: payments', 'name: billing'))
  const { listeners: kept, changes } = await rooms.apply('plan')
  expect(kept).toEqual(listeners)
  expect(changes).toEqual(['Routes added: billing.', 'Routes removed: payments.', 'Routes changed: api.'])
  expect((await rooms.ask('plan', route)).differences).toEqual([])
  await rooms.stop('plan')
  await expect(rooms.ask('plan', route)).rejects.toThrow('does not run')
  await expect(rooms.hello('plan', connection ?? 0)).rejects.toThrow('does not run')
  unsubscribe()
  expect(rooms.subscribers).toBe(0)
}, 60_000)

test('a connection that began with a plan before is served to its end, however often another is applied', async () => {
  const text = findExample('finance-saas')?.text() ?? ''
  store(text)
  const { listeners } = await rooms.start('plan')
  const { host, port } = listeners.find(({ planPort }) => planPort === 443) ?? { host: '', port: 0 }
  const socket = connect({ host, port, servername: 'payments.example.com', rejectUnauthorized: false })
  const ask = () =>
    new Promise<string>((resolve, reject) => {
      let text = ''
      socket.on('data', (chunk) => {
        text += chunk
        if (text.endsWith('}')) resolve(text)
      })
      socket.once('close', () => reject(new Error('the connection was dropped')))
      socket.write('GET / HTTP/1.1\r\nHost: payments.example.com\r\nX-Probe: 1\r\n\r\n')
    })
  socket.on('error', () => undefined)
  expect(await ask()).toMatch(/^HTTP\/1\.1 200 [\s\S]*"upstream":"payment-service"/)
  for (const requests of [60, 70, 80]) {
    store(text.replace('requests: 50', `requests: ${requests}${' '.repeat(requests / 10)}`))
    expect((await rooms.apply('plan')).message).toBe('The saved plan was applied; open connections were kept.')
  }
  // Nobody began with the two plans between: their stand-ins go, and those of the first one stay.
  await expect.poll(() => rooms.stages('plan'), { timeout: 10_000 }).toBe(2)
  expect(await ask()).toMatch(/^HTTP\/1\.1 200 /)
  socket.destroy()
  await expect.poll(() => rooms.stages('plan'), { timeout: 10_000 }).toBe(1)
  expect((await rooms.ask('plan', 'payments')).differences).toEqual([])
}, 60_000)

test('what is larger than this machine permits is refused before anything is opened', async () => {
  store(findExample('finance-saas')?.text() ?? '')
  openFiles.max = 2001
  await expect(rooms.start('plan')).rejects.toThrow(
    /needs \d+ sockets for its stand-ins, and this studio may open 1 more/,
  )
  openFiles.max = 20_000
  expect((await rooms.start('plan')).state).toBe('running')
}, 60_000)

test('a text that is no plan, a plan that is not there and one preview too many are refused in words', async () => {
  store('routes: [', null)
  await expect(rooms.start('plan')).rejects.toThrow('no valid plan')
  await expect(rooms.start('other')).rejects.toThrow('no such plan')
  store(findExample('finance-saas')?.text() ?? '')
  for (const id of ['plan', 'plan2', 'plan3', 'plan4']) await rooms.start(id)
  await expect(rooms.start('plan5')).rejects.toThrow('4 previews run already')
}, 60_000)
