// What match-route does not decide about clients: when a limit trips, how long a hello may take, and whose PROXY header is believed.
import { describe, expect, test } from 'vitest'
import type { EngineId } from '../../lib/preview/proof/engine-process'
import { openTcp } from '../../lib/preview/proof/tls-client'
import { ask, askTimes, countWords, wordFor } from './ask'
import { buildPlan } from './build-plan'
import { describeEngine, engineIds } from './engine-tests'
import { onStage } from './on-stage'

for (const id of engineIds)
  describeEngine(id, () => {
    rateLimits(id)
    slowClients(id)
    strangers(id)
  })

function rateLimits(id: EngineId) {
  describe('rate limits', () => {
    const plan = buildPlan({
      routes: [
        { name: 'limited', rateLimit: { requests: 5, per: 'second', burst: 5 } },
        { name: 'free' },
        {
          name: 'by-path',
          paths: [
            { path: '/login', upstream: 'app', rateLimit: { requests: 2, per: 'minute' } },
            { path: '/', upstream: 'app' },
          ],
        },
      ],
    })
    const stage = onStage(id, plan)

    test('a route answers 429 above its rate, to that client only', async () => {
      const counts = countWords(
        await Promise.all(
          Array.from({ length: 60 }, () => ask(stage(), { host: 'limited.example.com', from: '127.0.0.20' })),
        ),
      )
      expect(Object.keys(counts).sort()).toEqual(['429', 'app/0'])
      // The rate, the burst, and what a second or two of a busy machine adds.
      expect(counts['app/0']).toBeGreaterThanOrEqual(5)
      expect(counts['app/0']).toBeLessThanOrEqual(30)
      expect(wordFor(await ask(stage(), { host: 'limited.example.com', from: '127.0.0.21' }))).toBe('app/0')
      expect(wordFor(await ask(stage(), { host: 'free.example.com', from: '127.0.0.20' }))).toBe('app/0')
    })

    test('the limit of a path counts that path only', async () => {
      const other = countWords(await askTimes(stage(), 10, { host: 'by-path.example.com', path: '/other' }))
      expect(other).toEqual({ 'app/0': 10 })
      const login = countWords(await askTimes(stage(), 10, { host: 'by-path.example.com', path: '/login' }))
      expect(login['app/0']).toBeGreaterThanOrEqual(1)
      expect(login['429']).toBeGreaterThanOrEqual(6)
      expect(wordFor(await ask(stage(), { host: 'by-path.example.com', path: '/other' }))).toBe('app/0')
    })
  })
}

function slowClients(id: EngineId) {
  describe('a client that does not finish its hello', () => {
    const plan = buildPlan({
      listeners: [{ name: 'https', port: 443, protocol: 'tls', clientHelloSeconds: 1 }],
      routes: [{ name: 'www' }, { name: 'pass', mode: 'passthrough' }],
    })
    const stage = onStage(id, plan)

    test.each([
      ['says nothing', Buffer.alloc(0)],
      ['stops in the middle', Buffer.from('160301020001', 'hex')],
    ])('is closed in time when it %s', async (_, bytes) => {
      const [listener] = stage().plan.listeners
      const socket = await openTcp({
        address: listener?.address ?? '',
        port: listener?.port ?? 0,
        from: '127.0.0.7',
        proxyHeader: null,
      })
      socket.resume()
      if (bytes.length > 0) socket.write(bytes)
      const started = Date.now()
      await new Promise((resolve) => socket.once('close', resolve))
      // No earlier than the plan says, and before this test's time is up.
      expect(Date.now() - started).toBeGreaterThan(700)
    })
  })
}

function strangers(id: EngineId) {
  describe('a PROXY header of somebody who may not send it', () => {
    const plan = buildPlan({
      listeners: [{ name: 'https', port: 443, protocol: 'tls', acceptProxyProtocol: { from: ['10.0.0.0/8'] } }],
      routes: [
        { name: 'www', allow: ['192.0.2.0/24', '127.0.0.0/8'] },
        { name: 'office', allow: ['192.0.2.0/24'] },
      ],
    })
    const stage = onStage(id, plan)

    test('opens no door', async () => {
      expect(wordFor(await ask(stage(), { host: 'office.example.com', from: '192.0.2.77' }))).toMatch(
        /^(403|refused.*)$/,
      )
    })

    test('is not believed', async () => {
      const { seen } = await ask(stage(), { host: 'www.example.com', from: '192.0.2.77' })
      // HAProxy expects no header from strangers, so one is garbage before the hello; NGINX reads it and keeps the real address.
      if (id !== 'nginx') expect(seen.kind).toBe('refused')
      else expect(seen.kind === 'http' && seen.backend?.headers).toContainEqual(['X-Forwarded-For', '127.0.0.8'])
    })
  })
}
