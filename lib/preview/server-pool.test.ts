import { describe, expect, test } from 'vitest'
import { type Upstream, upstreamSchema } from '../domain-model/upstream'
import { RateLimiter } from './rate-limit'
import { ServerPool, WeightedChoice } from './server-pool'

const upstream = (servers: object[], more: object = {}): Upstream =>
  upstreamSchema.parse({
    name: 'app',
    servers: servers.map((server, index) => ({ host: `10.0.0.${index + 1}`, port: 80, ...server })),
    ...more,
  })
const picks = (pool: ServerPool, times: number, client = (_: number) => '192.0.2.1') =>
  Array.from({ length: times }, (_, index) => pool.pick(client(index))?.index)

describe('a pool of servers', () => {
  test('gives each its turn by weight, and nothing to a drained one', () => {
    const pool = new ServerPool(upstream([{ weight: 1 }, { weight: 3 }, { weight: 0 }]))
    expect(picks(pool, 8)).toEqual([1, 0, 1, 1, 1, 0, 1, 1])
  })

  test('gives the least busy, by weight', () => {
    const pool = new ServerPool(upstream([{}, { weight: 2 }], { balance: 'least-connections' }))
    const [first, second] = pool.servers
    if (first) first.active = 1
    if (second) second.active = 1
    expect(pool.pick('x')?.index).toBe(1)
    if (second) second.active = 3
    expect(pool.pick('x')?.index).toBe(0)
  })

  test('keeps a client by its address, spreads many, and moves only the clients of a server that left', () => {
    const pool = new ServerPool(upstream([{}, {}, {}], { balance: 'source' }))
    const client = (index: number) => `192.0.${index >> 8}.${index & 255}`
    const before = picks(pool, 600, client)
    expect(picks(pool, 600, client)).toEqual(before)
    for (const index of [0, 1, 2]) expect(before.filter((picked) => picked === index).length).toBeGreaterThan(140)
    pool.checked(pool.servers[0] as never, null)
    pool.failed(pool.servers[0] as never, 'gone')
    const after = picks(pool, 600, client)
    for (const [index, picked] of before.entries()) if (picked !== 0) expect(after[index]).toBe(picked)
  })

  test('uses a backup only while no other is up', () => {
    const pool = new ServerPool(upstream([{}, { backup: true }], { health: { kind: 'tcp', rise: 2, fall: 2 } }))
    const [main] = pool.servers
    if (!main) return
    expect(picks(pool, 2)).toEqual([0, 0])
    pool.checked(main, 'refused')
    expect(picks(pool, 1)).toEqual([0])
    pool.checked(main, 'refused')
    expect(picks(pool, 2)).toEqual([1, 1])
    pool.checked(main, null)
    expect(picks(pool, 1)).toEqual([1])
    pool.checked(main, null)
    expect(picks(pool, 1)).toEqual([0])
  })

  test('with checks and all down there is none, and it says why; without checks everybody is tried at last', () => {
    const checked = new ServerPool(upstream([{}], { health: { kind: 'tcp', fall: 1 } }))
    checked.checked(checked.servers[0] as never, 'ECONNREFUSED')
    expect(checked.pick('x')).toBeNull()
    expect(checked.whyNone()).toBe('no server is up (10.0.0.1:80: ECONNREFUSED)')
    const unchecked = new ServerPool(upstream([{}]))
    unchecked.failed(unchecked.servers[0] as never, 'ECONNREFUSED')
    expect(unchecked.pick('x')?.index).toBe(0)
  })

  test('without checks a server that failed is tried again after a moment', () => {
    let now = 0
    const pool = new ServerPool(upstream([{}, {}]), () => now)
    pool.failed(pool.servers[0] as never, 'x')
    expect(new Set(picks(pool, 4))).toEqual(new Set([1]))
    now = 3000
    expect(new Set(picks(pool, 4))).toEqual(new Set([0, 1]))
  })
})

test('weights share the traffic evenly, weight 0 gets nothing', () => {
  const choice = new WeightedChoice([
    { upstream: 'a', weight: 9 },
    { upstream: 'b', weight: 1 },
    { upstream: 'c', weight: 0 },
  ])
  const got = Array.from({ length: 100 }, () => choice.next())
  expect(got.filter((name) => name === 'b')).toHaveLength(10)
  expect(got).not.toContain('c')
})

describe('a rate limit', () => {
  test('lets the window and the burst through at once, then one by one', () => {
    let now = 1_000_000
    const limiter = new RateLimiter({ requests: 3, per: 'second', burst: 2 }, 100, () => now)
    expect(Array.from({ length: 6 }, () => limiter.take('a') === 0)).toEqual([true, true, true, true, true, false])
    expect(limiter.take('b')).toBe(0)
    expect(limiter.take('a')).toBe(1)
    now += 334
    expect(limiter.take('a')).toBe(0)
    expect(limiter.take('a')).toBeGreaterThan(0)
    now += 60_000
    expect(Array.from({ length: 6 }, () => limiter.take('a') === 0)).toEqual([true, true, true, true, true, false])
  })

  test('remembers no more clients than its bound', () => {
    const limiter = new RateLimiter({ requests: 1, per: 'hour', burst: 0 }, 100, () => 1)
    for (let index = 0; index < 10_000; index++) limiter.take(`client ${index}`)
    expect(limiter.clients).toBeLessThanOrEqual(100)
    expect(limiter.take('client 9999')).toBeGreaterThan(0)
  })
})
